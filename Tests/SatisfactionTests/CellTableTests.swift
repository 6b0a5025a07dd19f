import Buffers
import Satisfaction
import Testing

@Suite("CellTable")
struct CellTableTests {
  private struct Comment {
    var key: [UInt8]
    /// Bits of the measures that it counts in.
    var counted: UInt64
    var score: Int32
    var amount: Int64
  }

  private static let counts = Measure.allCases.filter { $0.kind == .count }

  private func comments(_ count: Int, _ random: inout SplitMix64) -> [Comment] {
    (0..<count).map { _ in
      var counted: UInt64 = 0
      for measure in Self.counts where Bool.random(using: &random) { counted |= measure.bit }
      let key = (0..<Int.random(in: 0...2, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) }
      return Comment(
        key: key, counted: counted, score: Int32.random(in: -1000...1000, using: &random),
        amount: Int64.random(in: -1000...1000, using: &random))
    }
  }

  /// Counts comments in blocks.
  private func count(_ comments: some Sequence<Comment>, on begun: consuming CellTable = CellTable()) -> CellTable {
    var table = begun
    var block = CountedRows()
    var cells = FlatArray<UInt32>(count: CountedRows.capacity)
    for comment in comments {
      let row = block.count
      cells[row] = UInt32(table.cell(comment.key.span))
      block.counted[row] = comment.counted
      block.scores[row] = comment.score
      block.amounts[row] = comment.amount
      block.count += 1
      if block.count == CountedRows.capacity {
        table.add(block, to: cells)
        block.count = 0
      }
    }
    table.add(block, to: cells)
    return table
  }

  /// The cells in the order of their keys, each with all its states.
  private func contents(_ table: borrowing CellTable) -> [[Int64]] {
    var contents: [[Int64]] = []
    for cell in table.sortedCells() {
      var row = table.keys.strings.copy(cell).map(Int64.init) + [-9]
      for measure in Measure.allCases { row.append(table.state(measure, of: cell)) }
      contents.append(row + [table.scoreSquares(of: cell)])
    }
    return contents
  }

  @Test("a cell's states are counted from its comments")
  func dictionaryTwin() {
    var random = SplitMix64(seed: 23)
    // Some thousand comments a cell, so that counts leave their bytes.
    let comments = comments(20_000, &random)
    let byKey = Dictionary(grouping: comments, by: \.key)
    let table = count(comments)
    let cells = table.count
    #expect(cells == byKey.count)
    for cell in 0..<cells {
      let mine = byKey[table.keys.strings.copy(cell)] ?? []
      for measure in Self.counts {
        let state = table.state(measure, of: cell)
        #expect(state == Int64(mine.count { $0.counted & measure.bit != 0 }), "\(measure)")
      }
      let (scores, squares) = (table.state(.scoreSum, of: cell), table.scoreSquares(of: cell))
      let amounts = table.state(.amountSum, of: cell)
      #expect(scores == mine.reduce(0) { $0 + Int64($1.score) })
      #expect(squares == mine.reduce(0) { $0 + Int64($1.score) * Int64($1.score) })
      #expect(amounts == mine.reduce(0) { $0 + $1.amount })
    }
  }

  @Test("a row without cell is not counted")
  func noCell() {
    var table = CellTable()
    table.reserve(1)
    var block = CountedRows()
    block.count = 2
    block.counted[0] = Measure.comments.bit
    block.counted[1] = Measure.comments.bit
    var cells = FlatArray<UInt32>(count: CountedRows.capacity)
    cells[0] = CountedRows.noCell
    table.add(block, to: cells)
    let state = table.state(.comments, of: 0)
    #expect(state == 1)
  }

  @Test("cells counted by number and keyed in the end are the cells counted by key")
  func keyedInTheEnd() {
    var random = SplitMix64(seed: 34)
    let comments = comments(2_000, &random)
    let expected = contents(count(comments))
    var table = CellTable()
    var keys: [[UInt8]] = []
    for comment in comments {
      if !keys.contains(comment.key) { keys.append(comment.key) }
      var numbered = comment
      // The cells' numbers are keys of their own until they are named.
      numbered.key = [UInt8(keys.firstIndex(of: comment.key) ?? 0)]
      table = count([numbered], on: table)
    }
    table.setKeys { keys[$0] }
    let found = contents(table)
    #expect(found == expected)
  }

  @Test("tables merged in any partition and any order are the table of all comments")
  func merging() {
    var random = SplitMix64(seed: 24)
    for round in 0..<60 {
      let comments = comments(400, &random)
      let whole = contents(count(comments))
      let parts = round % 7 + 1
      var groups = [[Comment]](repeating: [], count: parts)
      for comment in comments { groups[Int.random(in: 0..<parts, using: &random)].append(comment) }
      var tables = groups.map { Parcel(count($0)) }.shuffled(using: &random)
      // Merged pairwise as a tree of any shape.
      while tables.count > 1 {
        let second = tables.remove(at: Int.random(in: 0..<tables.count, using: &random)).take()
        let parcel = tables[Int.random(in: 0..<tables.count, using: &random)]
        var first = parcel.take()
        _ = first.merge(second)
        parcel.put(first)
      }
      let merged = contents(tables[0].take())
      #expect(merged == whole)
    }
  }

  @Test("cells merged under coarser keys are their sums, and it is said where each went")
  func coarser() {
    var random = SplitMix64(seed: 27)
    let comments = comments(3_000, &random)
    let fine = count(comments)
    var coarse = CellTable()
    let mapped = coarse.merge(fine) { Array(fine.keys.strings.copy($0).prefix(1)) }
    let whole = contents(
      count(
        comments.map { comment in
          var comment = comment
          comment.key = Array(comment.key.prefix(1))
          return comment
        }))
    let found = contents(coarse)
    #expect(found == whole)
    let places = (0..<fine.count).map { coarse.keys.strings.copy(Int(mapped[$0])) }
    let keys = (0..<fine.count).map { Array(fine.keys.strings.copy($0).prefix(1)) }
    #expect(places == keys)
  }

  @Test("cells come in the order of their keys' bytes")
  func order() {
    var table = CellTable()
    let keys: [[UInt8]] = [[2], [], [1, 255], [1], [255], [1, 0]]
    for key in keys { _ = table.cell(key.span) }
    let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
    let found = table.sortedCells().map { table.keys.strings.copy($0) }
    #expect(found == sorted)
  }
}
