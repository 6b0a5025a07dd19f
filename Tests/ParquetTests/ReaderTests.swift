import Buffers
import Columnar
import Foundation
import Glibc
import Parquet
import Testing

@Suite("Reader")
struct ReaderTests {
  @Test("What is not read says what it is, in which column")
  func unsupported() throws {
    let brotli = try ParquetReader(bytes: FixtureFiles.bytes("refused/brotli"), name: "brotli.parquet")
    let codec = #expect(throws: ParquetError.self) { _ = try brotli.readRowGroup(0) }
    #expect(codec?.kind == .unsupported)
    #expect(
      codec?.description == "brotli.parquet, row group 0, column text: "
        + "codec BROTLI is not read; UNCOMPRESSED, SNAPPY, GZIP and ZSTD are")
    let nested = try ParquetReader(bytes: FixtureFiles.bytes("refused/nested"), name: "nested.parquet")
    #expect(nested.columns.map { $0.name } == ["list.list.element", "flat", "pair.a"])
    #expect(nested.columns.map { $0.maximumRepetitionLevel } == [1, 0, 0])
    for column in ["list.list.element", "pair.a"] {
      let shape = #expect(throws: ParquetError.self) { _ = try nested.readRowGroup(0, columns: [column]) }
      #expect(shape?.kind == .unsupported)
      #expect(
        shape?.description == "nested.parquet, column \(column): "
          + "nested columns (lists, maps, structs) are not read; choose other columns")
    }
    #expect(try nested.readRowGroup(0, columns: ["flat"]).columns[0].validity == [1, 0])
  }

  @Test("Names and numbers that the file lacks are refused, and those it has are told")
  func notFound() throws {
    let reader = try ParquetReader(bytes: FixtureFiles.bytes("refused/brotli"), name: "f")
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
    let bytes = try SampleBatches.file([batch])
    let file = FileManager.default.temporaryDirectory.appending(path: "voc-parquet-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let path = file.path
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
