public import Buffers

/// The counts and sums of cells by number, as rows come: for runs that keep no log.
///
/// Tables merge exactly, in any order. 72 bytes a cell, and 350 more for one with many comments.
public struct CellTable: ~Copyable, Sendable {
  /// How many cells there are.
  public private(set) var count = 0
  private var totals = FlatArray<CellTotals>(count: 64)
  /// Place of a cell's large counts + 1; 0 where there are none.
  private var largePlaces = FlatArray<UInt32>(count: 64)
  private var large: [Int64] = []

  /// Makes an empty table.
  public init() {}

  /// Makes sure that there are so many cells; new ones are empty.
  public mutating func reserve(_ newCount: Int) {
    count = max(count, newCount)
    guard count > totals.count else { return }
    totals.resize(to: max(count, totals.count * 2))
    largePlaces.resize(to: totals.count)
  }

  /// Has the processor fetch a cell that will be needed soon.
  @inline(__always)
  func prefetch(_ cell: Int) { totals.prefetch(cell) }

  /// Adds a row to a cell.
  ///
  /// Precondition: there is such a cell. About 15 ns.
  public mutating func add(_ entry: CommentLog.Entry, to cell: Int) {
    precondition(cell < count, "a row of a cell that does not exist")
    totals[cell].add(entry)
    if totals[cell].isFull { moveCounts(of: cell) }
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
      let moved = place == 0 ? 0 : large[(place - 1) * CellTotals.capacity + measure.rawValue]
      return moved + totals[cell].count(measure.rawValue)
    }
  }

  /// The sum of the squared scores of a cell, in millionths.
  public func scoreSquares(of cell: Int) -> Int64 { totals[cell].scoreSquares }

  /// Adds another table's cells.
  ///
  /// - Parameter cells: the numbers here of the other's cells, of which several may be the same.
  public mutating func merge(_ other: borrowing CellTable, cells: borrowing FlatArray<UInt32>) {
    for cell in 0..<other.count {
      let mine = Int(cells[cell])
      reserve(mine + 1)
      moveCounts(of: mine)
      let first = (Int(largePlaces[mine]) - 1) * CellTotals.capacity
      for number in 0..<CellTotals.capacity { large[first + number] += other.totals[cell].count(number) }
      let place = Int(other.largePlaces[cell])
      if place > 0 {
        let theirs = (place - 1) * CellTotals.capacity
        for number in 0..<CellTotals.capacity { large[first + number] += other.large[theirs + number] }
      }
      totals[mine].addSums(other.totals[cell])
    }
  }

  /// Moves a cell's counts to numbers of full width.
  private mutating func moveCounts(of cell: Int) {
    if largePlaces[cell] == 0 {
      large.append(contentsOf: repeatElement(0, count: CellTotals.capacity))
      largePlaces[cell] = UInt32(large.count / CellTotals.capacity)
    }
    let first = (Int(largePlaces[cell]) - 1) * CellTotals.capacity
    for number in 0..<CellTotals.capacity { large[first + number] += totals[cell].count(number) }
    totals[cell].clearCounts()
  }
}
