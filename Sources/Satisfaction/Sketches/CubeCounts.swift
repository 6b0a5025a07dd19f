public import Buffers

/// All that has been counted of one cube: its cells by the codes of their dimensions, and the cell of each row of the log; where no
/// log is kept, what the rows add up to.
///
/// One a worker; those of parts of the comments merge to those of all, in any order.
public struct CubeCounts: ~Copyable, Sendable {
  /// Whether the cube counts rows of `drivers`.
  public let countsDrivers: Bool
  /// The cells.
  public var tuples: TupleTable
  /// The cell of each row of the log, or `CommentLog.noCell`.
  public var cells = FlatList<UInt32>()
  /// What rows that are no longer in the log add up to.
  private(set) var table = CellTable()
  /// Their response times by cell and bucket.
  private(set) var responses = PairTable(.sum)
  /// Registers of sketches of their distinct customers.
  private(set) var registers = PairTable(.maximum)

  /// How many rows ahead a cell is fetched.
  private static let lookahead = 16

  /// Counts nothing yet.
  ///
  /// - Parameter dimensions: how many there are.
  public init(dimensions: Int, countsDrivers: Bool) {
    tuples = TupleTable(width: dimensions)
    self.countsDrivers = countsDrivers
  }

  /// Appends the cells of a block's first rows, whose codes are set in `tuples`.
  ///
  /// - Parameter kept: a byte for each row that is 0 where the cube leaves it out; empty: none.
  public mutating func count(_ rowCount: Int, kept: Span<UInt8>) { tuples.number(rowCount, kept: kept, to: &cells) }

  /// Adds up the rows of the log, which will be forgotten: customers become sketches.
  ///
  /// - Parameters:
  ///   - withResponses: whether response times are asked for.
  ///   - hash: stands for a customer whatever the worker, by number.
  public mutating func fold(_ log: borrowing CommentLog, withResponses: Bool, hash: (UInt32) -> UInt64) {
    precondition(cells.count == log.rowCount(countsDrivers: countsDrivers), "a log of other rows than the cube's")
    table.reserve(tuples.count)
    for row in cells.indices {
      let ahead = cells[min(row + Self.lookahead, cells.count - 1)]
      if ahead != CommentLog.noCell { table.prefetch(Int(ahead)) }
      let cell = cells[row]
      guard cell != CommentLog.noCell else { continue }
      let entry = log.entry(row, countsDrivers: countsDrivers)
      table.add(entry, to: Int(cell))
      let customer = log.customers[log.comment(row, countsDrivers: countsDrivers)]
      if customer != CommentLog.anonymous {
        let (register, run) = HyperLogLog.place(of: hash(customer))
        registers.insert(cell, UInt32(register), UInt64(run))
      }
      if withResponses, entry.response != ResponseTime.none {
        responses.insert(cell, UInt32(ResponseTime.cellCode(entry)), 1)
      }
    }
    cells = FlatList()
  }

  /// Adds what was counted of other comments.
  ///
  /// - Parameter codes: for each dimension the codes here of the other's.
  public mutating func merge(_ other: borrowing CubeCounts, codes: [[UInt32]]) {
    let numbers = tuples.merge(other.tuples, codes: codes)
    table.merge(other.table, cells: numbers)
    responses.merge(other.responses, cells: numbers)
    registers.merge(other.registers, cells: numbers)
    cells.reserve(cells.count + other.cells.count)
    for row in other.cells.indices {
      let cell = other.cells[row]
      cells.append(cell == CommentLog.noCell ? cell : numbers[Int(cell)])
    }
  }
}
