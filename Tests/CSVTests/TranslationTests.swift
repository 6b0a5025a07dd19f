import Buffers
import CSV
import FuzzTargets
import Testing

@Suite("Translation of dialects")
struct TranslationTests {
  /// 4 × 25,000 documents, each read at two chunk sizes.
  @Test(
    "any dialect is read as the slow twin reads it, places and lines included", arguments: [1, 2, 3, 4] as [UInt64])
  func randomDocuments(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var damagedCount = 0
    var rowCount = 0
    for number in 0..<25_000 {
      let document = DialectDocument(number, &random)
      let twin = DialectTwin(
        document.text, document.dialect, start: document.mark.count, width: document.encoding.width)
      guard let expected = twin.reading() else {
        #expect(throws: ReadError.self) { try Reading(of: document.bytes, dialect: document.dialect) }
        continue
      }
      for chunkBytes in [Int.random(in: 1...7, using: &random), [64, 100, 1 << 20].randomElement(using: &random) ?? 1] {
        let limits = ReadLimits(chunkBytes: chunkBytes)
        let reading = try Reading(of: document.bytes, dialect: document.dialect, limits: limits)
        try #require(
          reading == expected,
          "seed \(seed), document \(number), chunks of \(chunkBytes), \(document.dialect): \(document.text.debugDescription)"
        )
      }
      damagedCount += expected.damages.count
      rowCount += expected.rows.count
    }
    // The documents are worth nothing if all are broken, or none.
    #expect(damagedCount > 10_000)
    #expect(rowCount > 10_000)
  }

  @Test("cells of unusual dialects", arguments: DialectCase.all)
  func cells(example: DialectCase) throws {
    for chunkBytes in [1, 3, 70, 1 << 20] {
      let reading = try Reading(
        of: Array(example.content.utf8), dialect: example.dialect, limits: ReadLimits(chunkBytes: chunkBytes))
      #expect(reading.header.map { String(decoding: $0, as: UTF8.self) } == example.header)
      #expect(reading.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } } == example.rows)
      #expect(reading.damages.map(\.line) == example.damagedLines)
    }
  }

  @Test("bytes that UTF-8 does not have stay invalid, whatever the dialect, and cost no other record")
  func reservedBytes() throws {
    for byte in [0xc0, 0xc1] + Array(0xf5...0xff) as [UInt8] {
      let content = Array("a||b\n1||x".utf8) + [byte] + Array("\n2||y\n".utf8)
      let reading = try Reading(of: content, dialect: DialectDescription(delimiter: "||"))
      let validity = reading.rows.map { $0[1].isUTF8 }
      #expect(validity == [false, true])
      #expect(reading.rows[0][1] == [UInt8(ascii: "x"), byte])
    }
  }

  @Test(
    "a dialect whose characters contradict each other is refused",
    arguments: [
      DialectDescription(delimiter: ""), DialectDescription(delimiter: "\n"), DialectDescription(delimiter: "\""),
      DialectDescription(delimiter: "||", escape: "|"), DialectDescription(quote: "''"),
      DialectDescription(recordEnd: ""), DialectDescription(recordEnd: ",;"), DialectDescription(escape: "\r"),
    ])
  func contradictions(dialect: DialectDescription) {
    let error = #expect(throws: ReadError.self) { _ = try dialect.resolve() }
    #expect(error?.kind == .dialect)
  }

  @Test(
    "escapes of a command line are resolved",
    arguments: [
      ("\\t", "\t"), ("||", "||"), ("\\", "\\"), ("\\\\", "\\"), ("\\x1f", "\u{1f}"), ("\\x", "\\x"),
      ("\\xff", "\\xff"),
      ("a\\r\\n", "a\r\n"), ("\\q", "\\q"),
    ])
  func unescaped(text: String, result: String) {
    #expect(DialectDescription.unescaped(text) == result)
  }

  @Test(
    "the byte order mark of another encoding is an error that names it",
    arguments: [
      ([0xef, 0xbb, 0xbf, 0x61, 0x0a], "windows-1251", "utf-8"), ([0xef, 0xbb, 0xbf, 0x61, 0x0a], "utf-16le", "utf-8"),
      ([0xff, 0xfe, 0x61, 0], "utf-16be", "utf-16le"), ([0xfe, 0xff, 0, 0x61], "windows-1252", "utf-16be"),
    ] as [([UInt8], String, String)])
  func wrongMark(bytes: [UInt8], encoding: String, found: String) {
    let error = #expect(throws: ReadError.self) {
      _ = try Reading(of: bytes, dialect: DialectDescription(encoding: encoding))
    }
    #expect(error?.kind == .encoding)
    #expect(error?.message.contains("byte order mark of \(found)") == true)
  }

  @Test("several header records become one, none is made up")
  func headers() throws {
    let content = Array("skip \\\nme\nA,,B\nx,y\n1,2,3\n".utf8)
    let dialect = DialectDescription(escape: "\\", skippedLines: 2, headerLines: 2)
    let reading = try Reading(of: content, dialect: dialect)
    #expect(reading.header.map { String(decoding: $0, as: UTF8.self) } == ["A x", "y", "B"])
    #expect(reading.headerLine == 3)
    #expect(reading.records.map(\.line) == [5])
    let bare = try Reading(of: Array("1,2\n3,4\n".utf8), dialect: DialectDescription(headerLines: 0))
    #expect(bare.header.map { String(decoding: $0, as: UTF8.self) } == ["column_1", "column_2"])
    #expect(bare.rows.count == 2)
    #expect(try Reading(of: [], dialect: DialectDescription(headerLines: 0)).header.isEmpty)
  }
}

/// A file in an unusual dialect and its cells.
struct DialectCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let dialect: DialectDescription
  let content: String
  let header: [String]
  let rows: [[String]]
  var damagedLines: [Int] = []

  static let all = [
    DialectCase(
      testDescription: "a delimiter of two characters", dialect: DialectDescription(delimiter: "||"),
      content: "a||b\n1||x|y\n2||\"x||y\"\n3|||x\n", header: ["a", "b"],
      rows: [["1", "x|y"], ["2", "x||y"], ["3", "|x"]]),
    DialectCase(
      testDescription: "a delimiter of comma and blank", dialect: DialectDescription(delimiter: ", "),
      content: "a, b\n1,2, \"x, y\"\n", header: ["a", "b"], rows: [["1,2", "x, y"]]),
    DialectCase(
      testDescription: "a delimiter beyond ASCII", dialect: DialectDescription(delimiter: "§"),
      content: "a§b\n1§\"§\"\n", header: ["a", "b"], rows: [["1", "§"]]),
    DialectCase(
      testDescription: "backslash escapes", dialect: DialectDescription(escape: "\\"),
      content: "a,b\n1,\"x \\\"y\\\" z\\\\\"\n2,x\\,y\n3,x\\\ny\n4,\\n\n5,\"x\"\"y\"\n6,z\\", header: ["a", "b"],
      rows: [["1", "x \"y\" z\\"], ["2", "x,y"], ["3", "x\ny"], ["4", "\\n"], ["5", "x\"y"], ["6", "z\\"]]),
    DialectCase(
      testDescription: "escaped line ends count as lines", dialect: DialectDescription(escape: "\\"),
      content: "a,b\n1,x\\\r\ny\n2\n3,z\n", header: ["a", "b"], rows: [["1", "x\r\ny"], ["3", "z"]], damagedLines: [4]),
    DialectCase(
      testDescription: "a quote beyond ASCII", dialect: DialectDescription(quote: "«"),
      content: "a,b\n1,«x,y«\n2,«x««y«\n3,x«y\n", header: ["a", "b"],
      rows: [["1", "x,y"], ["2", "x«y"], ["3", "x«y"]]),
    DialectCase(
      testDescription: "no quote", dialect: DialectDescription(quote: ""), content: "a,b\n\"1,x\"\n",
      header: ["a", "b"],
      rows: [["\"1", "x\""]]),
    DialectCase(
      testDescription: "a record end of its own", dialect: DialectDescription(delimiter: "|", recordEnd: ";"),
      content: "a|b;1|x\r\ny;2;3|z", header: ["a", "b"], rows: [["1", "x\r\ny"], ["3", "z"]], damagedLines: [3]),
    DialectCase(
      testDescription: "an unclosed quote in it costs one record", dialect: DialectDescription(delimiter: "::"),
      content: "a::b\n1::\"x\n2::y\n3::\"z\"\n", header: ["a", "b"], rows: [["2", "y"], ["3", "z"]], damagedLines: [2]),
  ]
}

/// A random document in a random dialect and encoding.
struct DialectDocument {
  enum Encoding: String, CaseIterable {
    case utf8 = "utf-8"
    case utf16le = "utf-16le"
    case utf16be = "utf-16be"
    case utf32le = "utf-32le"
    case latin1 = "iso-8859-1"

    func width(_ scalar: Unicode.Scalar) -> Int {
      switch self {
      case .utf8: UTF8.width(scalar)
      case .utf16le, .utf16be: 2 * UTF16.width(scalar)
      case .utf32le: 4
      case .latin1: 1
      }
    }

    func bytes(_ text: String) -> [UInt8] {
      switch self {
      case .utf8: Array(text.utf8)
      case .utf16le: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      case .utf16be: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
      case .utf32le:
        text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) } }
      case .latin1: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      }
    }
  }

  let dialect: DialectDescription
  let encoding: Encoding
  let text: String
  let mark: [UInt8]

  var bytes: [UInt8] { mark + encoding.bytes(text) }

  init(_ number: Int, _ random: inout SplitMix64) {
    encoding = Encoding.allCases.randomElement(using: &random) ?? .utf8
    let delimiter = [",", "||", ", ", "§", "\t", "<->"].randomElement(using: &random) ?? ","
    let quote = ["\"", "'", "¤", ""].randomElement(using: &random) ?? "\""
    let escape = [nil, "\\", "¬", quote].randomElement(using: &random) ?? nil
    let recordEnd = number % 5 == 0 ? [";", "\u{1e}", "~~"].randomElement(using: &random) : nil
    dialect = DialectDescription(
      delimiter: delimiter, quote: quote, escape: escape, recordEnd: recordEnd, encoding: encoding.rawValue)
    let escapeText = escape ?? "\\"
    let lineEnd = recordEnd ?? "\n"
    let letters = encoding == .latin1 ? "é" : "é😀"
    let tokens = [
      quote, quote, quote + quote, delimiter, delimiter, delimiter + quote, quote + delimiter, quote + lineEnd, lineEnd,
      lineEnd, "\r", "\r\n", "\n", lineEnd + quote, escapeText, escapeText + quote, escapeText + escapeText,
      escapeText + delimiter, escapeText + "\n", escapeText + "\r\n", String(delimiter.prefix(1)), "a", "b", " ", "\0",
      letters, String(repeating: "x", count: Int.random(in: 1...90, using: &random)),
    ]
    var text = number % 4 == 0 ? "" : "a" + (number % 4 == 1 ? "" : delimiter + "b") + lineEnd
    for _ in 0..<Int.random(in: 0...30, using: &random) { text += tokens.randomElement(using: &random) ?? "" }
    self.text = text
    let marks = encoding == .latin1 || number % 3 > 0 ? [] : encoding.bytes("\u{feff}")
    mark = marks
  }
}
