import Sentiment
import Text

/// Counts the words of comments by stem: those that the lexicon does not have, and the entries of one word that it has.
///
/// A word counts once a comment, so that one long comment is one voice. What stands within a term that was found is not
/// counted as unlisted.
struct WordStatistics: ~Copyable {
  /// In how many comments of each group something stands.
  struct Counts: Sendable, Equatable {
    var positive = 0
    var negative = 0
    var other = 0

    var all: Int { positive + negative + other }

    mutating func add(_ sign: Int) {
      if sign > 0 { positive += 1 } else if sign < 0 { negative += 1 } else { other += 1 }
    }
  }

  /// Where a word stands.
  struct Place: Sendable {
    var comment: Int
    var start: Int
    var end: Int
  }

  /// One way in which a stem is written.
  struct Form: Sendable {
    /// How often, over all comments.
    var count = 0
    /// The first place in each group, by its sign.
    var examples: [Int: Place] = [:]
  }

  /// A stem that no entry has.
  struct Word: Sendable {
    var stem: [UInt8]
    var counts = Counts()
    /// The last comment that was counted.
    var lastComment = -1
    /// By written form.
    var forms: [String: Form] = [:]
  }

  /// Unlisted words in the order in which they first stand.
  private(set) var words: [Word] = []
  /// Comments in which an entry of one word counted, by the entry's number.
  private(set) var entries: [UInt32: Counts] = [:]
  /// Comments.
  private(set) var comments = Counts()
  /// Words of all comments, each once a comment.
  private(set) var totals = Counts()

  private let language: Language
  private let stemmer: Stemmer
  private let commonWords: Set<String>
  private var analyzer: CommentAnalyzer
  private var tokenizer = Tokenizer()
  private var tokens = TokenBuffer()
  private var analysis = CommentAnalysis()
  private var loneAnalysis = CommentAnalysis()
  private var numbers: [[UInt8]: Int] = [:]
  private var isListed: [String: Bool] = [:]

  /// Shorter words are grammar and abbreviations.
  private static let fewestLetters = 3
  /// An example of fewer bytes says too little.
  private static let shortestExampleBytes = 25

  /// - Parameter commonWords: words of grammar, which are never proposed.
  init(_ model: SentimentModel, language: Language, commonWords: Set<String>) {
    self.language = language
    self.commonWords = commonWords
    stemmer = Stemmer(language)
    analyzer = CommentAnalyzer(model)
  }

  /// Whether a comment may be in the language: another of the five is not found in it.
  mutating func accepts(_ text: [UInt8]) -> Bool {
    analyzer.analyze(text.span, .identify(minimumConfidence: Defaults.minimumConfidence), into: &analysis)
    return analysis.language == nil || analysis.language == language
  }

  /// Reads a comment; its group is what `sign` makes of how it was understood.
  mutating func add(_ text: [UInt8], comment: Int, sign: (CommentAnalysis) -> Int) {
    analyzer.analyze(text.span, .given(language), into: &analysis)
    let sign = sign(analysis)
    comments.add(sign)
    tokenizer.tokenize(text.span, into: &tokens)
    var seenStems: Set<[UInt8]> = []
    var seenEntries: Set<UInt32> = []
    for index in 0..<tokens.count where tokens[index].kind == .word {
      let token = tokens[index]
      let form = tokens.form(index)
      let stem = stemmer.stem(form)
      if seenStems.insert(stem).inserted { totals.add(sign) }
      if let evidence = analysis.evidence.first(where: { $0.start <= token.start && $0.end >= token.end }) {
        let isWhole = evidence.start == token.start && evidence.end == token.end
        if isWhole, let entry = evidence.entry, evidence.baseWeight != 0, seenEntries.insert(entry).inserted {
          entries[entry, default: Counts()].add(sign)
        }
        continue
      }
      let written = String(decoding: form, as: UTF8.self)
      guard isCandidate(written) else { continue }
      let place = Place(comment: comment, start: Int(token.start), end: Int(token.end))
      count(stem, written, sign, place, text.count)
    }
  }

  private mutating func count(
    _ stem: [UInt8], _ written: String, _ sign: Int, _ place: Place, _ textBytes: Int
  ) {
    let number = numbers[stem] ?? words.count
    if number == words.count {
      numbers[stem] = number
      words.append(Word(stem: stem))
    }
    words[number].forms[written, default: Form()].count += 1
    if words[number].lastComment != place.comment {
      words[number].lastComment = place.comment
      words[number].counts.add(sign)
    }
    if words[number].forms[written]?.examples[sign] == nil, textBytes >= Self.shortestExampleBytes {
      words[number].forms[written]?.examples[sign] = place
    }
  }

  /// Whether a word by itself means nothing to the lexicon and could be an entry.
  private mutating func isCandidate(_ word: String) -> Bool {
    guard word.count >= Self.fewestLetters, !commonWords.contains(word),
      word.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "-" })
    else { return false }
    if let known = isListed[word] { return !known }
    analyzer.analyze(Array(word.utf8).span, .given(language), into: &loneAnalysis)
    let known = !loneAnalysis.evidence.isEmpty
    isListed[word] = known
    return !known
  }
}
