public import Buffers

/// What a token is.
public enum TokenKind: UInt8, Sendable, BitwiseCopyable {
  case word
  case number
  /// A rating written as a fraction: `9/10`, `4,5/5`.
  case fraction
  /// An emoji, an emoticon or a run of stars.
  case symbol
  /// A mark that ends a clause.
  case clauseEnd
  /// A mark that ends a sentence, or a line end.
  case sentenceEnd
}

/// How a token was typed.
public struct TokenFlags: OptionSet, Sendable, BitwiseCopyable {
  /// One bit a property.
  public let rawValue: UInt8

  /// Makes a set of its bits.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Three letters or more, all of them capitals.
  @inlinable public static var capitals: TokenFlags { TokenFlags(rawValue: 1) }
  /// A letter three or more times in a row (kept three times), or a symbol repeated.
  @inlinable public static var stretched: TokenFlags { TokenFlags(rawValue: 2) }
  /// Has a letter outside ASCII.
  @inlinable public static var beyondASCII: TokenFlags { TokenFlags(rawValue: 4) }
  /// Parts joined by hyphens.
  @inlinable public static var hyphenated: TokenFlags { TokenFlags(rawValue: 8) }
  /// A sentence end with an exclamation mark.
  @inlinable public static var exclamation: TokenFlags { TokenFlags(rawValue: 16) }
  /// A sentence end with a question mark.
  @inlinable public static var question: TokenFlags { TokenFlags(rawValue: 32) }
}

/// One token: what its folded form is known by, and its place in the comment.
public struct Token: Sendable, BitwiseCopyable {
  /// Of the folded form, or of the word as typed; of no meaning for marks.
  public internal(set) var key: WordKey
  /// First byte in the original.
  public internal(set) var start: UInt32
  /// One past the last byte in the original.
  public internal(set) var end: UInt32
  /// Where the folded form begins in the buffer's bytes.
  var form: UInt32
  /// Bytes of the folded form; 0 for marks and for words as typed.
  @usableFromInline var formLength: UInt16
  /// What the token is.
  public internal(set) var kind: TokenKind
  /// How it was typed; unknown of a word as typed before it is folded.
  public internal(set) var flags: TokenFlags

  /// Whether it is a mark that ends a clause or sentence.
  @inlinable
  public var isMark: Bool { @inline(__always) get { kind == .clauseEnd || kind == .sentenceEnd } }

  /// Whether it is a word that has not been folded.
  @inlinable
  public var isTyped: Bool { @inline(__always) get { formLength == 0 && kind == .word } }
}

/// The tokens of one comment, reused from comment to comment.
///
/// Folded forms (lower case, NFC, ё as е; empty for clause and sentence ends) stand end to end in one arena.
public struct TokenBuffer: ~Copyable, Sendable {
  private var tokens = FlatList<Token>(capacity: 256)
  /// Folded forms, with room for a word more.
  var arena = FlatArray<UInt8>(count: 4096)
  /// How much of the arena holds forms.
  var arenaCount = 0
  /// How many tokens are words.
  public private(set) var wordCount = 0

  /// Where the letters of the comment stand, for words as typed.
  var letters = LetterMap()

  /// The table in which the words will be looked up.
  public var slots = SlotHint.none

  /// Makes an empty buffer.
  public init() {}

  /// How many tokens there are.
  public var count: Int { tokens.count }

  /// Token number `index`.
  @inline(__always)
  public subscript(index: Int) -> Token { tokens[index] }

  /// Calls `body` with the folded form of token `index`.
  public func withForm<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let token = tokens[index]
    return arena.withSpan(Int(token.form)..<Int(token.form) + Int(token.formLength), body)
  }

  /// A copy of the folded form of token `index`: for words met for the first time, tests and reports.
  public func form(_ index: Int) -> [UInt8] { withForm(index) { [UInt8](copying: $0) } }

  /// The folded form of token `index` as text: for tests and reports.
  public func text(_ index: Int) -> String { String(decoding: form(index), as: UTF8.self) }

  /// Empties the buffer and makes room for the forms of a comment of so many bytes.
  ///
  /// A form may be longer than its word by as much again, where letters of one byte stand for letters of two.
  mutating func removeAll(textBytes: Int) {
    tokens.removeAll()
    arenaCount = 0
    wordCount = 0
    let room = 2 * textBytes + 2 * Tokenizer.maximumWordBytes
    if arena.count < room { arena.resize(to: max(room, 2 * arena.count)) }
  }

  /// Appends a token whose form is given.
  mutating func append(_ form: Span<UInt8>, _ kind: TokenKind, _ flags: TokenFlags, _ start: Int, _ end: Int) {
    if arenaCount + form.count + 8 > arena.count { arena.resize(to: 2 * arena.count + form.count) }
    for index in form.indices { arena[arenaCount + index] = form[index] }
    let key = WordKey(form)
    slots.prefetch(key.hash)
    tokens.append(
      Token(
        key: key, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        form: UInt32(truncatingIfNeeded: arenaCount), formLength: UInt16(truncatingIfNeeded: form.count), kind: kind,
        flags: flags))
    arenaCount += form.count
    if kind == .word { wordCount += 1 }
  }

  /// Appends a word as typed.
  @inline(__always)
  mutating func appendTyped(_ key: WordKey, _ start: Int, _ end: Int) {
    slots.prefetch(key.hash)
    tokens.append(
      Token(
        key: key, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), form: 0,
        formLength: 0,
        kind: .word, flags: []))
    wordCount += 1
  }

  /// Gives the word as typed at `index` the form and the flags of the token `place`, which goes with all behind it.
  ///
  /// - Returns: false where it is not the very word, which ends at `end`, or not one token; no token is changed then.
  mutating func moveForm(from place: Int, to index: Int, end: Int) -> Bool {
    let isOne = tokens.count == place + 1
    let folded = tokens.count > place ? tokens[place] : tokens[index]
    while tokens.count > place { removeLast() }
    guard isOne, folded.kind == .word, folded.start == tokens[index].start, folded.end == tokens[index].end,
      Int(tokens[index].end) == end
    else { return false }
    tokens[index].form = folded.form
    tokens[index].formLength = folded.formLength
    tokens[index].flags = folded.flags
    return true
  }

  /// Says how a word as typed was typed, for those who know without folding it.
  @inline(__always)
  public mutating func setFlags(_ index: Int, _ flags: TokenFlags) { tokens[index].flags = flags }

  private mutating func removeLast() {
    if tokens[tokens.count - 1].kind == .word { wordCount -= 1 }
    tokens.truncate(to: tokens.count - 1)
  }

  /// Takes back the tokens that begin at or behind an offset of the comment.
  mutating func removeTokens(from offset: Int) {
    while tokens.count > 0, Int(tokens[tokens.count - 1].start) >= offset { removeLast() }
  }

  /// Appends a mark; marks that follow each other are one: `?!`, `...`, a line end after a full stop.
  mutating func appendMark(_ kind: TokenKind, _ flags: TokenFlags, _ start: Int, _ end: Int) {
    let last = tokens.count - 1
    if last >= 0, tokens[last].kind == .clauseEnd || tokens[last].kind == .sentenceEnd {
      if kind == .sentenceEnd { tokens[last].kind = .sentenceEnd }
      tokens[last].flags.formUnion(flags)
      tokens[last].end = UInt32(truncatingIfNeeded: end)
      return
    }
    tokens.append(
      Token(
        key: .none, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        form: UInt32(truncatingIfNeeded: arenaCount), formLength: 0, kind: kind, flags: flags))
  }
}
