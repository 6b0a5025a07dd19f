import Buffers
import CSV
import FuzzTargets
import Testing

@Suite("Chunk reader")
struct ChunkReaderTests {
  @Test(
    "files without records are valid and have no chunks",
    arguments: [
      ("", []), ("\n\r\n\n", []), ("\u{feff}", []), ("id,text", ["id", "text"]), ("id,text\n", ["id", "text"]),
      ("\r\n\u{22}i\u{22}\u{22}d\u{22},\n\n", ["i\"d", ""]),
    ])
  func noRecords(content: String, header: [String]) throws {
    for chunkBytes in [1, 3, 1 << 20] {
      let reading = try Reading(of: Array(content.utf8), limits: ReadLimits(chunkBytes: chunkBytes))
      #expect(reading.header.map { String(decoding: $0, as: UTF8.self) } == header)
      #expect(reading.records.isEmpty && reading.damages.isEmpty)
    }
  }

  @Test("a byte order mark is skipped once, at the beginning, and counts in the places")
  func byteOrderMark() throws {
    for chunkBytes in [1, 2, 3, 1 << 20] {
      let limits = ReadLimits(chunkBytes: chunkBytes)
      let once = try Reading(of: Array("\u{feff}a,b\n\u{feff}1,2\n".utf8), limits: limits)
      #expect(once.header == [Array("a".utf8), Array("b".utf8)])
      #expect(once.records.map(\.start) == [7])
      #expect(once.rows[0][0] == Array("\u{feff}1".utf8))
      let twice = try Reading(of: Array("\u{feff}\u{feff}a,b\n".utf8), limits: limits)
      #expect(twice.header[0] == Array("\u{feff}a".utf8))
    }
  }

  @Test("Excel's sep= line is no header where it names the delimiter")
  func excelDelimiter() throws {
    let dialect = try #require(Dialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "\"")))
    for lineEnd in ["\r\n", "\n", "\r"] {
      let content = Array("sep=;\(lineEnd)id;text\(lineEnd)1;a\(lineEnd)".utf8)
      let reading = try Reading(of: content, dialect: dialect)
      #expect(reading.header.count == 2)
      #expect(reading.headerLine == 2)
      #expect(reading.records.map(\.line) == [3])
    }
    #expect(try Reading(of: Array("sep=;\nid;text\n".utf8)).header == [Array("sep=;".utf8)])
    #expect(try Reading(of: Array("sep=,x\n".utf8)).header.count == 2)
  }

  @Test("lines before the header can be skipped, whatever they hold", arguments: [1, 2, 7, 1 << 20])
  func skippedLines(chunkBytes: Int) throws {
    let limits = ReadLimits(chunkBytes: chunkBytes)
    let content = Array("\"Report\r\n\nid,text\r1,a\n".utf8)
    let reading = try Reading(of: content, limits: limits, skippedLines: 2)
    #expect(reading.header.count == 2)
    #expect(reading.headerLine == 3)
    #expect(reading.records == [Reading.Record(start: 18, end: 21, line: 4, hasStrayQuote: false)])
    #expect(try Reading(of: content, limits: limits, skippedLines: 9).header.isEmpty)
  }

  @Test(
    "a damaged header is an error that says where",
    arguments: [
      ("\"id,text\n1,a\n", ReadError.Kind.header, 0), ("\n\"i\"d,text\n1,a\n", .header, 1),
      ("\u{feff}" + String(repeating: "x", count: 2_000), .header, 3),
    ])
  func damagedHeader(content: String, kind: ReadError.Kind, byteOffset: Int) {
    for chunkBytes in [1, 100, 1 << 20] {
      let error = #expect(throws: ReadError.self) {
        let limits = ReadLimits(chunkBytes: chunkBytes, maximumRecordBytes: 1_000)
        _ = try Reading(of: Array(content.utf8), limits: limits)
      }
      #expect(error?.kind == kind)
      #expect(error?.byteOffset == byteOffset)
    }
  }

  @Test(
    "UTF-16 is told by its byte order mark and refused", arguments: [[0xff, 0xfe, 0x69, 0], [0xfe, 0xff, 0, 0x69]])
  func utf16(bytes: [UInt8]) {
    let error = #expect(throws: ReadError.self) { _ = try Reading(of: bytes + [0, 10, 0]) }
    #expect(error?.kind == .encoding)
  }

  @Test("a record of any legal length is whole, whatever the size of a chunk")
  func longRecords() throws {
    var random = SplitMix64(seed: 7)
    for length in [63, 64, 65, 1_000, 65_533, 65_536, 131_072, 999_990] {
      let text = (0..<length).map { _ in "ab \",\n\r".utf8.randomElement(using: &random) ?? 97 }
      var writer = CSVWriter()
      writer.append("id")
      writer.append("text")
      writer.endRow()
      for id in ["1", "2"] {
        writer.append(id)
        writer.append(text.span)
        writer.endRow()
      }
      for chunkBytes in [100, 4_096, 1 << 20] {
        let limits = ReadLimits(chunkBytes: chunkBytes, maximumRecordBytes: 2 << 20)
        let reading = try Reading(of: writer.bytes, limits: limits)
        #expect(reading.rows.map { $0[1] } == [text, text])
      }
    }
  }

  @Test("a line of any length costs no more memory than a legal record and a chunk")
  func endlessLine() throws {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
    let content = Array("id,text\n1,a\n".utf8) + line + Array("\r\n2,b\n".utf8)
    for chunkBytes in [1_000, 65_536, 1 << 20, 8 << 20] {
      let limits = ReadLimits(chunkBytes: chunkBytes, maximumRecordBytes: 10_000)
      var reader = try ChunkReader(ByteSource(contents: content, path: "test.csv"), limits: limits)
      while let chunk = try reader.next() { #expect(chunk.bytes.count <= max(chunkBytes, 2 * 10_000) + 10_000) }
      let reading = try Reading(of: content, limits: limits)
      #expect(reading.rows.count == 2)
      #expect(reading.records.map(\.line) == [2, 4])
      #expect(reading.records.map(\.start) == [8, 5_000_014])
      #expect(reading.damages.map(\.byteLength) == [5_000_000])
      #expect(reading.damages.map(\.start) == [12])
      #expect(reading.damages.map(\.reason) == [.tooLong])
      #expect(reading.damages.map(\.kept.count) == [10_000])
    }
  }

  @Test("compressed exports read as plain ones do", arguments: CompressedFile.all)
  func compressed(file: CompressedFile) throws {
    let expected = try Reading(of: CompressedFile.content)
    #expect(expected.rows.count == 200)
    for chunkBytes in [1, 100, 1 << 20] {
      let reading = try Reading(of: file.bytes, limits: ReadLimits(chunkBytes: chunkBytes), path: file.path)
      #expect(reading == expected)
    }
  }

  @Test("a reader that has failed says so again instead of going on", arguments: CompressedFile.all)
  func failure(file: CompressedFile) throws {
    var reader = try ChunkReader(
      ByteSource(contents: file.bytes.dropLast(3) + [], path: file.path), limits: ReadLimits(chunkBytes: 10))
    var errors: [ReadError] = []
    while errors.count < 3 {
      do throws(ReadError) { _ = try reader.next() } catch { errors.append(error) }
    }
    #expect(errors.allSatisfy { $0 == errors[0] && $0.kind == .corrupt })
  }

  @Test("chunks follow each other without a gap but line ends and what is too long")
  func chunks() throws {
    var reader = try ChunkReader(
      ByteSource(contents: CompressedFile.content, path: "a.csv"), limits: ReadLimits(chunkBytes: 100))
    var position = 8
    while let chunk = try reader.next() {
      #expect(chunk.byteOffset == position)
      #expect(chunk.bytes.count <= 100)
      #expect(chunk.bytes.last == 10)
      position += chunk.bytes.count
    }
    #expect(position == CompressedFile.content.count)
  }
}
