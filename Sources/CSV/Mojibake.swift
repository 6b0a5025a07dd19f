/// Recognizes UTF-8 that was read as a single-byte encoding and written as UTF-8 once more: `Ð¿Ñ€Ð¸Ð²ÐµÑ‚` for `привет`.
///
/// A text is called mojibake only if all of it, turned back into bytes, is UTF-8 with at least two characters beyond ASCII,
/// or one that Western texts are full of: an accented letter, a quotation mark, an emoji. Text that people write is not, as it would need a capital letter before
/// a sign each time. What is mojibake only in part is not recognized.
public struct Mojibake: Sendable {
  /// The encodings that UTF-8 is taken for in practice; the first that fits is named.
  public static let encodings = ["windows-1252", "windows-1251", "koi8-r"]

  /// Their characters from byte 0x80 on (The Unicode Consortium, mappings of the vendors; RFC 1489); a byte that is not
  /// defined is kept as the control character of the same number by most programs.
  private static let upperHalves = [
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ" + text(0xa0...0xff),
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї" + text(0x410...0x44f),
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъ"
      + "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
  ]
  private static func text(_ codePoints: ClosedRange<UInt32>) -> String {
    String(String.UnicodeScalarView(codePoints.compactMap(Unicode.Scalar.init)))
  }

  /// One past the last code point that any of the encodings has.
  private static let codePointLimit = 0x2600
  /// Texts are turned back at most so many times: each reading with the wrong encoding is one.
  private static let maximumRounds = 3

  /// For each encoding the byte of each code point from U+0080 on; 0 where it has none.
  private let bytes: [[UInt8]]
  /// For each code point, a bit for each encoding in which it can begin a sequence, and from `continuation` on in which it can go
  /// on.
  private let places: [UInt8]
  private static let continuation: UInt8 = 4

  /// Makes the tables.
  public init() {
    var tables: [[UInt8]] = []
    var places = [UInt8](repeating: 0, count: Self.codePointLimit)
    for (number, half) in Self.upperHalves.enumerated() {
      var table = [UInt8](repeating: 0, count: Self.codePointLimit)
      for (byte, scalar) in zip(0x80...UInt8.max, half.unicodeScalars) { table[Int(scalar.value)] = byte }
      for (codePoint, byte) in table.enumerated() where byte != 0 {
        if Self.isLead(byte) { places[codePoint] |= 1 << UInt8(number) }
        if Self.isContinuation(byte) { places[codePoint] |= 1 << (UInt8(number) + Self.continuation) }
      }
      tables.append(table)
    }
    bytes = tables
    self.places = places
  }

  private static func isLead(_ byte: UInt8) -> Bool { (0xc2...0xf4).contains(byte) }
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

  /// The number in `encodings` of the one that `text`, valid UTF-8, was read with by mistake; nil where it was not.
  ///
  /// Cost: what people write is told by its first two characters beyond ASCII.
  public func encoding(of text: Span<UInt8>) -> Int? {
    mayBeMojibake(text) ? bytes.indices.first { turnedBack(text, $0) != nil } : nil
  }

  /// Whether the first two characters beyond ASCII could be the first two bytes of a sequence.
  private func mayBeMojibake(_ text: Span<UInt8>) -> Bool {
    if isASCII(text) { return false }
    var index = 0
    while index < text.count, text[index] < 0x80 { index += 1 }
    let (lead, length) = Self.codePoint(text, index)
    index += length
    guard index < text.count, text[index] >= 0x80 else { return false }
    let (second, _) = Self.codePoint(text, index)
    guard lead < Self.codePointLimit, second < Self.codePointLimit else { return false }
    return places[lead] & places[second] >> Self.continuation != 0
  }

  /// The text that was meant.
  public func repaired(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Self.maximumRounds {
      guard let better = bytes.indices.lazy.compactMap({ turnedBack(text.span, $0) }).first else { break }
      text = better
    }
    return text
  }

  /// The bytes that `text` was read from by the encoding of a number; nil where they are not UTF-8.
  private func turnedBack(_ text: Span<UInt8>, _ number: Int) -> [UInt8]? {
    let table = bytes[number]
    var result: [UInt8] = []
    var sequenceCount = 0
    var isTypical = false
    // Bytes that the character at hand still lacks.
    var missing = 0
    var index = 0
    while index < text.count {
      let (value, length) = Self.codePoint(text, index)
      index += length
      guard value >= 0x80 else {
        if missing > 0 { return nil }
        result.append(UInt8(truncatingIfNeeded: value))
        continue
      }
      guard value < Self.codePointLimit, table[value] != 0 else { return nil }
      let byte = table[value]
      if missing > 0 {
        guard Self.isContinuation(byte) else { return nil }
        missing -= 1
      } else {
        guard Self.isLead(byte) else { return nil }
        missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
        sequenceCount += 1
        isTypical = number == 0 && [0xc2, 0xc3, 0xe2, 0xf0].contains(byte)
      }
      result.append(byte)
    }
    guard missing == 0, sequenceCount >= 2 || (sequenceCount == 1 && isTypical), isValidUTF8(result.span) else {
      return nil
    }
    return result
  }

  /// A code point of valid UTF-8, and its length.
  private static func codePoint(_ text: Span<UInt8>, _ index: Int) -> (value: Int, length: Int) {
    let first = Int(text[index])
    if first < 0x80 { return (first, 1) }
    let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    var value = first & (0xff >> (length + 1))
    for offset in 1..<length where index + offset < text.count { value = value << 6 | Int(text[index + offset] & 0x3f) }
    return (value, length)
  }
}
