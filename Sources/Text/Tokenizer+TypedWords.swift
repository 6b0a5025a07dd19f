internal import Buffers

// The words that are nearly all of a text are left as they are typed: whoever meets a word again and again knows it by its bytes,
// and has it folded but once.
extension Tokenizer {
  /// Appends the word that begins at `start` as typed, and gives the offset behind it; nil where its end is not plain to see, and
  /// nothing is appended then.
  @inline(never)
  func scanTypedWord(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int? {
    var offset = start
    var key = WordKey.Builder()
    var run = LetterRun()
    while true {
      let word = text.paddedWord(at: offset)
      let count = run.count(of: word)
      if count == 8 {
        key.add(word)
        offset += 8
        continue
      }
      if count > 0 {
        key.add(word & ((1 << UInt64(count * 8)) - 1))
        offset += count
      }
      break
    }
    let length = offset - start
    guard length > 0, length < Self.maximumWordBytes else { return nil }
    if offset < text.count {
      let next = text[offset]
      // A blank, a comma, a full stop behind anything but `www`.
      let ends = next <= 0x20 || next == 0x2c || next == 0x2e && !(length == 3 && isWWW(text, start))
      if !ends {
        switch endOfTypedWord(text, offset, length) {
        case .plain: break
        case .elision(let end):
          tokens.appendTyped(key.key(count: length, .elision), start, end)
          return end
        case .unclear: return nil
        }
      }
    }
    tokens.appendTyped(key.key(count: length, .typed), start, offset)
    return offset
  }

  private func isWWW(_ text: Span<UInt8>, _ start: Int) -> Bool {
    text.paddedWord(at: start) & 0xdf_dfdf == 0x57_5757
  }

  private enum WordEnd {
    case plain
    /// An apostrophe and a letter follow; the offset behind the apostrophe.
    case elision(Int)
    case unclear
  }

  /// What the byte behind the letters makes of the word.
  private func endOfTypedWord(_ text: Span<UInt8>, _ offset: Int, _ length: Int) -> WordEnd {
    let (scalar, size) = text.scalar(at: offset)
    switch table.characterClass(scalar) {
    case .apostrophe:
      guard offset + size < text.count else { return .plain }
      let (following, _) = text.scalar(at: offset + size)
      return table.characterClass(following) == .letter ? .elision(offset + size) : .plain
    case .letter, .digit, .combiningMark, .ignored, .hyphen: return .unclear
    case .separator: return scalar == "@" ? .unclear : .plain
    // `www.` and `http:` open links.
    case .sentenceEnd: return scalar == "." ? .unclear : .plain
    case .clauseEnd: return scalar == ":" && (length == 4 || length == 5) ? .unclear : .plain
    case .symbol: return .plain
    }
  }

  /// Folds the word as typed at `index`, unless it is folded already: gives it its form and its flags.
  ///
  /// - Returns: whether its bytes are one word after all; where they are not, the text must be tokenized without words as typed.
  public mutating func fold(_ index: Int, of text: Span<UInt8>, in tokens: inout TokenBuffer) -> Bool {
    if !tokens[index].isTyped { return true }
    let end = scanWord(text, Int(tokens[index].start), &tokens)
    return tokens.moveLastForm(to: index, end: end)
  }
}

/// Counts the letters at the beginning of a text eight bytes at a time: those of ASCII and those of two bytes in Latin and Cyrillic.
///
/// A two-byte letter is told by its first byte; the few signs among them (`×`) are found when the word is folded.
private struct LetterRun {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let caseBits: UInt64 = 0x2020_2020_2020_2020

  /// The high bit of its lowest byte is set where the eight bytes before ended with the first byte of a letter.
  private var carried: UInt64 = 0

  /// How many of the eight bytes belong to letters before the first that does not.
  @inline(__always)
  mutating func count(of word: UInt64) -> Int {
    // Per byte: the high bit is set where the byte, its case bit set and its high bit cleared, is below "a" or above "z".
    let low = (word | Self.caseBits) & ~Self.highBits
    let atLeastA = low &+ Self.ones &* (0x80 - 0x61)
    let aboveZ = low &+ Self.ones &* (0x80 - 0x7b)
    let high = word & Self.highBits
    var letters = atLeastA & ~aboveZ & ~word & Self.highBits
    if high | carried != 0 {
      let leads = high & word << 1
      let unknown = leads & ~(bytes(of: word, 0xc3, 0xff) | bytes(of: word, 0xc4, 0xfe) | bytes(of: word, 0xd0, 0xfe))
      // Behind each first byte of a letter stands one continuation, and nowhere else.
      let misplaced = (high & ~leads) ^ (leads << 8 | carried)
      letters = (letters | high) & ~misplaced & ~unknown
      carried = leads >> 56
    }
    return (letters ^ Self.highBits).trailingZeroBitCount >> 3
  }

  /// The high bits of the bytes that equal `value` where `mask` has bits.
  @inline(__always)
  private func bytes(of word: UInt64, _ value: UInt64, _ mask: UInt64) -> UInt64 {
    let difference = (word & (Self.ones &* mask)) ^ (Self.ones &* value)
    let seven = ~Self.highBits
    return ~((difference & seven &+ seven) | difference | seven)
  }
}
