internal import Buffers

/// The rows of a log cell by cell; those of one customer follow one another within a cell.
///
/// 4 bytes a row. About 15 ns a row to make.
struct CellRows: ~Copyable, Sendable {
  /// Where each cell's rows begin, and the end.
  private var starts: FlatArray<UInt32>
  /// Numbers of rows, with `SortedLog.another` where the customer is that of the row before, in the same cell.
  private var rows: FlatArray<UInt32>

  /// How many places of the order ahead a row's cell is fetched.
  private static let lookahead = 16

  /// - Parameters:
  ///   - tuples: of each row of the log, or `CommentLog.noCell`.
  ///   - cells: the cell of each tuple.
  init(
    _ tuples: borrowing FlatList<UInt32>, cells: borrowing FlatArray<UInt32>, cellCount: Int,
    _ log: borrowing SortedLog, countsDrivers: Bool
  ) {
    starts = FlatArray(count: cellCount + 1)
    for row in tuples.indices where tuples[row] != CommentLog.noCell { starts[Int(cells[Int(tuples[row])]) + 1] += 1 }
    for cell in 0..<cellCount { starts[cell + 1] += starts[cell] }
    rows = FlatArray(count: Int(starts[cellCount]))
    // Of each cell the place of its next row, and the last customer who has one there.
    var cursors = FlatArray<SIMD2<UInt32>>(count: cellCount)
    for cell in 0..<cellCount { cursors[cell].x = starts[cell] }
    // Customers by their place in the order; each row without customer id is of another.
    var customer: UInt32 = 0
    for place in 0..<log.order.count {
      let ahead = min(place + Self.lookahead, log.order.count - 1)
      let next = Int(log.order[ahead] & ~SortedLog.another)
      let comment = Int(log.order[place] & ~SortedLog.another)
      if log.order[place] & SortedLog.another == 0 { customer &+= 1 }
      if countsDrivers {
        tuples.prefetch(Int(log.driverStarts[next]))
        for row in Int(log.driverStarts[comment])..<Int(log.driverStarts[comment + 1]) {
          if place >= log.identified { customer &+= 1 }
          put(row, tuples[row], cells, customer, &cursors)
        }
      } else {
        tuples.prefetch(next)
        put(comment, tuples[comment], cells, customer, &cursors)
      }
    }
  }

  @inline(__always)
  private mutating func put(
    _ row: Int, _ tuple: UInt32, _ cells: borrowing FlatArray<UInt32>, _ customer: UInt32,
    _ cursors: inout FlatArray<SIMD2<UInt32>>
  ) {
    guard tuple != CommentLog.noCell else { return }
    let cell = Int(cells[Int(tuple)])
    let cursor = cursors[cell]
    rows[Int(cursor.x)] = UInt32(row) | (cursor.y == customer ? SortedLog.another : 0)
    cursors[cell] = SIMD2(cursor.x + 1, customer)
  }

  /// How many rows all cells have together.
  var count: Int { rows.count }

  /// The places of a cell's rows.
  @inline(__always)
  func places(of cell: Int) -> Range<Int> { Int(starts[cell])..<Int(starts[cell + 1]) }

  /// The row at a place.
  @inline(__always)
  func row(_ place: Int) -> Int { Int(rows[place] & ~SortedLog.another) }

  /// Whether the row at a place is of the same customer as the one before.
  @inline(__always)
  func isAnother(_ place: Int) -> Bool { rows[place] & SortedLog.another != 0 }

  /// Distinct customers of a cell.
  func customers(of cell: Int) -> Int64 {
    let places = places(of: cell)
    return rows.withSpan(places) { rows in
      var others: UInt32 = 0
      for place in rows.indices { others &+= rows[place] >> 31 }
      return Int64(places.count) - Int64(others)
    }
  }
}
