public import Buffers

/// The cells of a cube at one level, and what is known of their rows.
///
/// Made at the end of a run out of what was counted; `CellReader` reads cells out of it.
public struct CellView: ~Copyable, Sendable {
  /// The cells in the order of their keys.
  public let keys: CellKeys
  /// Whether there is a log.
  public let isExact: Bool
  let countsDrivers: Bool
  /// The log's rows by cell; empty where there is no log.
  let rows: CellRows
  /// What there is instead of a log.
  let table: CellTable
  let responses: CellPairs
  /// Distinct customers of each cell, comments without customer id counted as one each.
  private let customers: FlatArray<Int64>

  /// Takes the cells of a cube at one level.
  ///
  /// - Parameters:
  ///   - counts: what was counted of the cube.
  ///   - cells: the cell of each of its tuples.
  ///   - log: all comments, where a log was kept.
  public init(
    _ counts: borrowing CubeCounts, keys: consuming CellKeys, cells: borrowing FlatArray<UInt32>,
    _ log: borrowing SortedLog
  ) {
    isExact = log.isKept
    countsDrivers = counts.countsDrivers
    rows = CellRows(counts.cells, cells: cells, cellCount: keys.count, log, countsDrivers: countsDrivers)
    var table = CellTable()
    var responses = PairTable(.sum)
    var customers = FlatArray<Int64>(count: keys.count)
    if isExact {
      for cell in 0..<keys.count { customers[cell] = rows.customers(of: cell) }
    } else {
      table.reserve(keys.count)
      table.merge(counts.table, cells: cells)
      responses.merge(counts.responses, cells: cells)
      var registers = PairTable(.maximum)
      registers.merge(counts.registers, cells: cells)
      let byCell = registers.byCell(keys.count)
      for cell in 0..<keys.count {
        customers[cell] = Self.estimate(byCell[cell]) + table.state(.anonymous, of: cell)
      }
    }
    self.table = table
    self.responses = responses.byCell(keys.count)
    self.customers = customers
    self.keys = keys
  }

  /// Distinct customers of a cell.
  public func customers(of cell: Int) -> Int64 { customers[cell] }

  /// How many customers raised these registers.
  private static func estimate(_ registers: ArraySlice<CellPairs.Pair>) -> Int64 {
    var sketch = HyperLogLog()
    for pair in registers { sketch.insert(register: Int(pair.code), run: UInt8(truncatingIfNeeded: pair.number)) }
    return sketch.count
  }
}
