package import Sentiment

/// A comment whose label was found wrong, and why.
package struct EvaluationError: Sendable {
  /// The gold's label.
  package var expected: SentimentLabel
  /// Nil where nothing could be scored.
  package var found: SentimentLabel?
  /// −1000 … 1000.
  package var score: Int32
  /// For people: personal data masked, no control characters.
  package var text: String
  /// What weighed or said something.
  package var evidence: [ShownEvidence]
  /// As the user named it.
  package var file: String
  /// From 1.
  package var line: Int
  /// The file's own name of the comment, or nothing.
  package var name: String

  init(_ gold: GoldComment, _ analysis: CommentAnalysis, _ model: SentimentModel) {
    expected = gold.label ?? .neutral
    found = analysis.label
    score = analysis.score
    text = CommentExcerpt.whole(gold.text)
    evidence = ShownEvidence.saying(analysis, text: Array(gold.text.utf8), model: model)
    file = gold.file
    line = gold.line
    name = gold.name
  }

  /// How far the score is from what the label means, in thousandths: a full miss is 2000.
  static func severity(_ label: SentimentLabel, score: Int32) -> Int32 {
    switch label {
    case .positive: 1000 - score
    case .negative: 1000 + score
    case .neutral, .mixed: abs(score)
    }
  }
}

/// A piece of evidence, ready to be shown.
package struct ShownEvidence: Sendable, Equatable {
  /// As typed.
  package var text: String
  /// The entry's term; nil for a rating.
  package var term: String?
  /// Where the entry is written: `builtin:fi/sentiment.tsv:120`.
  package var place: String?
  /// What counted, in thousandths.
  package var weight: Int32
  /// Names of the rules that changed the weight.
  package var rules: [String]
  /// Why the term is listed.
  var role: Evidence.Role

  /// Whether it only names a driver.
  var isDriver: Bool { role == .driver }

  /// Everything that was found, in the order of `CommentAnalysis.evidence`.
  static func all(_ analysis: CommentAnalysis, text: [UInt8], model: SentimentModel) -> [ShownEvidence] {
    let masked = CommentExcerpt.masked(text)
    return analysis.evidence.map { evidence in
      let entry = model.entry(evidence, of: analysis)
      return ShownEvidence(
        text: CommentExcerpt.plain(masked[Int(evidence.start)..<Int(evidence.end)]), term: entry?.term,
        place: entry.map { "\($0.file):\($0.line)" }, weight: evidence.weight, rules: evidence.rules.names,
        role: evidence.role)
    }
  }

  /// What weighed or said something.
  static func saying(_ analysis: CommentAnalysis, text: [UInt8], model: SentimentModel) -> [ShownEvidence] {
    all(analysis, text: text, model: model).filter { $0.role == .statement || $0.weight != 0 }
  }

  /// One line for people.
  var line: String {
    let sign = weight > 0 ? "+" : ""
    let weighed = weight == 0 ? "" : "\(sign)\(Thousandths.format(weight)) "
    let what = term.map { term in "entry '\(term)'" + (place.map { " (\($0))" } ?? "") } ?? "a rating"
    return (["\(weighed)'\(text)'", what] + rules).joined(separator: "; ")
  }
}
