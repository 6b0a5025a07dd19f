import Buffers
import CSV
import FuzzTargets
import Testing

@Suite("CSV writer")
struct CSVWriterTests {
  @Test("random rows read back as they were written", arguments: [CSVWriter.LineEnd.crlf, .lf])
  func roundTrip(lineEnd: CSVWriter.LineEnd) throws {
    var random = SplitMix64(seed: 5)
    let semicolons = try #require(Dialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'")))
    let tokens = ["\"", "'", ",", ";", "\r", "\n", "\r\n", " ", "a", "é", "\u{feff}", "sep=", "\0", "😀"]
    for number in 0..<5_000 {
      let dialect = number % 2 == 0 ? .rfc4180 : semicolons
      let columns = Int.random(in: 1...4, using: &random)
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<columns).map { _ in
          (0..<Int.random(in: 0...5, using: &random)).map { _ in tokens.randomElement(using: &random) ?? "" }.joined()
        }
      }
      var writer = CSVWriter(dialect: dialect, lineEnd: lineEnd)
      for row in rows {
        for field in row { writer.append(field) }
        writer.endRow()
      }
      let bytes = rows.map { $0.map { Array($0.utf8) } }
      #expect(try RecordParser.rows(of: writer.bytes, dialect: dialect) == bytes)
      let reading = try Reading(of: writer.bytes, dialect: dialect)
      #expect(reading.header == bytes[0])
      #expect(reading.rows == Array(bytes.dropFirst()))
      #expect(reading.records.allSatisfy { !$0.hasStrayQuote })
    }
  }

  @Test("a field is quoted only where it must be")
  func text() {
    var writer = CSVWriter()
    for row in [["id", "a b"], ["", ""], ["x,y", "say \"hi\""], ["line\nend", "é"]] {
      for field in row { writer.append(field) }
      writer.endRow()
    }
    writer.append("")
    writer.endRow()
    writer.endRow()
    let expected = "id,a b\r\n,\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"line\nend\",é\r\n\"\"\r\n"
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  }
}
