/// Blanks as exports hold them around values and between groups of digits.
enum Blanks {
  /// Whether a byte is no part of any blank: ASCII from `!` on.
  @inline(__always)
  static func isNone(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5f }

  /// How many bytes the blank that begins at `index` has: a space, tab or line end, U+00A0, U+2009 or U+202F; 0 for none.
  @inline(__always)
  static func length(in bytes: Span<UInt8>, at index: Int) -> Int {
    let byte = bytes[index]
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) { return 1 }
    if byte < 0xc2 { return 0 }
    if byte == 0xc2 { return index + 1 < bytes.count && bytes[index + 1] == 0xa0 ? 2 : 0 }
    guard byte == 0xe2, index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
    return bytes[index + 2] == 0x89 || bytes[index + 2] == 0xaf ? 3 : 0
  }

  /// The bytes of a cell without the blanks at its ends.
  @inline(__always)
  static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end {
      let length = length(in: bytes, at: start)
      if length == 0 { break }
      start += length
    }
    while end > start {
      if bytes[end - 1] < 0x80 {
        if length(in: bytes, at: end - 1) == 0 { break }
        end -= 1
      } else if end - start >= 2, length(in: bytes, at: end - 2) == 2 {
        end -= 2
      } else if end - start >= 3, length(in: bytes, at: end - 3) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }
}
