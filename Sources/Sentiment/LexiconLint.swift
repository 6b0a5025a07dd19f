internal import Buffers
public import Text

/// Proves what a lexicon claims: every entry's example contains it, and stems do not collide between polarities.
///
/// Mistakes of form are found when a lexicon is loaded; this needs a loaded one.
public struct LexiconLint: ~Copyable {
  private let model: SentimentModel
  private var analyzer: CommentAnalyzer
  private var analysis = CommentAnalysis()

  /// Checks a loaded model.
  public init(_ model: SentimentModel) {
    self.model = model
    analyzer = CommentAnalyzer(model)
  }

  /// Everything that is wrong with the entries of one language (nil: the symbols), in the order of files and lines.
  ///
  /// - Parameter isListed: which files are reported on.
  public mutating func issues(of language: Language?, isListed: (String) -> Bool) -> [LexiconIssue] {
    let number = language.map { Int($0.rawValue) } ?? SentimentModel.neutralLexicon
    let lexicon = model.lexicons[number]
    var issues: [LexiconIssue] = []
    for index in lexicon.entries.indices where isListed(lexicon.entries[index].file) {
      if let issue = exampleIssue(UInt32(index), lexicon) { issues.append(issue) }
    }
    issues += stemCollisions(lexicon).filter { isListed($0.file) }
    return issues.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  /// An example that does not contain its term is a mistake; one in which another entry wins is worth a look.
  private mutating func exampleIssue(_ number: UInt32, _ lexicon: CompiledLexicon) -> LexiconIssue? {
    let entry = lexicon.entries[Int(number)]
    let example = Array(entry.example.utf8)
    if let language = lexicon.language {
      analyzer.analyze(example.span, .given(language), into: &analysis)
    } else {
      analyzer.analyze(example.span, .identify(minimumConfidence: 1001), into: &analysis)
    }
    if analyzer.hasMatched(number) { return nil }
    let winners = analysis.evidence.compactMap { evidence in
      evidence.entry.map { "'\(lexicon.entries[Int($0)].term)'" }
    }
    let found = winners.isEmpty ? "nothing" : winners.joined(separator: ", ")
    let isHidden = analyzer.fits(number, lexicon)
    let what = isHidden ? "is in its example, but others win there" : "is not in its example"
    return LexiconIssue(
      file: entry.file, line: entry.line, message: "'\(entry.term)' \(what) (found: \(found)): \(entry.example)",
      isWarning: isHidden)
  }

  /// Single words listed by stem whose stems are the same: one of them is dead, or both count for the other.
  private func stemCollisions(_ lexicon: CompiledLexicon) -> [LexiconIssue] {
    guard let language = lexicon.language else { return [] }
    let stemmer = Stemmer(language)
    var tokenizer = model.tokenizer
    var first: [[UInt8]: Int] = [:]
    var issues: [LexiconIssue] = []
    var pattern = TermPattern()
    for (index, entry) in lexicon.entries.enumerated() where entry.weight != 0 {
      let (bytes, place) = entry.termPlace
      guard pattern.read(bytes.span.extracting(place), &tokenizer) == nil, pattern.count == 1 else { continue }
      for word in pattern.words(0) where pattern.modes[word] == .stem {
        let written = pattern.forms.copy(word)
        let stem = stemmer.stem(written)
        guard let other = first[stem] else {
          first[stem] = index
          continue
        }
        if other == index { continue }
        let earlier = lexicon.entries[other]
        let isOpposite = (earlier.weight > 0) != (entry.weight > 0)
        let form = String(decoding: written, as: UTF8.self)
        issues.append(
          LexiconIssue(
            file: entry.file, line: entry.line,
            message: "'\(form)' has the stem '\(String(decoding: stem, as: UTF8.self))' of '\(earlier.term)' at "
              + "\(earlier.file):\(earlier.line)"
              + (isOpposite
                ? ", of the opposite polarity: write '=\(form)' for this form alone" : ": one line is enough"),
            isWarning: !isOpposite))
      }
    }
    return issues
  }
}
