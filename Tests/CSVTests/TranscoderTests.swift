import CSV
import Testing

@Suite("Transcoder")
struct TranscoderTests {
  @Test(
    "known texts come out as UTF-8",
    arguments: [
      ("windows-1251", [0xcf, 0xeb, 0xee, 0xf5, 0xee, 0x2c, 0x20, 0xb8], "Плохо, ё"),
      ("koi8-r", [0xf0, 0xcc, 0xcf, 0xc8, 0xcf], "Плохо"),
      ("windows-1252", [0x80, 0x93, 0x61, 0xe9, 0x94], "€“aé”"),
      ("ISO-8859-1", [0x48, 0x79, 0x76, 0xe4, 0x80], "Hyvä\u{80}"),
      ("iso-8859-15", [0xa4, 0xbd, 0x00], "€œ\0"),
    ] as [(String, [UInt8], String)])
  func texts(encoding: String, bytes: [UInt8], text: String) throws {
    var transcoder = try Transcoder(encoding: encoding)
    var table = try table(rows: [[bytes, []], [Array("ok".utf8), bytes]])
    #expect(transcoder.transcode(&table).isEmpty)
    #expect(table.copy(row: 0, column: 0) == Array(text.utf8))
    #expect(table.copy(row: 0, column: 1) == [])
    #expect(table.copy(row: 1, column: 0) == Array("ok".utf8))
    #expect(table.copy(row: 1, column: 1) == Array(text.utf8))
    #expect(transcoder.text(bytes) == Array(text.utf8))
  }

  @Test("undefined bytes are reported with their row and column and replaced")
  func undefinedBytes() throws {
    var transcoder = try Transcoder(encoding: "windows-1252")
    var table = try table(rows: [[[0x61], [0x61, 0x81, 0x62, 0x8d]], [[0x90], [0x61]]])
    let undefined = transcoder.transcode(&table)
    #expect(undefined.map(\.row) == [0, 1])
    #expect(undefined.map(\.column) == [1, 0])
    #expect(undefined.map(\.byte) == [0x81, 0x90])
    #expect(table.copy(row: 0, column: 1) == Array("a\u{fffd}b\u{fffd}".utf8))
  }

  @Test("a transcoder can be used for table after table")
  func reuse() throws {
    var transcoder = try Transcoder(encoding: "windows-1251")
    for count in [1, 100, 3] {
      var table = try table(rows: Array(repeating: [[0xc0]], count: count))
      #expect(transcoder.transcode(&table).isEmpty)
      #expect(table.bytes == Array(String(repeating: "А", count: count).utf8))
      #expect(table.rowCount == count)
    }
  }

  @Test(
    "encodings that are not read say so",
    arguments: ["utf-16", "utf-16le", "utf-8", "shift_jis", "gbk", "ebcdic-us", "klingon", "", "windows-1252//ignore"])
  func refused(encoding: String) {
    let error = #expect(throws: ReadError.self) { _ = try Transcoder(encoding: encoding) }
    #expect(error?.kind == .encoding)
  }

  @Test("ASCII is a part of UTF-8")
  func asUTF8() {
    #expect(["UTF-8", "utf8", "ascii", "US-ASCII"].allSatisfy { Transcoder.readsAsUTF8($0) })
    #expect(!Transcoder.readsAsUTF8("windows-1252"))
  }

  /// A table with the given fields, made the way that all tables are.
  private func table(rows: [[[UInt8]]]) throws -> FieldTable {
    var writer = CSVWriter(lineEnd: .lf)
    for row in [rows[0].map { _ in [0x68] }] + rows {
      for field in row { writer.append(field.span) }
      writer.endRow()
    }
    var reader = try ChunkReader(ByteSource(contents: writer.bytes, path: "test.csv"))
    var parser = try RecordParser()
    var table = FieldTable()
    let chunk = try #require(try reader.next())
    try parser.parse(chunk, columns: rows[0].count, into: &table)
    return table
  }
}
