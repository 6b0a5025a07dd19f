internal import Buffers

// The words that are nearly all of a text are left as they are typed: whoever meets a word again and again knows it by its bytes,
// and has it folded but once.
extension Tokenizer {
  /// Appends the words from `start` on as typed and passes over the blanks between them.
  ///
  /// - Returns: the offset of what is neither a blank nor a word whose end is plain to see, or the end.
  func scanTypedWords(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int {
    var offset = start
    while offset < text.count {
      let length = tokens.letters.run(at: offset)
      if length == 0 {
        if text[offset] != 0x20 { return offset }
        offset &+= 1
        continue
      }
      guard length < Self.maximumWordBytes else { return offset }
      let end = offset &+ length
      var isFollowedByBlank = false
      if end < text.count {
        let next = text[end]
        isFollowedByBlank = next == 0x20
        // A blank, a comma, a full stop behind anything but `www`, as which `wwww` is folded too.
        let ends = next <= 0x20 || next == 0x2c || next == 0x2e && !(length >= 3 && isWWW(text, offset))
        if !ends {
          switch endOfTypedWord(text, end, length) {
          case .plain: break
          case .elision(let behind):
            tokens.appendTyped(WordKey(text, offset, length, .elision), offset, behind)
            offset = behind
            continue
          case .unclear: return offset
          }
        }
      }
      tokens.appendTyped(WordKey(text, offset, length, .typed), offset, end)
      offset = isFollowedByBlank ? end &+ 1 : end
    }
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
    let count = tokens.count
    let end = scanWord(text, Int(tokens[index].start), &tokens)
    return tokens.moveForm(from: count, to: index, end: end)
  }
}
