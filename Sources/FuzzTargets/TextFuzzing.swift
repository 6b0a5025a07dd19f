import Buffers
import Sentiment
import Synchronization
import Text

/// Targets of `Text` and `Sentiment`.
enum TextFuzzing {
  /// The built-in lexicons, compiled once.
  private static let builtin = try? SentimentModel.load()
  /// What a worker has; it lives on, since the words of earlier comments must not change what is understood.
  private static let worker = Mutex(Worker())
  /// Comments of every so many lengths are understood by a new worker too.
  private static let comparedLengths = 16

  private struct Worker: ~Copyable {
    var tokenizer = Tokenizer()
    var tokens = TokenBuffer()
    /// Made for the first comment.
    var analyzer: CommentAnalyzer?
    var analysis = CommentAnalysis()

    mutating func analyze(_ text: [UInt8], _ choice: LanguageChoice) throws(FuzzFinding) -> CommentAnalysis {
      if analyzer == nil {
        guard let builtin else { throw FuzzFinding("the built-in lexicons do not compile") }
        analyzer = CommentAnalyzer(builtin)
      }
      analyzer?.analyze(text.span, choice, into: &analysis)
      return analysis
    }
  }

  /// A comment: masked, cut into tokens, understood; twice the same, and in each language.
  static func understand(_ input: inout FuzzInput) throws(FuzzFinding) {
    let choice: LanguageChoice = input.choose(
      .identify(minimumConfidence: 500), .given(.russian), .given(.indonesian), .given(.finnish), .given(.italian),
      .given(.french))
    // What is not UTF-8 is a reject; comments always are.
    let text = Array(String(decoding: input.content, as: UTF8.self).utf8)
    let mask = PersonalDataMask(Set(PersonalDataMask.Kind.allCases))
    var masked: [UInt8] = []
    let found = mask.apply(text.span, into: &masked)
    if found > 0 {
      try require(masked.count == text.count, "masking changes the number of bytes")
      try require(Array(String(decoding: masked, as: UTF8.self).utf8) == masked, "masking cuts a character")
      var again: [UInt8] = []
      _ = mask.apply(masked.span, into: &again)
    }
    let first = try worker.withLock { (worker) throws(FuzzFinding) in
      try tokenize(text, &worker.tokenizer, &worker.tokens)
      return try worker.analyze(text, choice)
    }
    try check(first, text.count)
    guard text.count % comparedLengths == 0 else { return }
    var other = Worker()
    let second = try other.analyze(text, choice)
    try require(
      String(describing: first) == String(describing: second), "the same comment is understood in two ways")
  }

  private static func tokenize(
    _ text: [UInt8], _ tokenizer: inout Tokenizer, _ tokens: inout TokenBuffer
  ) throws(FuzzFinding) {
    tokenizer.tokenize(text.span, into: &tokens)
    var end = 0
    for index in 0..<tokens.count {
      let token = tokens[index]
      try require(
        token.start >= end && token.end >= token.start && token.end <= text.count, "token \(index) is out of place")
      end = Int(token.start)
    }
  }

  /// A lexicon file: issues, or a model that reads a comment.
  static func compile(_ input: inout FuzzInput) throws(FuzzFinding) {
    let comment = Array("Ei ollut hyvä :( très déçu 5/10 не рекомендую".utf8)
    let content = String(decoding: input.content, as: UTF8.self)
    var issues: [LexiconIssue] = []
    let model = SentimentModel.load(
      usesBuiltin: false, files: [LexiconFile(name: "own.tsv", content: content)], identifiesLanguages: false,
      issues: &issues)
    for issue in issues { try require(issue.line >= 0, "an issue is on line \(issue.line)") }
    var analyzer = CommentAnalyzer(model)
    var analysis = CommentAnalysis()
    for language in Language.allCases {
      analyzer.analyze(comment.span, .given(language), into: &analysis)
      try check(analysis, comment.count)
    }
  }

  private static func check(_ analysis: CommentAnalysis, _ count: Int) throws(FuzzFinding) {
    try require((-1000...1000).contains(analysis.score), "the score is \(analysis.score)")
    for evidence in analysis.evidence {
      try require(
        evidence.start <= evidence.end && evidence.end <= count,
        "evidence at \(evidence.start)..<\(evidence.end) of \(count) bytes")
    }
  }
}
