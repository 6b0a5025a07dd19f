import Columnar
import Parquet
import Testing

@Suite("Hostile files")
struct HostileFileTests {
  /// The bytes of `file` before its footer, and then the footer as `change` leaves it.
  private func rewritten(_ file: [UInt8], _ change: (inout FileMetaData) -> Void) throws -> [UInt8] {
    var metaData = try ParquetReader(bytes: file, name: "honest").metaData
    change(&metaData)
    var writer = ThriftWriter()
    writer.write(metaData)
    let length = file.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let count = (0..<4).map { UInt8(truncatingIfNeeded: writer.bytes.count >> (8 * $0)) }
    return file.dropLast(8 + length) + writer.bytes + count + Array("PAR1".utf8)
  }

  private func error(_ bytes: [UInt8]) -> ParquetError? {
    #expect(throws: ParquetError.self) {
      let reader = try ParquetReader(bytes: bytes, name: "hostile")
      for group in reader.metaData.rowGroups.indices { _ = try reader.readRowGroup(group) }
    }
  }

  private func column(rows: Int) throws -> [UInt8] {
    var column = Column(type: .int64, isNullable: true)
    for _ in 0..<rows { column.appendNull() }
    return try SampleBatches.file(column)
  }

  @Test("A footer that claims rows by the billion is refused before anything is allocated")
  func rows() throws {
    for rows in [1 << 31, 1 << 40, Int64.max] {
      let bytes = try rewritten(column(rows: 10)) { metaData in
        metaData.rowCount = rows
        metaData.rowGroups[0].rowCount = rows
        metaData.rowGroups[0].columns[0].metaData?.valueCount = rows
      }
      #expect(error(bytes)?.kind == .limit)
    }
  }

  @Test("Runs of nulls that a few bytes stand for are refused beyond what a small file may take")
  func runs() throws {
    let count = Int32.max
    let file = try column(rows: 10)
    let reader = try ParquetReader(bytes: file, name: "honest")
    let chunk = try #require(reader.metaData.rowGroups[0].columns[0].metaData)
    var thrift = ThriftReader(file, range: Int(chunk.dataPageOffset)..<file.count)
    var header = try PageHeader(from: &thrift)
    // A run of `count` zeros, whose header is twice their number, and its value.
    let levels: [UInt8] = [0xfe, 0xff, 0xff, 0xff, 0x0f, 0x00]
    header.crc = nil
    header.dataPageHeaderV2?.valueCount = count
    header.dataPageHeaderV2?.nullCount = count
    header.dataPageHeaderV2?.rowCount = count
    header.dataPageHeaderV2?.definitionLevelsByteLength = Int32(levels.count)
    header.uncompressedPageSize = Int32(levels.count)
    header.compressedPageSize = Int32(levels.count)
    var writer = ThriftWriter()
    writer.write(header)
    let page = writer.bytes + levels
    let start = Int(chunk.dataPageOffset)
    var bytes = Array(file[..<start]) + page + file[(start + Int(chunk.totalCompressedSize))...]
    bytes = try rewritten(bytes) { metaData in
      metaData.rowCount = Int64(count)
      metaData.rowGroups[0].rowCount = Int64(count)
      metaData.rowGroups[0].columns[0].metaData?.valueCount = Int64(count)
      metaData.rowGroups[0].columns[0].metaData?.totalCompressedSize = Int64(page.count)
    }
    #expect(error(bytes)?.kind == .limit)
  }

  @Test("A long name of a group is not multiplied by the columns within")
  func names() throws {
    let bytes = try rewritten(column(rows: 1)) { metaData in
      let leaf = metaData.schema[1]
      var group = leaf
      group.type = nil
      group.name = String(repeating: "n", count: 1 << 20)
      group.childCount = 1_000
      metaData.schema[0].childCount = 1
      metaData.schema = [metaData.schema[0], group] + Array(repeating: leaf, count: 1_000)
    }
    let error = error(bytes)
    #expect(error?.kind == .limit)
    #expect(error?.message == "the names of the columns are too long to be read")
  }

  @Test("Strings of no or of negative fixed length are no column that is read", arguments: [0, -1, Int32.min])
  func fixedLength(length: Int32) throws {
    let bytes = try rewritten(FixtureFiles.bytes("types/pyarrow-plain")) { metaData in
      for index in metaData.schema.indices where metaData.schema[index].typeLength != nil {
        metaData.schema[index].typeLength = length
      }
    }
    let reader = try ParquetReader(bytes: bytes, name: "hostile")
    let error = #expect(throws: ParquetError.self) { _ = try reader.readRowGroup(0, columns: ["fixed"]) }
    #expect(error?.kind == .unsupported)
  }

  @Test("A page that claims more than its codec can make of it is refused", arguments: ["snappy", "gzip", "zstd"])
  func bombs(codec: String) throws {
    let file = try FixtureFiles.bytes("encodings/pyarrow-v1-\(codec)")
    let reader = try ParquetReader(bytes: file, name: "honest")
    let chunk = try #require(reader.metaData.rowGroups[0].columns[2].metaData)
    let start = Int(chunk.dictionaryPageOffset ?? chunk.dataPageOffset)
    var thrift = ThriftReader(file, range: start..<file.count)
    var header = try PageHeader(from: &thrift)
    header.uncompressedPageSize = 400 << 20
    var writer = ThriftWriter()
    writer.write(header)
    // The header has grown: the page takes the place of the whole chunk, and of the bytes behind it.
    let page = writer.bytes + file[thrift.position..<thrift.position + Int(header.compressedPageSize)]
    let bytes = try rewritten(file.prefix(4) + page + file.dropFirst(4)) { metaData in
      metaData.rowGroups[0].columns[2].metaData?.dictionaryPageOffset = nil
      metaData.rowGroups[0].columns[2].metaData?.dataPageOffset = 4
      metaData.rowGroups[0].columns[2].metaData?.totalCompressedSize = Int64(page.count)
    }
    let hostile = try ParquetReader(bytes: bytes, name: "hostile")
    let error = #expect(throws: ParquetError.self) { _ = try hostile.readRowGroup(0, columns: ["large"]) }
    #expect(error?.kind == .corrupt)
    #expect(error?.message.contains("\(400 << 20)") == true, "\(error?.message ?? "")")
  }
}
