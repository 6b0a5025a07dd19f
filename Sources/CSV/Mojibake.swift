/// Recognizes UTF-8 that was read as a single-byte encoding and written as UTF-8 once more: `Ð¿Ñ€Ð¸Ð²ÐµÑ‚` for `привет`.
///
/// A text is called mojibake only if all of it, turned back into bytes, is UTF-8 with at least two characters beyond ASCII,
/// or one that Western texts are full of: an accented letter, a quotation mark, an emoji. Text that people write is not, as it would need a capital letter before
/// a sign each time. What is mojibake only in part is not recognized.
public struct Mojibake: Sendable {
  /// The encodings that UTF-8 is taken for in practice; the first that fits is named.
  public static let encodings = ["windows-1252", "windows-1251", "koi8-r"]

  /// One past the last code point that any of the encodings has.
  private static let codePointLimit = 0x2600
  /// Texts are turned back at most so many times: each reading with the wrong encoding is one.
  private static let maximumRounds = 3

  /// For each encoding the byte of each code point from U+0080 on; 0 where it has none.
  private let bytes: [[UInt8]]

  /// Makes the tables.
  ///
  /// - Throws: `encoding` where this machine's iconv lacks one of the encodings.
  public init() throws(ReadError) {
    var tables: [[UInt8]] = []
    for encoding in Self.encodings {
      let transcoder = try Transcoder(encoding: encoding)
      var table = [UInt8](repeating: 0, count: Self.codePointLimit)
      for byte in 0x80...UInt8.max {
        // A byte that is not defined is kept as the control character of the same number by most programs.
        table[Int(byte)] = transcoder.undefinedByte([byte]) == nil ? table[Int(byte)] : byte
      }
      for byte in 0x80...UInt8.max where transcoder.undefinedByte([byte]) == nil {
        let text = String(decoding: transcoder.text([byte]), as: UTF8.self)
        if let scalar = text.unicodeScalars.first, scalar.value < UInt32(Self.codePointLimit) {
          table[Int(scalar.value)] = byte
        }
      }
      tables.append(table)
    }
    bytes = tables
  }

  /// The number in `encodings` of the one that `text`, valid UTF-8, was read with by mistake; nil where it was not.
  public func encoding(of text: Span<UInt8>) -> Int? {
    bytes.indices.first { turnedBack(text, $0) != nil }
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
        guard byte & 0xc0 == 0x80 else { return nil }
        missing -= 1
      } else {
        guard (0xc2...0xf4).contains(byte) else { return nil }
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
