import Columnar
import Parquet

/// Targets of `Parquet`.
enum ParquetFuzzing {
  private static let limits: ReaderLimits = {
    var limits = ReaderLimits()
    limits.batchBytes = 1 << 20
    limits.pageBytes = 1 << 20
    return limits
  }()

  /// Any bytes as a file: every index and every column of every row group.
  static func readFile(_ input: inout FuzzInput) throws(FuzzFinding) {
    try readAll(input.content)
  }

  /// The bytes as the pages of one column of an intact file; the first ones choose type, codec and number of values.
  static func readPages(_ input: inout FuzzInput) throws(FuzzFinding) {
    let type: ColumnType = input.choose(
      .int64, .string, .boolean, .double, .int32, .date, .timestampMicroseconds, .decimal(precision: 18, scale: 2),
      .bytes)
    let isNullable = input.choose(true, false)
    let codec: CompressionCodec = input.choose(
      .uncompressed, .zstd, CompressionCodec(rawValue: 2), CompressionCodec(rawValue: 1))
    let valueCount = input.number()
    let dictionaryBytes = input.number()
    let pages = input.content
    let file: [UInt8]
    do throws(ParquetError) {
      let schema = TableSchema(
        name: "fuzzed", fields: [ColumnField(name: "c", type: type, isNullable: isNullable)])
      var options = WriterOptions()
      options.compression = .uncompressed
      var writer = try ParquetFileWriter(schema: schema, options: options)
      var encoder = try RowGroupEncoder(schema: schema, options: options)
      var batch = RecordBatch(schema: schema)
      if isNullable {
        batch.columns[0].appendNull()
        batch.rowCount = 1
      }
      let whole = writer.header() + writer.place(try encoder.encode(batch)) + (try writer.footer())
      var metaData = try ParquetReader(bytes: whole, name: "template.parquet").metaData
      guard !metaData.rowGroups.isEmpty, !metaData.rowGroups[0].columns.isEmpty else { return }
      metaData.rowCount = Int64(valueCount)
      metaData.rowGroups[0].rowCount = Int64(valueCount)
      metaData.rowGroups[0].columns[0].columnIndexOffset = nil
      metaData.rowGroups[0].columns[0].offsetIndexOffset = nil
      guard var column = metaData.rowGroups[0].columns[0].metaData else { return }
      column.codec = codec
      column.valueCount = Int64(valueCount)
      column.dictionaryPageOffset = dictionaryBytes > 0 ? 4 : nil
      column.dataPageOffset = Int64(4 + min(dictionaryBytes, pages.count))
      column.totalCompressedSize = Int64(pages.count)
      column.statistics = nil
      metaData.rowGroups[0].columns[0].metaData = column
      var thrift = ThriftWriter()
      thrift.write(metaData)
      let length = UInt32(thrift.bytes.count)
      let lengthBytes = (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
      let magic = Array("PAR1".utf8)
      file = magic + pages + thrift.bytes + lengthBytes + magic
    } catch { throw FuzzFinding("the intact file can't be made: \(error)") }
    try readAll(file)
  }

  private static func readAll(_ bytes: [UInt8]) throws(FuzzFinding) {
    // A file that is refused is as good as one that is read: what must not come is a trap, a hang, or rows that disagree.
    guard let reader = try? ParquetReader(bytes: bytes, name: "fuzzed.parquet", limits: limits) else { return }
    _ = try? reader.schema()
    for group in reader.metaData.rowGroups.indices.prefix(8) {
      for column in reader.columns.indices.prefix(64) {
        _ = try? reader.columnIndex(rowGroup: group, column: column)
        _ = try? reader.offsetIndex(rowGroup: group, column: column)
        guard let batch = try? reader.readRowGroup(group, columns: [reader.columns[column].name]) else { continue }
        try require(batch.inconsistency == nil, batch.inconsistency ?? "")
      }
    }
  }

  /// A structure that can be read is read again, and the same, from what is written of it.
  static func readStructures(_ input: inout FuzzInput) throws(FuzzFinding) {
    switch input.choose(0, 1, 2, 3) {
    case 0: try roundTrip(FileMetaData.self, input.content)
    case 1: try roundTrip(ColumnIndex.self, input.content)
    case 2: try roundTrip(OffsetIndex.self, input.content)
    default: try roundTrip(PageHeader.self, input.content)
    }
  }

  private static func roundTrip<Structure: ThriftStruct & Equatable>(
    _: Structure.Type, _ bytes: [UInt8]
  ) throws(FuzzFinding) {
    var reader = ThriftReader(bytes)
    guard let value = try? Structure(from: &reader) else { return }
    var writer = ThriftWriter()
    writer.write(value)
    var again = ThriftReader(writer.bytes)
    let second = try? Structure(from: &again)
    try require(second == value, "\(Structure.self) is read in another way from its own bytes")
  }
}
