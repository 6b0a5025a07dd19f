import Buffers
import Parquet
import Testing

@Suite("Bounds of strings")
struct EncodedBoundsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let value: [UInt8]
    let isText: Bool
    let min: [UInt8]
    let max: [UInt8]

    init(_ name: String, text: String, min: String, max: String) {
      testDescription = name
      value = Array(text.utf8)
      isText = true
      self.min = Array(min.utf8)
      self.max = Array(max.utf8)
    }

    init(_ name: String, bytes: [UInt8], isText: Bool = false, min: [UInt8], max: [UInt8]) {
      testDescription = name
      value = bytes
      self.isText = isText
      self.min = min
      self.max = max
    }
  }

  static let limit = 8

  static let cases = [
    Case("as long as the limit", text: "abcdefgh", min: "abcdefgh", max: "abcdefgh"),
    Case("one byte longer", text: "abcdefghi", min: "abcdefgh", max: "abcdefgi"),
    Case("empty", text: "", min: "", max: ""),
    Case("a code point of two bytes across the limit", text: "abcdefgжж", min: "abcdefg", max: "abcdefh"),
    Case("a code point of three bytes across the limit", text: "abcdef€€", min: "abcdef", max: "abcdeg"),
    Case("a code point of four bytes across the limit", text: "abcde😀😀", min: "abcde", max: "abcdf"),
    Case("code points of four bytes", text: "😀😀😀", min: "😀😀", max: "😀😁"),
    Case("the last before the surrogates", text: "abcde\u{d7ff}z", min: "abcde\u{d7ff}", max: "abcde\u{e000}"),
    Case("a successor that is too long", text: "abcdefg\u{7f}z", min: "abcdefg\u{7f}", max: "abcdefh"),
    Case("the last code point", text: "abcd\u{10FFFF}z", min: "abcd\u{10FFFF}", max: "abce"),
    Case(
      "nothing but the last code point", text: "\u{10FFFF}\u{10FFFF}\u{10FFFF}", min: "\u{10FFFF}\u{10FFFF}",
      max: "\u{10FFFF}\u{10FFFF}\u{10FFFF}"),
    Case(
      "bytes that end in 0xFF", bytes: [1, 2, 3, 4, 5, 6, 255, 255, 255], min: [1, 2, 3, 4, 5, 6, 255, 255],
      max: [1, 2, 3, 4, 5, 7]),
    Case(
      "nothing but 0xFF", bytes: [UInt8](repeating: 255, count: 12), min: [UInt8](repeating: 255, count: 8),
      max: [UInt8](repeating: 255, count: 12)),
    Case(
      "text that is no UTF-8", bytes: [UInt8](repeating: 0x80, count: 9), isText: true,
      min: [UInt8](repeating: 0x80, count: 8), max: [UInt8](repeating: 0x80, count: 7) + [0x81]),
  ]

  @Test("A bound is shortened at a code point, and an upper one is incremented", arguments: cases)
  func truncation(_ sample: Case) {
    let bounds = EncodedBounds(truncating: sample.value, sample.value, limit: Self.limit, isText: sample.isText)
    #expect(bounds.min == sample.min)
    #expect(bounds.max == sample.max)
    #expect(bounds.isMinExact == (sample.min == sample.value))
    #expect(bounds.isMaxExact == (sample.max == sample.value))
  }

  @Test("Bounds of any text enclose it and are valid UTF-8")
  func enclosing() {
    var random = SplitMix64(seed: 11)
    let alphabet = Array("az\u{7f}é\u{7ff}€\u{d7ff}\u{ffff}😀\u{10FFFF}".unicodeScalars)
    for _ in 0..<5_000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int(random.next() % 14) { view.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
      let value = Array(String(view).utf8)
      for limit in 4...12 {
        let bounds = EncodedBounds(truncating: value, value, limit: limit, isText: true)
        #expect(!value.lexicographicallyPrecedes(bounds.min))
        #expect(!bounds.max.lexicographicallyPrecedes(value))
        #expect(bounds.min.count <= limit)
        #expect(bounds.max.count <= limit || bounds.isMaxExact)
        #expect(String(validating: bounds.min, as: UTF8.self) != nil)
        #expect(String(validating: bounds.max, as: UTF8.self) != nil)
      }
    }
  }
}
