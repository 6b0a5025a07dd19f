/// The fields of a chunk's records: their bytes end to end, and where each of them ends.
///
/// Row by row, every row with `columnCount` fields. A worker keeps one table and fills it chunk after chunk: its room
/// is kept, so that nothing is allocated once it has grown to the size of a chunk.
public struct FieldTable: Sendable {
  /// All fields end to end, quotes resolved.
  public internal(set) var bytes: [UInt8] = []
  /// `ends[row * columnCount + column]` is one past the last byte of a field.
  public internal(set) var ends: [UInt32] = []
  /// Fields of each row.
  public internal(set) var columnCount = 0
  /// How many rows there are.
  public internal(set) var rowCount = 0

  /// Makes an empty table.
  public init() {}

  /// Where a field lies in `bytes`.
  @inlinable
  public func range(row: Int, column: Int) -> Range<Int> {
    let index = row * columnCount + column
    return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// A copy of a field: for headers, errors and tests, not for the hot path.
  public func copy(row: Int, column: Int) -> [UInt8] { Array(bytes[range(row: row, column: column)]) }

  mutating func removeAll(columns: Int) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    columnCount = columns
    rowCount = 0
  }
}
