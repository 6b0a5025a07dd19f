import Columnar
import Parquet
import Testing

@Suite("Layout of a file")
struct FileLayoutTests {
  static let schema = TableSchema(
    name: "comments", description: "One row per comment.",
    fields: [
      ColumnField(name: "text", type: .string, isNullable: false, description: "What was written."),
      ColumnField(name: "score", type: .decimal(precision: 5, scale: 2)),
      ColumnField(name: "at", type: .timestampMicroseconds), ColumnField(name: "on", type: .date),
    ])

  static func file() throws -> [UInt8] {
    var batch = RecordBatch(schema: schema)
    for row in 0..<3 {
      batch.columns[0].append("no")
      if row == 1 { batch.columns[1].appendNull() } else { batch.columns[1].append(Int64(row)) }
      batch.columns[2].append(Int64(row))
      batch.columns[3].append(Int32(row))
    }
    batch.rowCount = 3
    var options = WriterOptions()
    options.createdBy = WriterOptions.createdBy(version: "1.2.3", build: "abc")
    options.compression = .uncompressed
    options.keyValueMetadata = [KeyValue(key: "run_date", value: "2026-11-21")]
    return try SampleBatches.file([batch, batch], schema: schema, options: options)
  }

  @Test("The footer of a small file holds what the format asks for")
  func goldenFooter() throws {
    let reader = try ParquetReader(bytes: try Self.file(), name: "golden")
    let footer = reader.metaData
    #expect(footer.version == 2)
    #expect(footer.rowCount == 6)
    #expect(footer.createdBy == "voc version 1.2.3 (build abc)")
    #expect(
      footer.keyValueMetadata == [
        KeyValue(key: "voc.table", value: "One row per comment."),
        KeyValue(key: "voc.column.text", value: "What was written."),
        KeyValue(key: "run_date", value: "2026-11-21"),
      ])
    #expect(footer.columnOrders == [.typeDefined, .typeDefined, .typeDefined, .typeDefined])
    #expect(footer.schema.map { $0.name } == ["comments", "text", "score", "at", "on"])
    #expect(footer.schema.map { $0.repetitionType } == [nil, .required, .optional, .optional, .optional])
    #expect(footer.schema.map { $0.type } == [nil, .byteArray, .int64, .int64, .int32])
    #expect(footer.schema.map { $0.convertedType } == [nil, .utf8, .decimal, .timestampMicroseconds, .date])
    #expect(
      footer.schema.map { $0.logicalType } == [
        nil, .string, .decimal(scale: 2, precision: 5), .timestamp(isAdjustedToUTC: true, unit: .microseconds), .date,
      ])
    #expect(footer.schema[0].childCount == 4)
    #expect(footer.schema[2].scale == 2 && footer.schema[2].precision == 5)
    #expect(footer.rowGroups.map { $0.ordinal } == [0, 1])
    #expect(footer.rowGroups.map { $0.fileOffset } == [4, 4 + (footer.rowGroups[0].totalCompressedSize ?? 0)])
    let text = try #require(footer.rowGroups[0].columns[0].metaData)
    #expect(text.encodings == [.plain, .rleDictionary])
    #expect(text.encodingStats?.map { $0.pageType } == [.dictionaryPage, .dataPageV2])
    #expect(text.statistics?.distinctCount == 1)
    #expect(text.codec == .uncompressed)
    #expect(text.pathInSchema == ["text"])
    let score = try #require(footer.rowGroups[0].columns[1].metaData)
    #expect(score.encodings == [.plain, .rle])
    #expect(score.statistics?.nullCount == 1)
    #expect(score.encodingStats?.map { $0.pageType } == [.dataPageV2])
  }

  @Test("Chunks stand end to end, and the sizes count the headers")
  func sizes() throws {
    let bytes = try Self.file()
    let reader = try ParquetReader(bytes: bytes, name: "sizes")
    var next: Int64 = 4
    for (number, group) in reader.metaData.rowGroups.enumerated() {
      #expect(group.fileOffset == next)
      for (index, column) in group.columns.enumerated() {
        let metaData = try #require(column.metaData)
        #expect(min(metaData.dictionaryPageOffset ?? .max, metaData.dataPageOffset) == next)
        // Nothing is compressed here, so that both sizes are those of the pages with their headers.
        #expect(metaData.totalUncompressedSize == metaData.totalCompressedSize)
        next += metaData.totalCompressedSize
        let offsets = try #require(try reader.offsetIndex(rowGroup: number, column: index))
        #expect(offsets.pageLocations.map { $0.offset } == [metaData.dataPageOffset])
      }
      #expect(group.totalByteSize == group.columns.reduce(0) { $0 + ($1.metaData?.totalUncompressedSize ?? 0) })
    }
    #expect(reader.metaData.rowGroups[0].columns[0].columnIndexOffset == next)
  }

  @Test("The footer read and written again is the same bytes")
  func footerRoundTrip() throws {
    let bytes = try Self.file()
    let reader = try ParquetReader(bytes: bytes, name: "footer")
    var writer = ThriftWriter()
    writer.write(reader.metaData)
    #expect(Array(bytes.dropLast(8).suffix(writer.bytes.count)) == writer.bytes)
  }

  @Test("The writer counts what it gives out")
  func counting() throws {
    var encoder = try RowGroupEncoder(schema: SampleBatches.schema)
    var writer = try ParquetFileWriter(schema: SampleBatches.schema)
    var count = writer.header().count
    for rows in [10, 0, 3] {
      let group = try encoder.encode(SampleBatches.batch(rows, seed: 1))
      #expect(group.rowCount == rows)
      count += writer.place(group).count
      #expect(writer.byteCount == count)
    }
    count += try writer.footer().count
    #expect(writer.byteCount == count)
    #expect(writer.rowCount == 13)
  }

  @Test("A schema or options that a file cannot hold are refused by name")
  func invalidSchemas() {
    let cases: [([ColumnField], String)] = [
      ([], "has no columns"),
      ([ColumnField(name: "a", type: .int32), ColumnField(name: "a", type: .int64)], "column a: table t has two"),
      ([ColumnField(name: "", type: .int32)], "without a name"),
      ([ColumnField(name: "a", type: .decimal(precision: 19, scale: 2))], "precision 19 and scale 2"),
      ([ColumnField(name: "a", type: .decimal(precision: 3, scale: 4))], "precision 3 and scale 4"),
    ]
    for (fields, message) in cases {
      let error = #expect(throws: ParquetError.self) {
        _ = try ParquetFileWriter(schema: TableSchema(name: "t", fields: fields))
      }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
    var options = WriterOptions()
    options.compression = .zstd(level: 99)
    #expect(throws: ParquetError.self) { _ = try RowGroupEncoder(schema: Self.schema, options: options) }
    options = WriterOptions()
    options.pageRows = 0
    #expect(throws: ParquetError.self) { _ = try RowGroupEncoder(schema: Self.schema, options: options) }
  }

  @Test("A batch that does not fit is refused")
  func invalidBatches() throws {
    var encoder = try RowGroupEncoder(schema: Self.schema)
    var batch = RecordBatch(schema: Self.schema)
    batch.rowCount = 1
    let inconsistent = #expect(throws: ParquetError.self) { _ = try encoder.encode(batch) }
    #expect(inconsistent?.kind == .invalidBatch)
    let other = #expect(throws: ParquetError.self) { _ = try encoder.encode(SampleBatches.batch(2, seed: 1)) }
    #expect(other?.description == "a batch of samples does not fit the schema of comments")
  }
}
