import Buffers
import Columnar
import Parquet
import Testing

@Suite("What is written is read again")
struct RoundTripTests {
  static let options: [(String, WriterOptions)] = {
    var small = WriterOptions()
    small.pageRows = 37
    small.pageBytes = 500
    small.dictionaryBytes = 300
    var plain = WriterOptions()
    plain.compression = .uncompressed
    plain.dictionaryBytes = 0
    var fast = WriterOptions()
    fast.compression = .zstd(level: 1)
    fast.pageRows = 1
    return [("default", WriterOptions()), ("small pages", small), ("plain", plain), ("a page a row", fast)]
  }()

  private func expectSame(_ batches: [RecordBatch], _ bytes: [UInt8], _ comment: String) throws {
    let reader = try ParquetReader(bytes: bytes, name: comment)
    let filled = batches.filter { $0.rowCount > 0 }
    try #require(reader.metaData.rowGroups.count == filled.count)
    #expect(try reader.schema() == SampleBatches.schema)
    for (index, batch) in filled.enumerated() {
      let read = try reader.readRowGroup(index)
      #expect(read.rowCount == batch.rowCount)
      #expect(read.inconsistency == nil)
      for (field, (written, found)) in zip(batch.schema.fields, zip(batch.columns, read.columns)) {
        #expect(difference(written, found) == nil, "\(comment), row group \(index), column \(field.name)")
      }
    }
  }

  @Test("Every type, nulls and values, in row groups of any size", arguments: options.indices)
  func allTypes(option: Int) throws {
    let (name, options) = Self.options[option]
    let batches = [1000, 0, 1, 7, 8, 9, 150].enumerated().map { SampleBatches.batch($1, seed: UInt64($0)) }
    try expectSame(batches, try SampleBatches.file(batches, options: options), name)
  }

  @Test("A file without row groups is valid and keeps its schema")
  func emptyFile() throws {
    try expectSame([], try SampleBatches.file([]), "no row group")
    try expectSame([], try SampleBatches.file([SampleBatches.batch(0, seed: 1)]), "an empty batch")
  }

  @Test("Columns are chosen by name, in the order asked for")
  func chosenColumns() throws {
    let batch = SampleBatches.batch(50, seed: 3)
    let reader = try ParquetReader(bytes: try SampleBatches.file([batch]), name: "chosen")
    let read = try reader.readRowGroup(0, columns: ["text", "large_few"])
    #expect(read.schema.fields.map { $0.name } == ["text", "large_few"])
    #expect(difference(read.columns[0], batch.columns[SampleBatches.schema.index(of: "text") ?? -1]) == nil)
    #expect(difference(read.columns[1], batch.columns[SampleBatches.schema.index(of: "large_few") ?? -1]) == nil)
  }

  @Test("Values longer than a page have pages to themselves")
  func longStrings() throws {
    var column = Column(type: .bytes, isNullable: true)
    var random = SplitMix64(seed: 8)
    for length in [0, 3_000_000, 1, 1_048_572, 1_048_577, 10] {
      column.append([UInt8]((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }).span)
      column.appendNull()
    }
    let reader = try ParquetReader(bytes: try SampleBatches.file(column), name: "long")
    #expect(difference(try reader.readRowGroup(0).columns[0], column) == nil)
    let pages = try #require(try reader.offsetIndex(rowGroup: 0, column: 0)).pageLocations
    #expect(pages.map { $0.firstRowIndex } == [0, 2, 3, 6, 7, 8, 9])
  }

  @Test("An encoder gives the same bytes whatever it encoded before, and so does another")
  func determinism() throws {
    let batches = (0..<4).map { SampleBatches.batch(300 * $0 + 20, seed: UInt64($0)) }
    var reused = try RowGroupEncoder(schema: SampleBatches.schema)
    let forward = try batches.map { try reused.encode($0).bytes }
    let backward = try batches.reversed().map { try reused.encode($0).bytes }
    var fresh: [[UInt8]] = []
    for batch in batches {
      var encoder = try RowGroupEncoder(schema: SampleBatches.schema)
      fresh.append(try encoder.encode(batch).bytes)
    }
    #expect(forward == fresh)
    #expect(backward.reversed() == fresh)
  }
}
