internal import Buffers

/// Cuts a comment into folded tokens with their places in the original.
///
/// Words are folded to lower case in NFC with ё as е; an apostrophe between letters ends a word and stays with it (`l'`, `d'`),
/// a hyphen between letters joins; zero-width characters vanish; Latin letters in a Cyrillic word are taken for the Cyrillic
/// ones they look like; a letter typed more than three times in a row is kept three times. Links and addresses give no token.
/// One tokenizer a worker; no allocation once its buffers have grown. Splitting follows UAX #29 loosely, for chat as people type it.
public struct Tokenizer: Sendable {
  /// A folded word is kept up to this many bytes: no word of the languages is longer, and the cache of words stays small.
  public static let maximumWordBytes = 96

  let table: CharacterTable
  let composition: Composition
  let homoglyphs: Homoglyphs
  let emoticons: EmoticonTable
  var word: [UInt8] = []

  /// Makes a tokenizer that knows these emoticons (ASCII marks such as `:-)`), as the table of symbols lists them.
  public init(emoticons: [String] = []) {
    table = CharacterTable()
    composition = Composition()
    homoglyphs = Homoglyphs()
    self.emoticons = EmoticonTable(emoticons)
    word.reserveCapacity(Self.maximumWordBytes + 8)
  }

  /// Replaces `tokens` by the tokens of a comment.
  ///
  /// Bytes that are no UTF-8 separate words.
  ///
  /// - Parameter asTyped: leaves most words as they are typed, for `fold(_:of:in:)`, and reads them three times as fast.
  public mutating func tokenize(_ text: Span<UInt8>, into tokens: inout TokenBuffer, asTyped: Bool = false) {
    tokens.removeAll(textBytes: text.count)
    if asTyped { tokens.letters.read(text) }
    var offset = 0
    var openBrackets = 0
    while offset < text.count {
      if asTyped {
        // All words but a few per hundred.
        offset = scanTypedWords(text, offset, &tokens)
        if offset == text.count { break }
      } else if text[offset] == 0x20 {
        offset += 1
        continue
      }
      let (scalar, length) = text.scalar(at: offset)
      switch table.characterClass(scalar) {
      case .letter, .digit:
        offset = scanWord(text, offset, &tokens)
      case .separator where scalar == "@":
        if isLetter(text, offset + 1) { tokens.removeTokens(from: startOfLocalPart(text, offset)) }
        offset = endOfToken(text, offset + 1)
      case .separator, .ignored, .combiningMark:
        offset = scanEmoticon(text, offset, &tokens) ?? offset + length
      case .apostrophe:
        offset += length
      case .hyphen:
        offset = scanEmoticon(text, offset, &tokens) ?? scanDash(text, offset, length, &tokens)
      case .clauseEnd:
        if let end = scanEmoticon(text, offset, &tokens) {
          offset = end
        } else if scalar == "(" || scalar == ")" {
          offset = scanBrackets(text, offset, &openBrackets, &tokens)
        } else {
          tokens.appendMark(.clauseEnd, [], offset, offset + length)
          offset += length
        }
      case .sentenceEnd:
        let flags: TokenFlags =
          switch scalar {
          case "!", "\u{203c}": .exclamation
          case "?", "\u{2047}": .question
          case "\u{2048}", "\u{2049}": [.exclamation, .question]
          default: []
          }
        tokens.appendMark(.sentenceEnd, flags, offset, offset + length)
        offset += length
      case .symbol:
        offset = scanSymbol(text, offset, &tokens)
      }
    }
  }

  /// The folded form of one word, as it stands in `TokenBuffer.forms`: for compiling lexicons.
  ///
  /// A trailing apostrophe is kept: `n'`.
  public mutating func fold(_ text: String) -> [UInt8] {
    var tokens = TokenBuffer()
    let bytes = Array(text.utf8)
    tokenize(bytes.span, into: &tokens)
    guard tokens.count > 0 else { return bytes }
    var form = tokens.form(0)
    if let last = text.unicodeScalars.last, table.characterClass(last) == .apostrophe, form.last != 0x27 {
      form.append(0x27)
    }
    return form
  }

  private func scanDash(_ text: Span<UInt8>, _ start: Int, _ length: Int, _ tokens: inout TokenBuffer) -> Int {
    let end = start + length
    let isSpaced = end >= text.count || text[end] == 0x20 || text[end] == UInt8(ascii: "-")
    if isSpaced { tokens.appendMark(.clauseEnd, [], start, end) }
    return end
  }

  private mutating func scanEmoticon(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int? {
    guard let match = emoticons.match(text, at: start) else { return nil }
    let form = emoticons.form(match.number)
    tokens.append(form.span, .symbol, match.isStretched ? .stretched : [], start, match.end)
    return match.end
  }

  /// Brackets that close nothing are smiles: `)` and `))`; `((` is a frown.
  ///
  /// A bracket after a digit numbers a list.
  private func scanBrackets(
    _ text: Span<UInt8>, _ start: Int, _ openBrackets: inout Int, _ tokens: inout TokenBuffer
  ) -> Int {
    let bracket = text[start]
    var end = start
    while end < text.count, text[end] == bracket { end += 1 }
    let run = end - start
    let isClosing = bracket == UInt8(ascii: ")")
    let numbersList = start > 0 && text[start - 1] >= 0x30 && text[start - 1] <= 0x39
    let isFace = isClosing ? run > openBrackets && !(run == 1 && numbersList) : run > 1
    if isClosing { openBrackets = max(0, openBrackets - run) }
    guard isFace else {
      if !isClosing { openBrackets += run }
      tokens.appendMark(.clauseEnd, [], start, end)
      return end
    }
    let form = run == 1 ? [bracket] : [bracket, bracket]
    tokens.append(form.span, .symbol, run > 2 ? .stretched : [], start, end)
    return end
  }

  /// A run of one symbol is one token; of stars, the whole run is kept, because their number counts.
  private mutating func scanSymbol(_ text: Span<UInt8>, _ start: Int, _ tokens: inout TokenBuffer) -> Int {
    let (first, firstLength) = text.scalar(at: start)
    word.removeAll(keepingCapacity: true)
    word.append(scalar: first)
    var end = start + firstLength
    var repeats = 1
    let isStar = StarRating.isStar(first)
    while end < text.count {
      let (scalar, length) = text.scalar(at: end)
      if table.characterClass(scalar) == .ignored {
        end += length
        continue
      }
      guard isStar ? StarRating.isStar(scalar) : scalar == first else { break }
      repeats += 1
      if isStar, repeats <= StarRating.maximum { word.append(scalar: scalar) }
      end += length
    }
    tokens.append(word.span, .symbol, repeats > 1 && !isStar ? .stretched : [], start, end)
    return end
  }
}
