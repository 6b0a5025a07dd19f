import Buffers
import Columnar
import Glibc
import Parquet
import Testing

@Suite("Reader")
struct ReaderTests {
  @Test(
    "Files of another writer are read: both versions of pages, dictionaries, PLAIN and differences, zstd and none",
    arguments: [
      ForeignFiles.version1Zstd, ForeignFiles.version1Plain, ForeignFiles.version2Plain, ForeignFiles.version2Delta,
    ])
  func foreignFiles(bytes: [UInt8]) throws {
    let reader = try ParquetReader(bytes: bytes, name: "foreign")
    let batch = try reader.readRowGroup(0)
    try #require(batch.rowCount == 20)
    #expect(batch.inconsistency == nil)
    #expect(batch.schema.fields.map { $0.isNullable } == [true, true, false, true, true, false, false, false])
    let columns = batch.columns
    for n in 0..<20 {
      #expect(columns[0].isNull(n) ? n % 5 == 0 : columns[0].boolean[n] == (n % 2 == 0 ? 1 : 0))
      #expect(columns[1].isNull(n) ? n % 7 == 3 : columns[1].int32[n] == Int32(n % 3 - 1))
      #expect(columns[2].int64[n] == Int64(n) * 1_000_000_000_000 - 5)
      #expect(columns[3].isNull(n) ? n % 4 == 1 : columns[3].double[n] == Double(n) / 8)
      #expect(columns[4].isNull(n) ? n % 6 == 2 : columns[4].strings.text(n) == ["", "ä", "word"][n % 3])
      #expect(columns[5].int32[n] == Int32(n - 3))
      #expect(columns[6].int64[n] == Int64(n) * 1_000_000)
      #expect(columns[7].strings.copy(n) == [255, UInt8(n)])
    }
    #expect(
      batch.schema.fields.map { $0.type } == [
        .boolean, .int32, .int64, .double, .string, .date, .timestampMicroseconds, .bytes,
      ])
  }

  @Test("What is not read says what it is, in which column and page")
  func unsupported() throws {
    let snappy = try ParquetReader(bytes: ForeignFiles.snappy, name: "snappy.parquet")
    let codec = #expect(throws: ParquetError.self) { _ = try snappy.readRowGroup(0) }
    #expect(
      codec?.description
        == "snappy.parquet, row group 0, column text: codec SNAPPY is not read; UNCOMPRESSED and ZSTD are")
    let split = try ParquetReader(bytes: ForeignFiles.split, name: "split.parquet")
    let encoding = #expect(throws: ParquetError.self) { _ = try split.readRowGroup(0) }
    #expect(encoding?.kind == .unsupported)
    #expect(encoding?.description.hasPrefix("split.parquet, row group 0, column large, page 0, byte ") == true)
    #expect(encoding?.description.contains("BYTE_STREAM_SPLIT") == true)
    #expect(try split.readRowGroup(0, columns: ["text"]).rowCount == 20)
    let nested = try ParquetReader(bytes: ForeignFiles.nested, name: "nested.parquet")
    #expect(nested.columns.map { $0.name } == ["list.list.element", "flat"])
    #expect(nested.columns.map { $0.maximumRepetitionLevel } == [1, 0])
    let shape = #expect(throws: ParquetError.self) { _ = try nested.readRowGroup(0) }
    #expect(shape?.description.contains("column list.list.element: rows of type nested, INT64") == true)
    #expect(try nested.readRowGroup(0, columns: ["flat"]).columns[0].validity == [1, 0])
  }

  @Test("Names and numbers that the file lacks are refused, and those it has are told")
  func notFound() throws {
    let reader = try ParquetReader(bytes: ForeignFiles.snappy, name: "f")
    let column = #expect(throws: ParquetError.self) { _ = try reader.readRowGroup(0, columns: ["texts"]) }
    #expect(column?.description == "f, column texts: the file has no such column; it has: text")
    for group in [-1, 1] {
      let error = #expect(throws: ParquetError.self) { _ = try reader.readRowGroup(group) }
      #expect(error?.kind == .notFound)
    }
    #expect(throws: ParquetError.self) { _ = try reader.columnIndex(rowGroup: 0, column: 5) }
    #expect(try reader.columnIndex(rowGroup: 0, column: 0) == nil)
  }

  @Test("What is no Parquet file is said to be none")
  func notParquet() {
    for bytes in [[], Array("PAR1".utf8), Array("PAR1PAR1".utf8), Array("source,feedback_id\na,b\n".utf8)] {
      let error = #expect(throws: ParquetError.self) { _ = try ParquetReader(bytes: bytes, name: "f") }
      #expect(error?.kind == .notParquet)
    }
  }

  @Test("A file is read from its path")
  func path() throws {
    let batch = SampleBatches.batch(40, seed: 6)
    var template = Array("/tmp/voc-parquet-XXXXXX".utf8CString)
    // The template is a terminated string that mkstemp fills in.
    let descriptor = unsafe mkstemp(&template)
    try #require(descriptor >= 0)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unsafe unlink(path) }
    let bytes = try SampleBatches.file([batch])
    // The bytes are valid within the closure.
    let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    try #require(written == bytes.count)
    let reader = try ParquetReader(path: path)
    #expect(reader.fileBytes == bytes.count)
    let read = try reader.readRowGroup(0)
    for (first, second) in zip(batch.columns, read.columns) { #expect(difference(first, second) == nil) }
  }

  @Test("A path that cannot be read is an error that names it")
  func missingPath() {
    let missing = #expect(throws: ParquetError.self) { _ = try ParquetReader(path: "/nonexistent/x.parquet") }
    #expect(missing?.kind == .io(errno: ENOENT))
    #expect(missing?.description.hasPrefix("/nonexistent/x.parquet: cannot be opened: ") == true)
    let folder = #expect(throws: ParquetError.self) { _ = try ParquetReader(path: "/tmp") }
    #expect(folder?.kind == .notParquet)
  }
}
