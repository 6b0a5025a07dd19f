import Buffers
import Satisfaction
import Testing

@Suite("CellTable")
struct CellTableTests {
  private struct Row {
    var cell: Int
    var entry: CommentLog.Entry
  }

  private static let counts = Measure.allCases.filter { $0.kind == .count }

  private func rows(_ count: Int, cells: Int, _ random: inout SplitMix64) -> [Row] {
    (0..<count).map { _ in
      var counted: UInt64 = 0
      for measure in Self.counts where Bool.random(using: &random) { counted |= measure.bit }
      return Row(
        cell: Int.random(in: 0..<cells, using: &random),
        entry: CommentLog.Entry(
          counted: counted, amount: Int64.random(in: -1000...1000, using: &random), moment: 0,
          purchase: CommentLog.noPurchase, response: ResponseTime.none,
          score: Int16.random(in: -1000...1000, using: &random)))
    }
  }

  private func count(_ rows: [Row]) -> CellTable {
    var table = CellTable()
    for row in rows {
      table.reserve(row.cell + 1)
      table.add(row.entry, to: row.cell)
    }
    return table
  }

  /// The cells, each with all its states.
  private func contents(_ table: borrowing CellTable, _ cells: Int) -> [[Int64]] {
    (0..<cells).map { cell in
      Measure.allCases.map { table.state($0, of: cell) } + [table.scoreSquares(of: cell)]
    }
  }

  private func expected(_ rows: [Row], _ cells: Int) -> [[Int64]] {
    let byCell = Dictionary(grouping: rows, by: \.cell)
    return (0..<cells).map { cell in
      let mine = (byCell[cell] ?? []).map(\.entry)
      let states = Measure.allCases.map { measure -> Int64 in
        switch measure {
        case .scoreSum: mine.reduce(0) { $0 + Int64($1.score) }
        case .amountSum: mine.reduce(0) { $0 + $1.amount }
        case .revenueAtRisk: 0
        default: Int64(mine.count { $0.counted & measure.bit != 0 })
        }
      }
      return states + [mine.reduce(0) { $0 + Int64($1.score) * Int64($1.score) }]
    }
  }

  @Test("a cell's states are counted from its rows")
  func slowTwin() {
    var random = SplitMix64(seed: 23)
    // Some thousand rows a cell, so that counts leave their bytes.
    let rows = rows(20_000, cells: 5, &random)
    let table = count(rows)
    let found = contents(table, 5)
    #expect(found == expected(rows, 5))
  }

  @Test("tables merged in any partition and any order are the table of all rows, under the cells that they are told")
  func merging() {
    var random = SplitMix64(seed: 24)
    for round in 0..<60 {
      let rows = rows(400, cells: 9, &random)
      let parts = round % 7 + 1
      var groups = [[Row]](repeating: [], count: parts)
      for row in rows { groups[Int.random(in: 0..<parts, using: &random)].append(row) }
      // Merged pairwise as a tree of any shape.
      var tables = groups.map { Parcel(count($0)) }.shuffled(using: &random)
      let same = FlatArray<UInt32>((0..<9).map { UInt32($0) })
      while tables.count > 1 {
        let second = tables.remove(at: Int.random(in: 0..<tables.count, using: &random)).take()
        let parcel = tables[Int.random(in: 0..<tables.count, using: &random)]
        var first = parcel.take()
        first.merge(second, cells: same)
        parcel.put(first)
      }
      var coarse = CellTable()
      coarse.merge(tables[0].take(), cells: FlatArray<UInt32>((0..<9).map { UInt32($0 / 2) }))
      coarse.reserve(5)
      let found = contents(coarse, 5)
      let summed = rows.map { Row(cell: $0.cell / 2, entry: $0.entry) }
      #expect(found == expected(summed, 5))
    }
  }
}
