public import Buffers

/// The cells of one cube while they are being counted.
///
/// One a worker and cube. While counting, cells are numbers; `setKeys` names them by the values of their dimensions, so that
/// workers need no common numbering, and tables with keys merge exactly, in any order. 64 bytes a cell, 350 more for one with
/// many comments, and up to 20 bytes for each distinct customer of a cell.
public struct CellTable: ~Copyable, Sendable {
  /// The cells' keys, in the cells' order.
  public private(set) var keys = Interner()
  /// How many cells there are.
  public private(set) var count = 0
  private var totals = FlatArray<CellTotals>(count: 256)
  /// Place of a cell's large counts + 1; 0 where there are none.
  private var largePlaces = FlatArray<UInt32>(count: 256)
  private var large: [Int64] = []
  private var members = MemberSet()

  /// Measures that are counted, one byte each; the others are sums.
  static let counts = Measure.allCases.filter { !$0.isSum }.count

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

  /// Adds each row of a block to a cell; a customer counts once a cell.
  ///
  /// Precondition: there are as many cells as the rows need. About 25 ns a row.
  public mutating func add(_ rows: borrowing CountedRows, to cells: borrowing FlatArray<UInt32>) {
    for row in 0..<rows.count {
      totals.prefetch(Int(cells[row]))
      if rows.customers[row] != CountedRows.anonymous { members.prefetch(rows.customers[row], cells[row]) }
    }
    for row in 0..<rows.count {
      let cell = Int(cells[row])
      precondition(cell < count, "a row of a cell that does not exist")
      var counted = rows.counted[row]
      if rows.customers[row] != CountedRows.anonymous, members.insert(rows.customers[row], UInt32(cell)) {
        counted |= Measure.customers.bit
      }
      totals[cell].add(counted, rating: rows.ratings[row], score: rows.scores[row], amount: rows.amounts[row])
      if totals[cell].isFull { moveCounts(of: cell) }
    }
  }

  /// A state of a cell; comments without customer id count as one customer each.
  public func state(_ measure: Measure, of cell: Int) -> Int64 {
    precondition(cell < count, "a cell that does not exist")
    let stored = stored(measure, of: cell)
    return measure == .customers ? stored + self.stored(.anonymous, of: cell) : stored
  }

  private func stored(_ measure: Measure, of cell: Int) -> Int64 {
    switch measure {
    case .ratingSum: return totals[cell].ratingSum
    case .scoreSum: return totals[cell].scoreSum
    case .amountSum: return totals[cell].amountSum
    default:
      let place = Int(largePlaces[cell])
      let moved = place == 0 ? 0 : large[(place - 1) * Self.counts + measure.rawValue]
      return moved + totals[cell].count(measure.rawValue)
    }
  }

  /// Adds another table's cells to this one's; both have keys.
  ///
  /// - Parameters:
  ///   - known: how many customers both number alike.
  ///   - customers: the numbers here of the other's further customers, in the order of their numbers there.
  public mutating func merge(_ other: borrowing CellTable, known: Int, customers: [UInt32]) {
    var mapped: [UInt32] = []
    for cell in 0..<other.count {
      let mine = self.cell(other.keys.strings.bytes.span.extracting(other.keys.strings.range(cell)))
      mapped.append(UInt32(mine))
      moveCounts(of: mine)
      let first = (Int(largePlaces[mine]) - 1) * Self.counts
      for measure in Measure.allCases where !measure.isSum && measure != .customers {
        large[first + measure.rawValue] += other.stored(measure, of: cell)
      }
      totals[mine].addSums(other.totals[cell])
    }
    members.reserve(members.count + other.members.count)
    other.members.forEach { member, cell in
      let customer = Int(member) < known ? member : customers[Int(member) - known]
      let mine = mapped[Int(cell)]
      if members.insert(customer, mine) {
        large[(Int(largePlaces[Int(mine)]) - 1) * Self.counts + Measure.customers.rawValue] += 1
      }
    }
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
