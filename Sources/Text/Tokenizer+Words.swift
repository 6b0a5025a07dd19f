extension Tokenizer {
  /// What is known of the word being scanned.
  private struct WordState {
    var letters = 0
    var capitals = 0
    var digits = 0
    var run = 0
    var last: Unicode.Scalar = " "
    var hasLatin = false
    var hasCyrillic = false
    var flags: TokenFlags = []
    /// What `run`, `last` and `flags` were before the last letter, and whether that one was kept: a mark may make another letter of it.
    var before: (run: Int, last: Unicode.Scalar, flags: TokenFlags, isKept: Bool) = (0, " ", [], false)
  }

  /// Scans the word, number or fraction that begins at `start`, appends it and gives the offset behind it.
  mutating func scanWord(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int {
    word.removeAll(keepingCapacity: true)
    var state = WordState()
    var offset = start
    scan: while offset < text.count {
      let byte = text[offset]
      // ASCII letters are most of four languages: fold by a bit, no table.
      let lower = byte | 0x20
      if lower >= 0x61, lower <= 0x7a {
        append(Unicode.Scalar(lower), isCapital: byte != lower, &state)
        state.hasLatin = true
        offset += 1
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      switch table.characterClass(scalar) {
      case .letter:
        let folded = table.fold(scalar)
        append(folded, isCapital: folded != scalar && scalar != "ё", &state)
        state.flags.insert(.beyondASCII)
        if scalar.value >= 0x400, scalar.value < 0x530 { state.hasCyrillic = true } else { state.hasLatin = true }
      case .digit:
        state.digits += 1
        state.run = 0
        if word.count + UTF8.width(scalar) <= Self.maximumWordBytes { word.append(scalar: scalar) }
      case .combiningMark:
        compose(scalar, &state)
      case .ignored:
        break
      case .apostrophe where state.letters > 0 && isLetter(text, offset + length):
        if word.count < Self.maximumWordBytes { word.append(0x27) }
        offset += length
        break scan
      case .hyphen where state.letters > 0 && isLetter(text, offset + length):
        state.flags.insert(.hyphenated)
        state.run = 0
        if word.count < Self.maximumWordBytes { word.append(0x2d) }
      default:
        break scan
      }
      offset += length
    }
    if state.letters == 0 { return finishNumber(text, start, offset, &tokens) }
    if let end = endOfLink(text, offset) {
      if text[offset] == UInt8(ascii: "@") { tokens.removeTokens(from: startOfLocalPart(text, offset)) }
      return end
    }
    if state.hasCyrillic, state.hasLatin {
      homoglyphs.replaceLatin(in: &word)
      shortenRuns(&state.flags)
      // Cyrillic letters take two bytes where Latin ones took one.
      while word.count > Self.maximumWordBytes {
        while let last = word.popLast(), last & 0xc0 == 0x80 {}
      }
    }
    if state.letters >= 3, state.capitals == state.letters { state.flags.insert(.capitals) }
    tokens.append(word.span, .word, state.flags, start, offset)
    return offset
  }

  @inline(__always)
  private mutating func append(_ scalar: Unicode.Scalar, isCapital: Bool, _ state: inout WordState) {
    state.letters += 1
    if isCapital { state.capitals += 1 }
    append(scalar, &state)
  }

  /// Appends a folded letter, but no more than three of a run.
  @inline(__always)
  private mutating func append(_ scalar: Unicode.Scalar, _ state: inout WordState) {
    state.before = (state.run, state.last, state.flags, false)
    if scalar == state.last {
      state.run += 1
      if state.run >= 3 {
        state.flags.insert(.stretched)
        if state.run > 3 { return }
      }
    } else {
      state.last = scalar
      state.run = 1
    }
    if word.count + UTF8.width(scalar) <= Self.maximumWordBytes {
      word.append(scalar: scalar)
      state.before.isKept = true
    }
  }

  /// Joins a combining mark to the letter before it, where NFC has one letter for both; drops it where not.
  private mutating func compose(_ mark: Unicode.Scalar, _ state: inout WordState) {
    guard let composed = composition.compose(state.last, mark) else { return }
    if state.before.isKept {
      while let last = word.popLast(), last & 0xc0 == 0x80 {}
    }
    (state.run, state.last, state.flags) = (state.before.run, state.before.last, state.before.flags)
    append(table.fold(composed), &state)
    state.flags.insert(.beyondASCII)
  }

  /// Cuts runs of a letter to three, which have become longer by letters that were taken for others.
  private mutating func shortenRuns(_ flags: inout TokenFlags) {
    var kept: [UInt8] = []
    var run = 0
    var last: Unicode.Scalar?
    for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
      run = scalar == last ? run + 1 : 1
      last = scalar
      if run >= 3 { flags.insert(.stretched) }
      if run <= 3 { kept.append(scalar: scalar) }
    }
    word = kept
  }

  func isLetter(_ text: Span<UInt8>, _ offset: Int) -> Bool {
    offset < text.count && table.characterClass(text.scalar(at: offset).scalar) == .letter
  }

  /// A number may hold `.`, `,` or `:` between digits; a slash and digits make it a fraction.
  private mutating func finishNumber(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, _ tokens: inout TokenBuffer
  ) -> Int {
    func isDigit(_ offset: Int) -> Bool { offset < text.count && text[offset] >= 0x30 && text[offset] <= 0x39 }
    var offset = end
    while offset < text.count {
      let byte = text[offset]
      let joins = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
      guard isDigit(offset) || joins && isDigit(offset + 1) else { break }
      if word.count < Self.maximumWordBytes { word.append(byte) }
      offset += 1
    }
    guard offset < text.count, text[offset] == UInt8(ascii: "/"), isDigit(offset + 1) else {
      tokens.append(word.span, .number, [], start, offset)
      return offset
    }
    repeat {
      if word.count < Self.maximumWordBytes { word.append(text[offset]) }
      offset += 1
    } while isDigit(offset)
    if offset < text.count, text[offset] == UInt8(ascii: "/"), isDigit(offset + 1) {
      // Two slashes make a date.
      repeat { offset += 1 } while isDigit(offset)
      tokens.append(word.span, .number, [], start, offset)
      return offset
    }
    tokens.append(word.span, .fraction, [], start, offset)
    return offset
  }

  /// Where the word just scanned opens a link or an address (`https:`, `www.`, `name@`), the end of it.
  private func endOfLink(_ text: Span<UInt8>, _ offset: Int) -> Int? {
    guard offset < text.count else { return nil }
    switch text[offset] {
    case UInt8(ascii: "@"):
      return isLetter(text, offset + 1) ? endOfToken(text, offset) : nil
    case UInt8(ascii: ":") where word == Self.http || word == Self.https:
      return endOfToken(text, offset)
    case UInt8(ascii: ".") where word == Self.www:
      return endOfToken(text, offset)
    default:
      return nil
    }
  }

  /// Where the run of bytes that may be the local part of an address begins, before its at sign or a word of it.
  func startOfLocalPart(_ text: Span<UInt8>, _ offset: Int) -> Int {
    var start = offset
    while start > 0, Self.isLocal(text[start - 1]) { start -= 1 }
    return start
  }

  /// Letters, digits and `._%+-`.
  private static func isLocal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2e, 0x5f, 0x25, 0x2b, 0x2d: true
    default: false
    }
  }

  private static let http = Array("http".utf8)
  private static let https = Array("https".utf8)
  private static let www = Array("www".utf8)

  /// The next blank or line end at or after `offset`.
  func endOfToken(_ text: Span<UInt8>, _ offset: Int) -> Int {
    var end = offset
    while end < text.count, text[end] > 0x20 { end += 1 }
    return end
  }
}
