import Buffers
import Pipeline
import Testing

@Suite("DecimalParser")
struct DecimalParserTests {
  /// Decimal mark, cell, scale, value.
  static let cases: [(mark: Character, cell: String, scale: Int, value: Int64?)] = [
    (".", "12.5", 2, 1250), (".", "12", 2, 1200), (".", "12.", 2, 1200), (".", ".5", 2, 50), (".", "0", 2, 0),
    (".", "-12.50", 2, -1250), (".", "+7", 0, 7), (".", "\u{2212}7", 0, -7), (".", "007.10", 1, 71),
    (".", "  12.5\t", 2, 1250), (".", "\u{a0}12.5\u{202f}", 2, 1250), (".", "12.500", 2, 1250), (".", "12.505", 2, nil),
    (".", "1,234.50", 2, 123_450), (".", "1,234,567", 0, 1_234_567), (".", "12,34", 0, nil), (".", "1,2345", 0, nil),
    (".", "1234,567", 0, nil), (".", ",123", 0, nil), (".", "1,,234", 0, nil), (".", "1,234,", 0, nil),
    (".", "1.234,5", 3, nil), (".", "1.2.3", 3, nil), (".", "1'234'567.8", 1, 12_345_678),
    (".", "1\u{2019}234.5", 1, 12_345), (".", "1'234,567", 0, nil), (".", "1 234", 0, 1234), (".", "1\t234", 0, nil),
    (",", "12,5", 2, 1250), (",", "1.234,50", 2, 123_450), (",", "1 234 567,50", 2, 123_456_750),
    (",", "1\u{a0}234,5", 1, 12_345), (",", "1\u{202f}234,5", 1, 12_345), (",", "1.5", 2, nil),
    (",", "1.500", 2, 150_000),
    (",", "1 23", 0, nil), (",", "1 234 ", 0, 1234),
    (".", "", 2, nil), (".", " ", 2, nil), (".", ".", 2, nil), (".", "-", 2, nil), (".", "--1", 2, nil),
    (".", "- 1", 2, nil), (".", "1-", 2, nil), (".", "1e3", 2, nil), (".", "NaN", 2, nil), (".", "12 €", 2, nil),
    (".", "0x10", 2, nil), (".", "\u{2019}", 2, nil), (".", "é", 2, nil), (".", "١٢", 2, nil),
    (".", "999999999999999999", 0, 999_999_999_999_999_999), (".", "-999999999999999999", 0, -999_999_999_999_999_999),
    (".", "1000000000000000000", 0, nil), (".", "9999999999999999.99", 2, 999_999_999_999_999_999),
    (".", "10000000000000000", 2, nil), (".", "99999999999999999999999999", 0, nil), (".", "0", 18, 0),
    (".", "1", 18, nil), (".", "0.999999999999999999", 18, 999_999_999_999_999_999),
    (".", "000000000000000000000000000001.50", 2, 150), (".", "1.50000000000000000000000000000", 2, 150),
  ]

  @Test("a number is read at a scale, or not at all", arguments: cases)
  func reads(mark: Character, cell: String, scale: Int, value: Int64?) throws {
    let parser = DecimalParser(decimal: try #require(mark.asciiValue))
    let read = parser.parse(Array(cell.utf8).span, scale: scale)
    #expect(read == value)
  }

  @Test("what is written comes back, plain or in groups")
  func roundTrip() {
    var random = SplitMix64(seed: 17)
    for _ in 0..<20_000 {
      let scale = Int.random(in: 0...6, using: &random)
      let bound =
        Int64.random(in: 1...DecimalParser.maximum, using: &random) >> Int64.random(in: 0..<60, using: &random)
      let value = Int64.random(in: -bound...bound, using: &random)
      var digits = Array(String(value.magnitude))
      while digits.count <= scale { digits.insert("0", at: 0) }
      let fraction = String(digits.suffix(scale))
      var whole = String(digits.dropLast(scale))
      if Bool.random(using: &random) {
        let first = whole.count % 3
        var groups = first > 0 ? [String(whole.prefix(first))] : []
        for start in stride(from: first, to: whole.count, by: 3) {
          groups.append(String(whole.dropFirst(start).prefix(3)))
        }
        whole = groups.joined(separator: [" ", ".", "'", "\u{a0}", "\u{202f}"].randomElement(using: &random) ?? " ")
      }
      let cell = (value < 0 ? "-" : "") + whole + (scale > 0 ? "," + fraction : "")
      let parser = DecimalParser(decimal: UInt8(ascii: ","))
      let read = parser.parse(Array(cell.utf8).span, scale: scale)
      #expect(read == value, "\(cell)")
    }
  }

  @Test(
    "a rating is in hundredths",
    arguments: [
      (".", "4", 400), (",", "4,0", 400), (".", "4.5", 450), (".", " 10 ", 1000), (".", "4.333", nil), (".", "", nil),
      (".", "good", nil), (".", "99999999999", nil), (".", "-1", -100),
    ] as [(Character, String, Int32?)])
  func rating(mark: Character, cell: String, hundredths: Int32?) throws {
    let parser = DecimalParser(decimal: try #require(mark.asciiValue))
    let read = parser.parseRating(Array(cell.utf8).span)
    #expect(read == hundredths)
  }
}
