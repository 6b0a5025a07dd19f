import Buffers
import Columnar
import Parquet

/// Batches of every type, made to meet each way of encoding.
enum SampleBatches {
  static let types: [(name: String, type: ColumnType)] = [
    ("flag", .boolean), ("small", .int32), ("large", .int64), ("number", .double), ("text", .string), ("day", .date),
    ("moment", .timestampMicroseconds), ("local", .timestamp(.nanoseconds, isAdjustedToUTC: false)),
    ("amount", .decimal(precision: 18, scale: 2)), ("raw", .bytes),
  ]

  /// For each type a required column of many values, an optional one of few, one of long runs and one of nulls alone.
  static let schema: TableSchema = {
    var fields: [ColumnField] = []
    for (name, type) in types {
      fields.append(ColumnField(name: name, type: type, isNullable: false, description: "Many values of \(name)."))
      fields.append(ColumnField(name: name + "_few", type: type))
      fields.append(ColumnField(name: name + "_runs", type: type, description: "Runs of \(name)."))
      fields.append(ColumnField(name: name + "_null", type: type))
    }
    return TableSchema(name: "samples", description: "Every type in every shape.", fields: fields)
  }()

  /// One column of each storage and shape, for tests that read a file very often.
  static let shortSchema = TableSchema(
    name: "short",
    fields: [
      ColumnField(name: "large", type: .int64, isNullable: false), ColumnField(name: "text_few", type: .string),
      ColumnField(name: "flag_runs", type: .boolean), ColumnField(name: "number", type: .double),
    ])

  static func batch(_ rows: Int, seed: UInt64, schema: TableSchema = schema) -> RecordBatch {
    var random = SplitMix64(seed: seed)
    var batch = RecordBatch(schema: schema)
    for row in 0..<rows {
      for index in batch.columns.indices {
        let name = schema.fields[index].name
        let isFew = name.hasSuffix("_few")
        let isRuns = name.hasSuffix("_runs")
        if name.hasSuffix("_null") || (isFew && random.next() % 4 == 0) || (isRuns && row / 70 % 3 == 1) {
          batch.columns[index].appendNull()
        } else {
          append(isFew ? random.next() % 7 : isRuns ? UInt64(row / 50) : random.next(), to: &batch.columns[index])
        }
      }
    }
    batch.rowCount = rows
    return batch
  }

  private static func append(_ value: UInt64, to column: inout Column) {
    switch column.type {
    case .boolean: column.append(value & 1 == 1)
    case .int32: column.append(Int32(truncatingIfNeeded: value))
    case .int64, .uint64, .time, .timestamp: column.append(Int64(bitPattern: value))
    case .date: column.append(Int32(value % 60_000) - 20_000)
    case .decimal: column.append(Int64(value % 999_999_999_999) - 500_000_000_000)
    case .float, .double:
      let special: [Double] = [.nan, -0.0, 0.0, .infinity, -.infinity]
      let choice = Int(value % 9)
      column.append(choice < special.count ? special[choice] : Double(Int64(bitPattern: value)) / 1e6)
    case .string:
      let alphabet = Array("aé😀\u{10FFFF}".unicodeScalars)
      var text = String.UnicodeScalarView()
      for step in 0..<Int(value % 90) { text.append(alphabet[Int(value >> UInt64(step % 60) & 3)]) }
      column.append(String(text))
    case .bytes:
      let bytes = (0..<Int(value % 90)).map { $0 < Int(value % 70) ? 0xff : UInt8(truncatingIfNeeded: value >> 8) }
      column.append(bytes.span)
    }
  }

  /// The bytes of a file of these batches.
  static func file(
    _ batches: [RecordBatch], schema: TableSchema = schema, options: WriterOptions = WriterOptions()
  ) throws -> [UInt8] {
    var encoder = try RowGroupEncoder(schema: schema, options: options)
    var writer = try ParquetFileWriter(schema: schema, options: options)
    var bytes = writer.header()
    for batch in batches { bytes += writer.place(try encoder.encode(batch)) }
    bytes += try writer.footer()
    return bytes
  }

  /// The bytes of a file of one column.
  static func file(_ column: Column, options: WriterOptions = WriterOptions()) throws -> [UInt8] {
    let field = ColumnField(name: "x", type: column.type, isNullable: column.isNullable)
    let schema = TableSchema(name: "one", fields: [field])
    return try file(
      [RecordBatch(schema: schema, columns: [column], rowCount: column.count)], schema: schema, options: options)
  }
}

/// Where two columns differ, as a sentence, or nil.
///
/// Doubles are compared as bits.
func difference(_ first: Column, _ second: Column) -> String? {
  if first.type != second.type || first.isNullable != second.isNullable { return "types differ" }
  if first.validity != second.validity { return "validity differs" }
  if first.boolean != second.boolean { return "booleans differ" }
  if first.int32 != second.int32 { return "32-bit integers differ" }
  if first.int64 != second.int64 { return "64-bit integers differ" }
  if first.double.map({ $0.bitPattern }) != second.double.map({ $0.bitPattern }) { return "doubles differ" }
  if first.strings.bytes != second.strings.bytes { return "bytes of strings differ" }
  if first.strings.ends != second.strings.ends { return "ends of strings differ" }
  return nil
}
