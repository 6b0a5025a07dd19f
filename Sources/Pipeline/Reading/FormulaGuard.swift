// OWASP, "CSV Injection": a cell that begins with =, +, -, @, TAB or CR is run as a formula by spreadsheets, which also look
// behind blanks and quotes and take full-width forms (U+FF0B, U+FF0D, U+FF1D, U+FF20) for the same.

/// Tells texts that a spreadsheet would run as a formula; an apostrophe before one makes it text.
package enum FormulaGuard {
  /// What is put before such a text.
  package static let prefix = UInt8(ascii: "'")

  /// Whether a spreadsheet could take the text for a formula; numbers with a sign, and single marks, are none.
  package static func isFormula(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { return true }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        index += 1
      } else if let length = invisibleLength(text, index) {
        index += length
      } else {
        break
      }
    }
    guard index < text.count else { return false }
    if "=+-@".utf8.contains(text[index]) {
      return text.count - index > 1 && !(index == 0 && isNumber(text))
    }
    guard index + 2 < text.count, text[index] == 0xef, text[index + 1] == 0xbc else { return false }
    return [0x8b, 0x8d, 0x9d, 0xa0].contains(text[index + 2])
  }

  /// Bytes of a blank that is not ASCII, a zero-width character or a byte order mark.
  private static func invisibleLength(_ text: Span<UInt8>, _ index: Int) -> Int? {
    if index + 1 < text.count, text[index] == 0xc2, text[index + 1] == 0xa0 { return 2 }
    guard index + 2 < text.count else { return nil }
    let bytes = (text[index], text[index + 1], text[index + 2])
    // U+2000 to U+200F, U+202F, U+3000, U+FEFF.
    if bytes.0 == 0xe2, bytes.1 == 0x80, (0x80...0x8f).contains(bytes.2) || bytes.2 == 0xaf { return 3 }
    return bytes == (0xe3, 0x80, 0x80) || bytes == (0xef, 0xbb, 0xbf) ? 3 : nil
  }

  /// A sign, digits, and points, commas or blanks between them.
  private static func isNumber(_ text: Span<UInt8>) -> Bool {
    guard text.count > 1, isDigit(text[1]), let last = text.indices.last, isDigit(text[last]) else { return false }
    for index in 1..<text.count where !isDigit(text[index]) && !".,".utf8.contains(text[index]) { return false }
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
