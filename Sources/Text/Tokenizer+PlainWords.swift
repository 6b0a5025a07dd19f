internal import Buffers

// The words that are nearly all of a text: letters of ASCII, or of two bytes (accented Latin, Cyrillic), and nothing that
// asks for a second look. They are folded eight letters at a time. Whatever is not plain is left to `scanWord`, which knows all
// cases; both give the same token for a plain word.
extension Tokenizer {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let caseBits: UInt64 = 0x2020_2020_2020_2020

  /// Appends the word that begins at `start` and gives the offset behind it; nil where no plain word begins there, and nothing is
  /// appended then.
  @inline(never)
  func scanPlainWord(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int? {
    var offset = start
    var length = 0
    var isCapitals = true
    var wideLetters = 0
    var hasLatin = false
    var hasCyrillic = false
    var lastWide: UInt16 = 0
    var wideRun = 0
    let first = tokens.arenaCount
    while true {
      let word = text.paddedWord(at: offset)
      let count = Self.leadingLetters(word)
      if count > 0 {
        guard length + count <= Self.maximumWordBytes else { return nil }
        let mask: UInt64 = count == 8 ? .max : (1 << UInt64(count * 8)) - 1
        let folded = word | Self.caseBits
        if Self.hasTriple(folded, text, offset, mask) { return nil }
        tokens.arena.setWord(folded & mask, at: first + length)
        isCapitals = isCapitals && word & Self.caseBits & mask == 0
        hasLatin = true
        lastWide = 0
        length += count
        offset += count
        if count == 8 { continue }
      }
      // Letters of two bytes, as long as they follow each other.
      let wideStart = offset
      while offset + 2 <= text.count, text[offset] >= 0xc3, text[offset] < 0xe0 {
        let index = Int(text[offset] & 0x1f) << 6 | Int(text[offset + 1] & 0x3f)
        let folded = table.plainLetters[index]
        guard folded != 0, text[offset + 1] & 0xc0 == 0x80, length + 2 <= Self.maximumWordBytes else { return nil }
        wideRun = folded == lastWide ? wideRun + 1 : 1
        if wideRun >= 3 { return nil }
        lastWide = folded
        let isCyrillic = index >= 0x400 && index < 0x530
        hasCyrillic = hasCyrillic || isCyrillic
        hasLatin = hasLatin || !isCyrillic
        isCapitals = isCapitals && table.isCapital[index]
        tokens.arena.setHalf(folded, at: first + length)
        length += 2
        offset += 2
        wideLetters += 1
      }
      if offset == wideStart { break }
    }
    guard length > 0, !(hasLatin && hasCyrillic) else { return nil }
    var flags: TokenFlags = wideLetters > 0 ? .beyondASCII : []
    if isCapitals, length - wideLetters >= 3 { flags.insert(.capitals) }
    if offset < text.count {
      let next = text[offset]
      // A blank, a comma, a full stop behind anything but `www`.
      let ends =
        next <= 0x20 || next == 0x2c
        || next == 0x2e && !(length == 3 && tokens.arena.word(at: first) & 0xff_ffff == 0x77_7777)
      if !ends {
        switch endOfPlainWord(text, offset, length) {
        case .plain: break
        case .elision(let end):
          tokens.arena[first + length] = 0x27
          length += 1
          offset = end
        case .unclear: return nil
        }
      }
    }
    tokens.appendWord(length, flags, start, offset)
    return offset
  }

  private enum WordEnd {
    case plain
    /// An apostrophe and a letter follow; the offset behind the apostrophe.
    case elision(Int)
    case unclear
  }

  /// What the byte behind the letters makes of the word.
  private func endOfPlainWord(_ text: Span<UInt8>, _ offset: Int, _ length: Int) -> WordEnd {
    let (scalar, size) = text.scalar(at: offset)
    switch table.characterClass(scalar) {
    case .apostrophe:
      guard offset + size < text.count else { return .plain }
      let (following, _) = text.scalar(at: offset + size)
      guard table.characterClass(following) == .letter else { return .plain }
      return length < Self.maximumWordBytes ? .elision(offset + size) : .unclear
    case .letter, .digit, .combiningMark, .ignored, .hyphen: return .unclear
    case .separator: return scalar == "@" ? .unclear : .plain
    // `www.` and `http:` open links.
    case .sentenceEnd: return scalar == "." ? .unclear : .plain
    case .clauseEnd: return scalar == ":" && (length == 4 || length == 5) ? .unclear : .plain
    case .symbol: return .plain
    }
  }

  /// How many of the eight bytes are ASCII letters before the first that is none.
  @inline(__always)
  private static func leadingLetters(_ word: UInt64) -> Int {
    // Per byte: the high bit is set where the byte, its case bit set and its high bit cleared, is below "a" or above "z".
    let low = (word | caseBits) & ~highBits
    let atLeastA = low &+ ones &* (0x80 - 0x61)
    let aboveZ = low &+ ones &* (0x80 - 0x7b)
    let isLetter = atLeastA & ~aboveZ & ~word & highBits
    return (isLetter ^ highBits).trailingZeroBitCount >> 3
  }

  /// Whether one of eight folded bytes at `offset` stands three times in a row, counted from a place that `mask` covers.
  ///
  /// What equals a folded letter is a letter, so that no triple reaches beyond the word.
  @inline(__always)
  private static func hasTriple(_ folded: UInt64, _ text: Span<UInt8>, _ offset: Int, _ mask: UInt64) -> Bool {
    let second = text.paddedWord(at: offset + 1) | caseBits
    let third = text.paddedWord(at: offset + 2) | caseBits
    let differences = folded ^ second | folded ^ third
    return (differences &- ones) & ~differences & highBits & mask != 0
  }
}
