internal import Buffers

/// Up to four letters in a row, sixteen bits each, and the keys under which a language table holds them.
///
/// A boundary stands before and after a word. Letters beyond the Basic Multilingual Plane are cut to sixteen bits.
public enum LetterSequence {
  /// Letters of the longest sequence.
  public static let maximumWidth = 4
  /// The blank before and after a word.
  public static let boundary: UInt64 = 0x20

  /// The key of a sequence of letters: what its last letter costs after the others.
  public static func key(_ letters: UInt64) -> UInt64 { mix64(letters, 0x9e37_79b9_7f4a_7c15) }

  /// The key of a sequence as a context: what it costs that a letter was never seen after it.
  public static func contextKey(_ letters: UInt64) -> UInt64 { mix64(letters, 0xc2b2_ae3d_27d4_eb4f) }

  /// The key of a whole word.
  public static func wordKey(_ word: Span<UInt8>) -> UInt64 { hash64(word, seed: 0x1656_67b1_9e37_79f9) }

  /// The key of what an unknown letter costs: no sequence of letters is empty.
  public static let unknownKey = key(0)

  /// The last `width` letters.
  public static func last(_ width: Int, of letters: UInt64) -> UInt64 {
    width >= maximumWidth ? letters : letters & (1 << (UInt64(width) * 16) - 1)
  }

  /// Calls `body` with the sequence that ends in each letter of a word, the closing boundary included, and with its width.
  public static func forEach(in word: Span<UInt8>, _ body: (_ letters: UInt64, _ width: Int) -> Void) {
    var letters = boundary
    var width = 1
    var offset = 0
    while offset < word.count {
      let (scalar, length) = word.scalar(at: offset)
      offset += length
      letters = letters << 16 | UInt64(scalar.value & 0xffff)
      width = min(width + 1, maximumWidth)
      body(letters, width)
    }
    body(letters << 16 | boundary, min(width + 1, maximumWidth))
  }

  /// What the letters of a word cost in each language, by the longest known sequences and what it costs to fall back on them
  /// (Katz 1987; the probabilities are smoothed where they are counted).
  public static func costs(
    ofWord word: Span<UInt8>, unknown: SIMD16<UInt16>, find: (UInt64) -> SIMD16<UInt8>?
  ) -> SIMD16<UInt16> {
    var sum = SIMD16<UInt16>.zero
    forEach(in: word) { letters, width in sum &+= cost(letters, width: width, unknown: unknown, find: find) }
    return relative(sum)
  }

  /// What the last letter of a sequence costs.
  public static func cost(
    _ letters: UInt64, width: Int, unknown: SIMD16<UInt16>, find: (UInt64) -> SIMD16<UInt8>?
  ) -> SIMD16<UInt16> {
    var sum = SIMD16<UInt16>.zero
    var width = width
    while width > 0 {
      let sequence = last(width, of: letters)
      if let costs = find(key(sequence)) { return sum &+ costs.widened }
      if width > 2, let costs = find(contextKey(sequence >> 16)) { sum &+= costs.widened }
      width -= 1
    }
    return sum &+ unknown
  }

  /// Costs above the cheapest of them.
  public static func relative(_ costs: SIMD16<UInt16>) -> SIMD16<UInt16> {
    costs &- SIMD16<UInt16>(repeating: costs.min())
  }
}
