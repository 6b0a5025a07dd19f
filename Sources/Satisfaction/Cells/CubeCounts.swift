public import Buffers

/// All that has been counted of one cube: its cells, and what stands beside them.
///
/// One a worker; those of parts of the comments merge to those of all, in any order.
public struct CubeCounts: ~Copyable, Sendable {
  /// The cells.
  public var table = CellTable()
  /// Response times by cell and bucket.
  public var responses = PairTable(.sum)
  /// The cell of each row of the log, or `CountedRows.noCell`; empty where no log is kept.
  public var cells = FlatList<UInt32>()
  /// Registers of sketches of distinct customers, where no log is kept.
  public var registers = PairTable(.maximum)

  /// Counts nothing yet.
  public init() {}

  /// Adds a block of rows to their cells.
  ///
  /// - Parameter withResponses: whether response times are asked for.
  public mutating func add(_ rows: borrowing CountedRows, to cells: borrowing FlatArray<UInt32>, withResponses: Bool) {
    table.add(rows, to: cells)
    guard withResponses else { return }
    for row in 0..<rows.count where rows.responses[row] != ResponseTime.none && cells[row] != CountedRows.noCell {
      let isComplaint = rows.counted[row] & Measure.complaint.bit != 0
      responses.insert(cells[row], ResponseTime.cellCode(rows.responses[row], isComplaint: isComplaint), 1)
    }
  }

  /// Adds a customer, known by 64 bits of hash, to a cell's sketch.
  @inline(__always)
  public mutating func insert(customer hash: UInt64, into cell: UInt32) {
    let (register, run) = HyperLogLog.place(of: hash)
    registers.insert(cell, UInt32(register), UInt64(run))
  }

  /// Turns the rows that were logged into sketches of customers.
  ///
  /// - Parameter hash: of the customer of each row; 0 for none.
  public mutating func dropLog(_ hash: (Int) -> UInt64) {
    for row in cells.indices where cells[row] != CountedRows.noCell {
      let customer = hash(row)
      if customer != 0 { insert(customer: customer, into: cells[row]) }
    }
    cells = FlatList()
  }

  /// Adds what was counted of other comments.
  public mutating func merge(_ other: borrowing CubeCounts) {
    let mapped = table.merge(other.table)
    responses.merge(other.responses, cells: mapped)
    registers.merge(other.registers, cells: mapped)
    cells.reserve(cells.count + other.cells.count)
    for index in other.cells.indices {
      let cell = other.cells[index]
      cells.append(cell == CountedRows.noCell ? cell : mapped[Int(cell)])
    }
  }
}
