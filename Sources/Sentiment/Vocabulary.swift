internal import Buffers
internal import Text

/// What one worker has learned of the words it met: language scores, and the elements that each satisfies in each lexicon.
///
/// Words repeat, so that all but a few per thousand cost one look-up in a flat table here. Bounded: when full, it is emptied between two
/// comments. Results are functions of the word, so that emptying changes no output.
struct Vocabulary: ~Copyable {
  /// About 60 bytes each: 16 MB a worker at most.
  static let maximumWords = 1 << 18
  /// Lexicons a word can be looked up in: the languages and the symbols.
  static let lexiconCount = Language.allCases.count + 1

  /// Of a word that satisfies no element of any term.
  static let plainLexeme: UInt32 = 0
  /// Of a hyphenated word that is not listed: its parts count.
  static let splitLexeme: UInt32 = UInt32.max - 1
  private static let unknown = UInt32.max

  private var words = Interner(capacity: 1 << 14)
  private var lexemes: [UInt32] = []
  private var languageScores: [SIMD16<Int16>] = []
  private var hasLanguageScores: [Bool] = []
  /// What each lexeme satisfies and begins; the first is the plain word's.
  private(set) var table = [Lexeme()]
  /// Elements of all lexemes.
  private(set) var elements: [UInt32] = []
  /// Phrases of all lexemes.
  private(set) var phrases: [PhraseCandidate] = []

  /// The worker's number of a folded word.
  mutating func word(_ form: Span<UInt8>) -> UInt32 {
    let number = words.intern(form)
    if Int(number) == hasLanguageScores.count {
      for _ in 0..<Self.lexiconCount { lexemes.append(Self.unknown) }
      languageScores.append(.zero)
      hasLanguageScores.append(false)
    }
    return number
  }

  /// The worker's number of token `index`.
  mutating func word(_ tokens: TokenBuffer, _ index: Int) -> UInt32 {
    word(tokens.forms.bytes.span.extracting(tokens.forms.range(index)))
  }

  /// Empties the table when it is full; numbers given before are void then.
  mutating func makeRoom() {
    guard words.count >= Self.maximumWords || phrases.count >= 16 * Self.maximumWords else { return }
    words.removeAll()
    lexemes.removeAll(keepingCapacity: true)
    languageScores.removeAll(keepingCapacity: true)
    hasLanguageScores.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    phrases.removeAll(keepingCapacity: true)
    table = [Lexeme()]
  }

  /// The log probabilities of a word in the languages.
  mutating func languageScores(_ word: UInt32, _ identifier: LanguageIdentifier) -> SIMD16<Int16> {
    let index = Int(word)
    if !hasLanguageScores[index] {
      languageScores[index] = identifier.scores(words.strings.bytes.span.extracting(words.strings.range(index)))
      hasLanguageScores[index] = true
    }
    return languageScores[index]
  }

  /// The lexeme of a word in lexicon number `lexicon`.
  mutating func lexeme(_ word: UInt32, _ lexicon: Int, _ resolver: borrowing LexemeResolver) -> UInt32 {
    let index = Int(word) * Self.lexiconCount + lexicon
    let known = lexemes[index]
    if known != Self.unknown { return known }
    let form = words.strings.copy(Int(word))
    let found = resolver.elements(of: form)
    var lexeme = Self.plainLexeme
    if !found.isEmpty {
      lexeme = UInt32(table.count)
      table.append(resolver.lexicon.makeLexeme(found, elements: &elements, phrases: &phrases))
    } else if form.contains(0x2d) {
      lexeme = Self.splitLexeme
    }
    lexemes[index] = lexeme
    return lexeme
  }
}
