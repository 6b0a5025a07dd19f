public import Buffers

/// The cells of one cube while they are being counted.
///
/// One a worker and cube. While counting, cells are numbers; `setKeys` names them by the values of their dimensions, so that
/// workers need no common numbering, and tables with keys merge exactly, in any order. 72 bytes a cell, and 350 more for one
/// with many comments.
public struct CellTable: ~Copyable, Sendable {
  /// The cells' keys, in the cells' order.
  public private(set) var keys = Interner()
  /// How many cells there are.
  public private(set) var count = 0
  private var totals = FlatArray<CellTotals>(count: 64)
  /// Place of a cell's large counts + 1; 0 where there are none.
  private var largePlaces = FlatArray<UInt32>(count: 64)
  private var large: [Int64] = []

  /// Counts of comments are the first measures; the others are distinct or sums.
  static let counts = Measure.allCases.count { $0.kind != .sum && $0.kind != .outcomeSum }

  /// Makes an empty table.
  public init() { precondition(Self.counts <= CellTotals.capacity, "more counts than a cell's bytes") }

  /// The number of the cell with this key, which is added when it is new.
  public mutating func cell(_ key: Span<UInt8>) -> Int {
    let cell = Int(keys.intern(key))
    if cell == count { reserve(count + 1) }
    return cell
  }

  /// Makes sure that there are so many cells; new ones are empty.
  public mutating func reserve(_ newCount: Int) {
    count = max(count, newCount)
    guard count > totals.count else { return }
    totals.resize(to: max(count, totals.count * 2))
    largePlaces.resize(to: totals.count)
  }

  /// Adds each row of a block to its cell, if it has one.
  ///
  /// Precondition: there are as many cells as the rows need. About 15 ns a row.
  public mutating func add(_ rows: borrowing CountedRows, to cells: borrowing FlatArray<UInt32>) {
    for row in 0..<rows.count { totals.prefetch(Int(cells[row])) }
    for row in 0..<rows.count where cells[row] != CountedRows.noCell {
      let cell = Int(cells[row])
      precondition(cell < count, "a row of a cell that does not exist")
      totals[cell].add(rows.counted[row], score: rows.scores[row], amount: rows.amounts[row])
      if totals[cell].isFull { moveCounts(of: cell) }
    }
  }

  /// A count or sum of comments of a cell; those that are known only when all comments are, are 0 here.
  public func state(_ measure: Measure, of cell: Int) -> Int64 {
    precondition(cell < count, "a cell that does not exist")
    switch measure {
    case .scoreSum: return totals[cell].scoreSum
    case .amountSum: return totals[cell].amountSum
    case .revenueAtRisk: return 0
    default:
      let place = Int(largePlaces[cell])
      let moved = place == 0 ? 0 : large[(place - 1) * Self.counts + measure.rawValue]
      return moved + totals[cell].count(measure.rawValue)
    }
  }

  /// The sum of the squared scores of a cell, in millionths.
  public func scoreSquares(of cell: Int) -> Int64 { totals[cell].scoreSquares }

  /// Adds another table's cells to this one's, both with keys, and gives the numbers here of the other's cells.
  public mutating func merge(_ other: borrowing CellTable) -> [UInt32] {
    merge(other) { other.keys.strings.copy($0) }
  }

  /// Adds another table's cells under other keys, of which several may be the same, and gives the numbers here of its cells.
  public mutating func merge(_ other: borrowing CellTable, as key: (Int) -> [UInt8]) -> [UInt32] {
    var mapped: [UInt32] = []
    mapped.reserveCapacity(other.count)
    for cell in 0..<other.count {
      let bytes = key(cell)
      let mine = self.cell(bytes.span)
      mapped.append(UInt32(mine))
      add(other, cell, to: mine)
    }
    return mapped
  }

  private mutating func add(_ other: borrowing CellTable, _ cell: Int, to mine: Int) {
    moveCounts(of: mine)
    let first = (Int(largePlaces[mine]) - 1) * Self.counts
    for number in 0..<Self.counts { large[first + number] += other.totals[cell].count(number) }
    let place = Int(other.largePlaces[cell])
    if place > 0 {
      let theirs = (place - 1) * Self.counts
      for number in 0..<Self.counts { large[first + number] += other.large[theirs + number] }
    }
    totals[mine].addSums(other.totals[cell])
  }

  /// Names the cells; no two may have the same key.
  public mutating func setKeys(_ key: (Int) -> [UInt8]) {
    keys = Interner(capacity: count)
    for cell in 0..<count {
      let bytes = key(cell)
      _ = keys.intern(bytes.span)
    }
    precondition(keys.count == count, "two cells of one key")
  }

  /// The cells in the order of their keys' bytes.
  public func sortedCells() -> [Int] {
    let bytes = keys.strings.bytes.span
    return (0..<count).sorted { first, second in
      bytes.extracting(keys.strings.range(first)).isLess(than: bytes.extracting(keys.strings.range(second)))
    }
  }

  /// Moves a cell's counts to numbers of full width.
  private mutating func moveCounts(of cell: Int) {
    if largePlaces[cell] == 0 {
      large.append(contentsOf: repeatElement(0, count: Self.counts))
      largePlaces[cell] = UInt32(large.count / Self.counts)
    }
    let first = (Int(largePlaces[cell]) - 1) * Self.counts
    for number in 0..<Self.counts { large[first + number] += totals[cell].count(number) }
    totals[cell].clearCounts()
  }
}
