import Buffers
import CSV
import FuzzTargets
import Testing

@Suite("Record splitter")
struct RecordSplitterTests {
  /// 4 × 25,000 documents, each read at two chunk sizes.
  @Test("the splitter agrees with libcsv on 100,000 adversarial documents", arguments: [1, 2, 3, 4] as [UInt64])
  func adversarialDocuments(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var damagedCount = 0
    var rowCount = 0
    for number in 0..<25_000 {
      let document = Document(number, &random)
      let twin = SlowTwin(
        bytes: document.bytes, dialect: document.dialect, maximumRecordBytes: document.maximumRecordBytes)
      guard let expected = twin.reading() else {
        #expect(throws: ReadError.self) { try document.read(chunkBytes: 5) }
        continue
      }
      for chunkBytes in [
        Int.random(in: 1...7, using: &random), [16, 64, 100, 1 << 20].randomElement(using: &random) ?? 1,
      ] {
        let reading = try document.read(chunkBytes: chunkBytes)
        try #require(reading == expected, "seed \(seed), document \(number), chunks of \(chunkBytes): \(document.text)")
      }
      let rows = try RecordParser.rows(of: document.bytes(without: expected.damages), dialect: document.dialect)
      try #require(
        Array(rows.dropFirst()) == expected.rows, "seed \(seed), document \(number), libcsv: \(document.text)")
      damagedCount += expected.damages.count
      rowCount += expected.rows.count
    }
    // The documents are worth nothing if all are broken, or none.
    #expect(damagedCount > 10_000)
    #expect(rowCount > 10_000)
  }

  @Test("damage costs the damaged record alone", arguments: DamageCase.all)
  func damage(example: DamageCase) throws {
    for chunkBytes in [1, 2, 3, 7, 64, 1 << 20] {
      let limits = ReadLimits(chunkBytes: chunkBytes, maximumRecordBytes: example.maximumRecordBytes)
      let reading = try Reading(of: Array(example.content.utf8), limits: limits)
      #expect(reading.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } } == example.rows)
      #expect(reading.damages.map(\.line) == example.lines)
      #expect(reading.damages.map(\.reason) == example.reasons)
    }
  }

  @Test("lines are counted as physical ones: CR, LF, CRLF, also within quotes and where lines are empty")
  func lines() throws {
    let content = "\na,b\r\n1,x\r\r2,\"x\r\ny\nz\rz\"\n\n\r\n3,x\n\r4,x"
    for chunkBytes in 1...70 {
      let reading = try Reading(of: Array(content.utf8), limits: ReadLimits(chunkBytes: chunkBytes))
      #expect(reading.headerLine == 2)
      #expect(reading.records.map(\.line) == [3, 5, 11, 13])
    }
  }

  @Test("a quote within an unquoted field is text, and the record is marked")
  func strayQuotes() throws {
    let reading = try Reading(of: Array("a,b\n1,24\" screen\n2,\"x\"\n3, \"x\"\n".utf8))
    #expect(reading.records.map(\.hasStrayQuote) == [true, false, true])
    #expect(reading.rows[0][1] == Array("24\" screen".utf8))
    #expect(reading.rows[2][1] == Array(" \"x\"".utf8))
    #expect(reading.damages.isEmpty)
  }

  /// Each line would open a quoted field anew, and each closes one and opens another: the worst case of reading again.
  @Test("reading again is bounded by the number of columns")
  func boundedRereading() throws {
    let count = 20_000
    let lines = [[UInt8]](repeating: Array("x,\"y\n\",\"z\",\"".utf8), count: count)
    let reading = try Reading(of: Array("a,b,c,d,e,f,g,h\n".utf8) + lines.joined())
    #expect(reading.rows.count + reading.damages.count >= count / 8)
  }
}

/// A file with damage, and what remains of it.
struct DamageCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let content: String
  var maximumRecordBytes = 1 << 20
  let rows: [[String]]
  let lines: [Int]
  let reasons: [DamagedRecord.Reason]

  static let all = [
    DamageCase(
      testDescription: "too few fields", content: "a,b\n1\n2,x\n", rows: [["2", "x"]], lines: [2],
      reasons: [.wrongFieldCount(found: 1)]),
    DamageCase(
      testDescription: "too many fields", content: "a,b\n1,x,y,z\n2,x\n", rows: [["2", "x"]], lines: [2],
      reasons: [.wrongFieldCount(found: 4)]),
    DamageCase(
      testDescription: "a quote in the middle of a quoted field", content: "a,b\n1,\"x\" y\"\n2,x\n",
      rows: [["2", "x"]],
      lines: [2], reasons: [.textAfterQuote]),
    DamageCase(
      testDescription: "an unclosed quote costs its line and not the rest of the file",
      content: "a,b\n1,\"x\n2,y\n3,z\n", rows: [["2", "y"], ["3", "z"]], lines: [2], reasons: [.unclosedQuote]),
    DamageCase(
      testDescription: "an unclosed quote that a later quote closes", content: "a,b\n1,\"x\n2,\"y\"\n3,z\n",
      rows: [["2", "y"], ["3", "z"]], lines: [2], reasons: [.textAfterQuote]),
    DamageCase(
      testDescription: "a quote as the last byte", content: "a,b\n1,\"", rows: [], lines: [2],
      reasons: [.unclosedQuote]),
    DamageCase(
      testDescription: "a field too many after a line end", content: "a,b\n1,\"x\ny\",z\n2,x\n",
      rows: [["y\"", "z"], ["2", "x"]],
      lines: [2], reasons: [.wrongFieldCount(found: 3)]),
    DamageCase(
      testDescription: "a record of just the allowed length and one that is longer",
      content: "a,b\n1,xxxxx\n2,xxxxxx\n3,x\n", maximumRecordBytes: 7, rows: [["1", "xxxxx"], ["3", "x"]], lines: [3],
      reasons: [.tooLong]),
    DamageCase(
      testDescription: "a quoted record that is too long ends at its first line end",
      content: "a,b\n1,\"x\n\n\n\n\n\n\n\n\n\n\n\"\n2,y\n", maximumRecordBytes: 8, rows: [["2", "y"]], lines: [2, 13],
      reasons: [.tooLong, .unclosedQuote]),
  ]
}

/// A random document of bytes that mean something to CSV.
struct Document {
  let bytes: [UInt8]
  let dialect: Dialect
  let maximumRecordBytes: Int

  init(_ number: Int, _ random: inout SplitMix64) {
    let other = Dialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"))
    dialect = number % 5 == 0 ? other ?? .rfc4180 : .rfc4180
    maximumRecordBytes = number % 3 == 0 ? Int.random(in: 4...80, using: &random) : 1 << 20
    let delimiter = dialect.delimiter
    let quote = dialect.quote
    let tokens: [[UInt8]] = [
      [quote], [quote], [quote], [quote, quote], [delimiter], [delimiter], [delimiter, quote], [quote, delimiter],
      [quote, 10], [10], [10], [13], [13, 10], [10, quote], Array("a".utf8), Array("b".utf8), [0], [0xff],
      [0xc3, 0xa4],
      [32], [9], [delimiter, 32], [9, delimiter], [32, 10],
      Array(repeating: UInt8(ascii: "x"), count: Int.random(in: 1...90, using: &random)),
    ]
    var bytes: [UInt8] = number % 4 == 0 ? [] : Array("a".utf8) + (number % 4 == 1 ? [10] : [delimiter, 98, 10])
    for _ in 0..<Int.random(in: 0...40, using: &random) { bytes += tokens.randomElement(using: &random) ?? [] }
    self.bytes = bytes
  }

  var text: String { String(decoding: bytes, as: UTF8.self).debugDescription }

  func read(chunkBytes: Int) throws -> Reading {
    let limits = ReadLimits(chunkBytes: chunkBytes, maximumRecordBytes: maximumRecordBytes)
    return try Reading(of: bytes, dialect: dialect, limits: limits)
  }

  /// The document without its damaged records.
  func bytes(without damages: [Reading.Damage]) -> [UInt8] {
    var rest: [UInt8] = []
    var position = 0
    for damage in damages {
      rest += bytes[position..<damage.start]
      position = min(damage.start + damage.byteLength, bytes.count)
    }
    return rest + bytes[position...]
  }
}
