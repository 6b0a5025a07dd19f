import Buffers
import CSV
import FuzzTargets
import Testing

@Suite("Record repair")
struct RecordRepairTests {
  @Test(
    "the reading with the expected number of fields is found",
    arguments: [
      ("1,\"\"x\",2", ["1", "\"x", "2"]), ("1,\"x\"\",2", ["1", "x\"", "2"]), ("1,\"x\"y\",2", ["1", "x\"y", "2"]),
      ("1,x\"y,2", ["1", "x\"y", "2"]), ("1,\"x,2", ["1", "\"x", "2"]), ("\"1,\"x\",2", ["\"1", "x", "2"]),
      ("1,\"a \"b, c\" d\",2", ["1", "a \"b, c\" d", "2"]), ("1,\"x\",\"", ["1", "x", "\""]),
      ("1,\"a\",\"b\"c,\"\"d\"", ["1", "a", "b\"c,\"d"]), ("\"\",\"\"\",\"", ["", "\"", "\""]),
      ("1,\"say \"\"hi\"\" \"you\"\",2", ["1", "say \"hi\" \"you\"", "2"]),
      ("\"x,\"a, b\",\"c, d\"", ["\"x", "a, b", "c, d"]), ("\"x,\"the \"\"a\"\", b\",c", ["\"x", "the \"a\", b", "c"]),
    ])
  func expectedCount(line: String, fields: [String]) {
    #expect(repaired(line, columns: 3) == fields)
  }

  @Test(
    "without such a reading every quote closes its field that can",
    arguments: [
      ("1,\"x\"y\",2", ["1", "x\"y", "2"]), ("", [""]), (",", ["", ""]), ("\"", ["\""]), ("\"\"", [""]),
      ("\"a\"b,c", ["\"a\"b", "c"]),
    ])
  func greedy(line: String, fields: [String]) {
    #expect(repaired(line, columns: 9) == fields)
    #expect(repaired(line, columns: nil) == fields)
  }

  @Test("an undamaged line is read as libcsv reads it, and any line gives fields of its own bytes")
  func invariants() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let tokens = ["\"", "\"\"", ",", "\",\"", "a", "b c"]
      let line = Array(
        (0..<Int.random(in: 0...14, using: &random)).map { _ in tokens.randomElement(using: &random) ?? "" }.joined()
          .utf8)
      let fields = RecordRepair.fields(of: line, dialect: .rfc4180, columns: Int.random(in: 1...5, using: &random))
      #expect(!fields.isEmpty)
      #expect(fields.joined().count <= line.count)
      guard !line.isEmpty, let reading = try? Reading(of: line), reading.header.count > 0 else { continue }
      #expect(RecordRepair.fields(of: line, dialect: .rfc4180, columns: reading.header.count) == reading.header)
    }
  }

  @Test("a line of a megabyte of quotes is read in time", arguments: ["\"a,", "\",\"a", "\"\"", "a\"b\",\""])
  func bounded(piece: String) {
    let line = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    #expect(!RecordRepair.fields(of: line, dialect: .rfc4180, columns: 40).isEmpty)
  }

  private func repaired(_ line: String, columns: Int?) -> [String] {
    RecordRepair.fields(of: Array(line.utf8), dialect: .rfc4180, columns: columns).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
