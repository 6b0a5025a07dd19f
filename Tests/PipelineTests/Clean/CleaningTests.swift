import CSV
import Foundation
import Pipeline
import Testing

@Suite("Cleaning")
struct CleaningTests {
  @Test("records are written, or rejected with place and reason", arguments: CleanCase.all)
  func cases(example: CleanCase) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    for (chunkBytes, workers) in [(1 << 20, 1), (7, 3), (64, 2)] {
      let result = try folder.clean(example.content) { request in
        request.dialect = example.dialect
        request.isLenient = example.isLenient
        request.maximumRecordBytes = example.maximumRecordBytes
        request.chunkBytes = chunkBytes
        request.workers = workers
      }
      #expect(result.rows == example.rows)
      #expect(result.rejects.map { "\($0[0]) \($0[3])" } == example.rejects)
      #expect(result.summary.exitStatus == (example.rejects.isEmpty ? 0 : 2))
      #expect(result.summary.rejectedCount == example.rejects.count)
      for reject in result.rejects {
        let offset = try #require(Int(reject[1]))
        let length = try #require(Int(reject[2]))
        let source = Array(example.content.utf8)[offset..<(offset + length)]
        #expect(String(decoding: source.prefix(example.maximumRecordBytes), as: UTF8.self) == reject[5])
      }
    }
  }

  @Test("what is clean stays as it is, byte for byte", arguments: CleanCase.all)
  func idempotence(example: CleanCase) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let once = try folder.clean(example.content) { request in
      request.dialect = example.dialect
      request.isLenient = example.isLenient
      request.maximumRecordBytes = example.maximumRecordBytes
    }
    let twice = try folder.clean(once.output) { $0.isLenient = example.isLenient }
    #expect(twice.output == once.output)
    #expect(twice.rejects.isEmpty)
  }

  @Test("damage at any byte costs the records that have it alone", arguments: [",", "\"", "\n", "\u{0}"])
  func damageEverywhere(damage: String) throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let records = ["id,text,x", "1,\"a, b\",c", "2,d,\"e\nf\"", "3,\"g\"\"h\",i", "4,j,k"]
    let content = Array((records.joined(separator: "\n") + "\n").utf8)
    let header = records[0].utf8.count + 1
    for place in header..<content.count {
      for isInserted in [true, false] {
        var bytes = content
        if isInserted {
          bytes.insert(contentsOf: damage.utf8, at: place)
        } else {
          bytes.replaceSubrange(place...place, with: damage.utf8)
        }
        for isLenient in [true, false] {
          let result = try folder.clean(bytes) { $0.isLenient = isLenient }
          // Two neighbours at most are torn apart or run together; the others are there.
          let whole = [["1", "a, b", "c"], ["2", "d", "e\nf"], ["3", "g\"h", "i"], ["4", "j", "k"]]
          let kept = whole.filter { result.rows.contains($0) }
          #expect(kept.count >= 2, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
          #expect(result.rows.first == ["id", "text", "x"])
        }
      }
    }
  }

  @Test("encodings are read, and what is not of them is rejected with a hint")
  func encodings() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let cyrillic: [UInt8] = Array("a,b\n1,".utf8) + [0xcf, 0xeb, 0xee, 0xf5, 0xee] + [10]
    let right = try folder.clean(cyrillic) { $0.dialect.encoding = "windows-1251" }
    #expect(right.rows == [["a", "b"], ["1", "Плохо"]])
    let wrong = try folder.clean(cyrillic)
    #expect(wrong.rejects.map { $0[3] } == ["invalid_encoding"])
    #expect(wrong.rejects.map { $0[5] } == ["1,\\xcf\\xeb\\xee\\xf5\\xee"])
    #expect(wrong.summary.likelyEncoding == "windows-1251" && !wrong.summary.isMixed)
    let mixed = try folder.clean(cyrillic + Array("2,é\n".utf8))
    #expect(mixed.summary.isMixed)
    #expect(mixed.summary.lines(input: "in.csv").contains { $0.contains("mixes encodings") })
    let undefined = try folder.clean(Array("a,b\n1,".utf8) + [0x81, 0xe9, 10]) { $0.dialect.encoding = "windows-1252" }
    #expect(undefined.rejects.map { $0[5] } == ["1,\\x81é"])
  }

  @Test("mojibake is counted, and turned back when asked")
  func mojibake() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let text = "a,b\n1,Ð¿Ñ€Ð¸Ð²ÐµÑ‚\n2,РџСЂРёРІРµС‚\n3,привет\n"
    let counted = try folder.clean(text)
    #expect(counted.rows.map { $0[1] } == ["b", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "РџСЂРёРІРµС‚", "привет"])
    #expect(counted.summary.mojibake.map(\.encoding) == ["windows-1252", "windows-1251"])
    #expect(counted.summary.exitStatus == 0)
    let repaired = try folder.clean(text) { $0.repairsMojibake = true }
    #expect(repaired.rows.map { $0[1] } == ["b", "привет", "Привет", "привет"])
  }

  @Test("a stray quote in the header is a reject, and the header is written as it could be read")
  func damagedHeader() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let result = try folder.clean("id,\"the \"text\" of it\"\n1,a\n")
    #expect(result.rows == [["id", "the \"text\" of it"], ["1", "a"]])
    #expect(result.rejects.map { "\($0[0]) \($0[1]) \($0[2]) \($0[3])" } == ["1 0 21 text_after_quote"])
    #expect(result.summary.exitStatus == 2)
  }

  @Test("several header records are kept, or joined when asked")
  func headers() throws {
    let folder = try CleanFolder()
    defer { folder.remove() }
    let kept = try folder.clean("A,,B\nx,y,z\n1,2,3\n") { $0.dialect.headerLines = 2 }
    #expect(kept.rows == [["A", "", "B"], ["x", "y", "z"], ["1", "2", "3"]])
    #expect(kept.summary.records == 1)
    let joined = try folder.clean("A,,B\nx,y,z\n1,2,3\n") { request in
      request.dialect.headerLines = 2
      request.joinsHeader = true
    }
    #expect(joined.rows == [["A x", "y", "B z"], ["1", "2", "3"]])
  }
}

/// A messy file, and what becomes of it.
struct CleanCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var dialect = DialectDescription.rfc4180
  var isLenient = false
  var maximumRecordBytes = 1 << 20
  let content: String
  let rows: [[String]]
  /// Line and reason.
  var rejects: [String] = []

  private static let head = ["a", "b"]

  static let all = [
    CleanCase(testDescription: "a clean file", content: "a,b\r\n1,\"x\ny\"\r\n", rows: [head, ["1", "x\ny"]]),
    CleanCase(
      testDescription: "line ends of every kind, blank lines, a mark", content: "\u{feff}a,b\r1,x\n\n\r\n2,y\r\n3,z",
      rows: [head, ["1", "x"], ["2", "y"], ["3", "z"]]),
    CleanCase(testDescription: "Excel's first line", content: "sep=,\na,b\n1,x\n", rows: [head, ["1", "x"]]),
    CleanCase(testDescription: "one column of empty cells", content: "a\n\"\"\nx\n", rows: [["a"], [""], ["x"]]),
    CleanCase(
      testDescription: "a preamble with quotes", dialect: DialectDescription(skippedLines: 2),
      content: "Report \"of\nall\na,b\n1,x\n", rows: [head, ["1", "x"]]),
    CleanCase(
      testDescription: "no header", dialect: DialectDescription(headerLines: 0), content: "1,x\n2,y\n",
      rows: [["column_1", "column_2"], ["1", "x"], ["2", "y"]]),
    CleanCase(
      testDescription: "ragged records", content: "a,b\n1\n2,x,y\n3,z\n", rows: [head, ["3", "z"]],
      rejects: ["2 wrong_field_count", "3 wrong_field_count"]),
    CleanCase(
      testDescription: "ragged records, lenient", isLenient: true, content: "a,b\n1\n2,\"x\ny\",z\n3,z\n",
      rows: [head, ["1"], ["2", "x\ny", "z"], ["3", "z"]]),
    CleanCase(
      testDescription: "another table below", content: "a,b\n1,x\n\nc,d,e\n1,2,3\n", rows: [head, ["1", "x"]],
      rejects: ["4 wrong_field_count", "5 wrong_field_count"]),
    CleanCase(
      testDescription: "stray quotes", content: "a,b\n1,\"x\"y\n2,x\"y\n3,\"x\n4,z\n", rows: [head, ["4", "z"]],
      rejects: ["2 text_after_quote", "3 stray_quote", "4 unclosed_quote"]),
    CleanCase(
      testDescription: "stray quotes, lenient", isLenient: true,
      content: "a,b\n1,\"x\"y\n2,x\"y\n5,\"\"x\"\n6,\"x\"\"\n3,\"x\n4,z\n",
      rows: [
        head, ["1", "\"x\"y"], ["2", "x\"y"], ["5", "\"x"], ["6", "x\""], ["3", "\"x"], ["4", "z"],
      ]),
    CleanCase(
      testDescription: "a stray quote in the header, lenient", isLenient: true, content: "a,\"b\n1,x\n",
      rows: [["a", "\"b"], ["1", "x"]]),
    CleanCase(
      testDescription: "NUL bytes", content: "a,b\n1,x\0y\n2,z\n", rows: [head, ["2", "z"]], rejects: ["2 nul_byte"]),
    CleanCase(
      testDescription: "NUL bytes, lenient", isLenient: true, content: "a,b\n1,x\0y\n2,z\n",
      rows: [head, ["1", "x\0y"], ["2", "z"]]),
    CleanCase(
      testDescription: "a record that is too long", maximumRecordBytes: 8, content: "a,b\n1,xxxxxxxxx\n2,y\n",
      rows: [head, ["2", "y"]], rejects: ["2 too_long"]),
    CleanCase(
      testDescription: "a record that is too long, lenient", isLenient: true, maximumRecordBytes: 8,
      content: "a,b\n1,xxxxxxxxx\n2,y\n", rows: [head, ["2", "y"]], rejects: ["2 too_long"]),
    CleanCase(
      testDescription: "a delimiter of two characters and escapes",
      dialect: DialectDescription(delimiter: "||", escape: "\\"),
      content: "a||b\n1||\"x\\\"y\"\n2||x\\\ny\n3\n4||\"z\n5||é\n",
      rows: [head, ["1", "x\"y"], ["2", "x\ny"], ["5", "é"]],
      rejects: ["5 wrong_field_count", "6 unclosed_quote"]),
    CleanCase(
      testDescription: "a delimiter of two characters, lenient", dialect: DialectDescription(delimiter: "||"),
      isLenient: true, content: "a||b\n1||\"x\"y||z\"\n2||\"x||y\n3\n",
      rows: [head, ["1", "x\"y||z"], ["2", "\"x", "y"], ["3"]]),
    CleanCase(testDescription: "an empty file, lenient", isLenient: true, content: "", rows: []),
    CleanCase(testDescription: "a header alone", content: "a,b", rows: [head]),
  ]
}
