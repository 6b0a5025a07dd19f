internal import Buffers

extension Tokenizer {
  /// Whether a word is folded already: `fold` would give its very bytes.
  ///
  /// False only means that it must be folded to know. About 1 ns a letter.
  public func isFolded(_ word: Span<UInt8>) -> Bool {
    guard !word.isEmpty, word.count <= Self.maximumWordBytes else { return false }
    var offset = 0
    var last: Unicode.Scalar = " "
    var run = 0
    var hasLatin = false
    var hasCyrillic = false
    while offset < word.count {
      let (scalar, length) = word.scalar(at: offset)
      offset += length
      guard table.characterClass(scalar) == .letter, table.fold(scalar) == scalar else { return false }
      if scalar.value >= 0x400, scalar.value < 0x530 { hasCyrillic = true } else { hasLatin = true }
      run = scalar == last ? run + 1 : 1
      last = scalar
      if run > 3 { return false }
    }
    return !(hasLatin && hasCyrillic)
  }
}
