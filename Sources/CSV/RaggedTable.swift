/// The fields of records of any number of fields.
public struct RaggedTable: Sendable {
  /// All fields of all records, as a table of one column.
  public var fields = FieldTable()
  /// One past the last field of each record.
  public internal(set) var recordEnds: [Int] = []

  /// Makes an empty table.
  public init() {}

  /// How many records there are.
  public var recordCount: Int { recordEnds.count }

  /// The fields of a record.
  public func range(record: Int) -> Range<Int> { (record == 0 ? 0 : recordEnds[record - 1])..<recordEnds[record] }

  /// Where a field lies in the bytes of `fields`.
  public func range(field: Int) -> Range<Int> { fields.range(row: field, column: 0) }

  mutating func removeAll() {
    fields.removeAll(columns: 1)
    recordEnds.removeAll(keepingCapacity: true)
  }

  mutating func appendField(_ bytes: UnsafeRawBufferPointer) {
    unsafe fields.bytes.append(contentsOf: bytes)
    fields.ends.append(UInt32(truncatingIfNeeded: fields.bytes.count))
    fields.rowCount += 1
  }

  mutating func endRecord() { recordEnds.append(fields.rowCount) }
}
