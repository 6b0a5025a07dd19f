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
  public var count: Int { keys.count }

  /// The number of the cell with this key, which is added when it is new.
  public mutating func cell(_ key: Span<UInt8>) -> Int {
    let cell = Int(keys.intern(key))
    if cell * Measure.count == states.count {
      for _ in 0..<Measure.count { states.append(0) }
    }
    return cell
  }

  /// Adds a comment's counts and sums (`Measure.count` values) to the cell with this key, and gives the cell's number.
  public mutating func add(_ facts: [Int64], toCellOf key: [UInt8]) -> Int {
    let cell = cell(key.span)
    let first = cell * Measure.count
    for measure in 0..<Measure.count { states[first + measure] &+= facts[measure] }
    return cell
  }

  /// Counts a customer of a cell, once. The hash stands for the customer's id.
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

  /// The same cells under other keys; two keys may not become one.
  public func rekeyed(_ newKey: ([UInt8]) -> [UInt8]) -> CellTable {
    var other = self
    other.keys = Interner(capacity: count)
    for cell in 0..<count {
      let key = newKey(keys.strings.copy(cell))
      _ = other.keys.intern(key.span)
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
