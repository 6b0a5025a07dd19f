internal import Buffers

/// The cells of an export that mean "no value".
package struct MissingTokens: Sendable {
  private var tokens = ByteStrings()
  /// Bit n: a token has n bytes; bit 63 stands for 63 and more.
  private var lengths: UInt64 = 0

  /// Takes the tokens as the pipeline file gives them; blanks at their ends do not count.
  package init(_ tokens: [String]) {
    for token in tokens {
      let bytes = Array(token.utf8)
      let range = Blanks.trimmed(bytes.span)
      self.tokens.append(bytes.span.extracting(range))
      lengths |= Self.bit(range.count)
    }
  }

  /// Whether a cell, blanks at its ends left out, is one of the tokens, byte for byte.
  @inline(__always)
  package func contains(_ cell: Span<UInt8>) -> Bool {
    if cell.isEmpty { return lengths & 1 != 0 }
    // Nearly all cells begin and end with a letter or digit, and no token is as long as they are.
    if Blanks.isNone(cell[0]), Blanks.isNone(cell[cell.count - 1]),
      lengths & Self.bit(cell.count) == 0
    {
      return false
    }
    return containsTrimmed(cell)
  }

  private func containsTrimmed(_ cell: Span<UInt8>) -> Bool {
    let range = Blanks.trimmed(cell)
    return lengths & Self.bit(range.count) != 0 && isToken(cell.extracting(range))
  }

  private func isToken(_ cell: Span<UInt8>) -> Bool {
    for index in 0..<tokens.count
    where cell.hasSameBytes(as: tokens.bytes.span.extracting(tokens.range(index))) {
      return true
    }
    return false
  }

  @inline(__always)
  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }
}
