public import Buffers

/// The cells of one cube while they are being counted: a key of bytes, and a row of integer states for each.
///
/// One a worker and cube; partial tables merge exactly, in any order. A key holds the values of the dimensions themselves, so that
/// workers need no common numbering. About 330 bytes a cell, and 20 bytes for each distinct customer of a cell.
public struct CellTable: Sendable {
  /// The cells' keys, in order of first appearance.
  public private(set) var keys = Interner()
  private var states: [Int64] = []
  private var members = MemberSet()

  /// Makes an empty table.
  public init() {}

  /// How many cells there are.
  public var count: Int { states.count / Measure.count }

  /// The number of the cell with this key, which is added when it is new.
  public mutating func cell(_ key: Span<UInt8>) -> Int {
    let cell = Int(keys.intern(key))
    if cell * Measure.count == states.count {
      for _ in 0..<Measure.count { states.append(0) }
    }
    return cell
  }

  /// Adds a cell without a key, for callers that know their cells otherwise and give the keys in the end (`keyed`).
  public mutating func appendCell() -> Int {
    let cell = states.count / Measure.count
    for _ in 0..<Measure.count { states.append(0) }
    return cell
  }

  /// Adds 1 to the measures of a cell whose bits are set; bit n is the measure with raw value n.
  public mutating func add(_ counted: UInt64, to cell: Int) {
    let first = cell * Measure.count
    var rest = counted
    while rest != 0 {
      states[first + rest.trailingZeroBitCount] &+= 1
      rest &= rest - 1
    }
  }

  /// Adds to a sum of a cell.
  public mutating func add(_ value: Int64, to measure: Measure, of cell: Int) {
    states[cell * Measure.count + measure.rawValue] &+= value
  }

  /// Counts a customer of a cell, once.
  ///
  /// The hash stands for the customer's id.
  public mutating func addCustomer(_ hash: UInt64, to cell: Int) {
    if members.insert(hash, UInt32(cell)) { states[cell * Measure.count + Measure.customers.rawValue] += 1 }
  }

  /// A state of a cell; comments without customer id count as one customer each.
  public func state(_ measure: Measure, of cell: Int) -> Int64 {
    let stored = states[cell * Measure.count + measure.rawValue]
    return measure == .customers ? stored + states[cell * Measure.count + Measure.anonymous.rawValue] : stored
  }

  /// Adds another table's cells to this one's.
  public mutating func merge(_ other: CellTable) {
    var mapped: [UInt32] = []
    for cell in 0..<other.count {
      let mine = self.cell(other.keys.strings.bytes.span.extracting(other.keys.strings.range(cell)))
      mapped.append(UInt32(mine))
      for measure in Measure.allCases where measure != .customers {
        states[mine * Measure.count + measure.rawValue] &+= other.state(measure, of: cell)
      }
    }
    other.members.forEach { hash, cell in addCustomer(hash, to: Int(mapped[Int(cell)])) }
  }

  /// The same cells with keys; no two may have the same.
  public func keyed(_ key: (Int) -> [UInt8]) -> CellTable {
    var other = self
    other.keys = Interner(capacity: count)
    for cell in 0..<count {
      let bytes = key(cell)
      _ = other.keys.intern(bytes.span)
    }
    return other
  }

  /// The cells in the order of their keys' bytes.
  public func sortedCells() -> [Int] {
    let bytes = keys.strings.bytes.span
    return (0..<count).sorted { first, second in
      bytes.extracting(keys.strings.range(first)).isLess(than: bytes.extracting(keys.strings.range(second)))
    }
  }
}
