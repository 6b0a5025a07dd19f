public import Buffers

/// What a token is.
public enum TokenKind: UInt8, Sendable {
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
public struct TokenFlags: OptionSet, Sendable {
  /// One bit a property.
  public let rawValue: UInt8

  /// Makes a set of its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Three letters or more, all of them capitals.
  public static let capitals = TokenFlags(rawValue: 1)
  /// A letter three or more times in a row (kept three times), or a symbol repeated.
  public static let stretched = TokenFlags(rawValue: 2)
  /// Has a letter outside ASCII.
  public static let beyondASCII = TokenFlags(rawValue: 4)
  /// Parts joined by hyphens.
  public static let hyphenated = TokenFlags(rawValue: 8)
  /// A sentence end with an exclamation mark.
  public static let exclamation = TokenFlags(rawValue: 16)
  /// A sentence end with a question mark.
  public static let question = TokenFlags(rawValue: 32)
}

/// The tokens of one comment as a struct of arrays, reused from comment to comment.
///
/// Token `i` has its folded form in `forms` (lower case, NFC, ё as е; empty for clause and sentence ends) and its place
/// `starts[i]..<ends[i]` in bytes of the original comment.
public struct TokenBuffer: Sendable {
  /// Folded forms.
  public internal(set) var forms = ByteStrings()
  /// What each token is.
  public internal(set) var kinds: [TokenKind] = []
  /// How each token was typed.
  public internal(set) var flags: [TokenFlags] = []
  /// First byte in the original.
  public internal(set) var starts: [UInt32] = []
  /// One past the last byte in the original.
  public internal(set) var ends: [UInt32] = []
  /// How many tokens are words.
  public internal(set) var wordCount = 0

  /// Makes an empty buffer.
  public init() {}

  /// How many tokens there are.
  public var count: Int { kinds.count }

  /// The folded form of token `index` as text: for tests and reports.
  public func text(_ index: Int) -> String { forms.text(index) }

  mutating func removeAll() {
    forms.removeAll()
    kinds.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    wordCount = 0
  }

  mutating func append(_ form: Span<UInt8>, _ kind: TokenKind, _ flag: TokenFlags, _ start: Int, _ end: Int) {
    forms.append(form)
    appendPlace(kind, flag, start, end)
    if kind == .word { wordCount += 1 }
  }

  mutating func appendMark(_ kind: TokenKind, _ flag: TokenFlags, _ start: Int, _ end: Int) {
    forms.appendEmpty()
    appendPlace(kind, flag, start, end)
  }

  /// Adds to the mark that stands last: `?!`, `...`, a line end after a full stop.
  mutating func extendLastMark(_ kind: TokenKind, _ flag: TokenFlags, _ end: Int) {
    let last = kinds.count - 1
    if kind == .sentenceEnd { kinds[last] = .sentenceEnd }
    flags[last].formUnion(flag)
    ends[last] = UInt32(end)
  }

  private mutating func appendPlace(_ kind: TokenKind, _ flag: TokenFlags, _ start: Int, _ end: Int) {
    kinds.append(kind)
    flags.append(flag)
    starts.append(UInt32(start))
    ends.append(UInt32(end))
  }
}
