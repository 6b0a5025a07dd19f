import CSV
import Testing

@Suite("Dialect")
struct DialectTests {
  @Test(
    "a dialect has two different bytes, neither of which ends a line",
    arguments: [
      (UInt8(ascii: ","), UInt8(ascii: "\""), true),
      (UInt8(ascii: "\t"), UInt8(ascii: "'"), true),
      (0, 0xff, true),
      (UInt8(ascii: "\""), UInt8(ascii: "\""), false),
      (UInt8(ascii: "\n"), UInt8(ascii: "\""), false),
      (UInt8(ascii: ","), UInt8(ascii: "\r"), false),
    ])
  func validity(delimiter: UInt8, quote: UInt8, isValid: Bool) {
    #expect((Dialect(delimiter: delimiter, quote: quote) != nil) == isValid)
  }
}
