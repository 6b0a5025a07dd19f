package import Sentiment
package import Text

/// What changes between two lexicons on the same comments: which labels, and which entries did it.
package struct LexiconDifference: Sendable {
  /// A piece of evidence that only one side has, or that weighs otherwise there.
  package struct Cause: Sendable {
    /// Only the first lexicon's; nil where it has none.
    package var before: ShownEvidence?
    /// Only the second lexicon's.
    package var after: ShownEvidence?
  }

  /// A comment whose label changes.
  package struct Change: Sendable {
    /// For people: personal data masked.
    package var text: String
    /// Where it stands.
    package var file: String
    /// From 1.
    package var line: Int
    /// The label that the file gives, if any.
    package var gold: SentimentLabel?
    /// By the first lexicon.
    package var before: SentimentLabel?
    /// By the second.
    package var after: SentimentLabel?
    /// −1000 … 1000, by the first lexicon.
    package var scoreBefore: Int32
    /// −1000 … 1000, by the second.
    package var scoreAfter: Int32
    /// In the order of the comment.
    package var causes: [Cause]
  }

  /// An entry that had a part in changes.
  package struct EntryEffect: Sendable, Equatable {
    /// The term.
    package var term: String
    /// Where it is written.
    package var place: String
    /// Changes in which the first lexicon alone used it so.
    package var before = 0
    /// Changes in which the second lexicon alone used it so.
    package var after = 0
  }

  /// From the label by the first lexicon (row) to that by the second; the last is none.
  package private(set) var transitions = ConfusionMatrix(gold: 5, found: 5)
  /// In the order of the input.
  package private(set) var changes: [Change] = []
  /// The ones with a part in the most changes first.
  package private(set) var effects: [EntryEffect] = []
  /// Of changed comments with a gold label: those right after, and wrong before.
  package private(set) var gained = 0
  /// Of changed comments with a gold label: those right before, and wrong after.
  package private(set) var lost = 0

  /// Compares two models.
  ///
  /// - Parameter language: nil to identify each comment's.
  package init(_ comments: [CommentRow], from first: SentimentModel, to second: SentimentModel, language: Language?) {
    let choice = language.map { LanguageChoice.given($0) } ?? .identify(minimumConfidence: Defaults.minimumConfidence)
    var firstAnalyzer = CommentAnalyzer(first)
    var secondAnalyzer = CommentAnalyzer(second)
    var before = CommentAnalysis()
    var after = CommentAnalysis()
    var counted: [String: EntryEffect] = [:]
    for comment in comments {
      let text = Array(comment.text.utf8)
      firstAnalyzer.analyze(text.span, choice, into: &before)
      secondAnalyzer.analyze(text.span, choice, into: &after)
      transitions.add(gold: before.label?.shownIndex ?? 4, found: after.label?.shownIndex ?? 4)
      guard before.label != after.label else { continue }
      if let gold = comment.label {
        if after.label == gold { gained += 1 }
        if before.label == gold { lost += 1 }
      }
      let causes = Self.causes(
        (before.evidence, ShownEvidence.all(before, text: text, model: first)),
        (after.evidence, ShownEvidence.all(after, text: text, model: second)))
      for cause in causes { Self.count(cause, &counted) }
      changes.append(
        Change(
          text: CommentExcerpt.whole(comment.text), file: comment.file, line: comment.line, gold: comment.label,
          before: before.label, after: after.label, scoreBefore: before.score, scoreAfter: after.score, causes: causes))
    }
    effects = counted.values.sorted {
      ($1.before + $1.after, $0.term, $0.place) < ($0.before + $0.after, $1.term, $1.place)
    }
  }

  private static func count(_ cause: Cause, _ counted: inout [String: EntryEffect]) {
    func effect(_ evidence: ShownEvidence?, _ side: WritableKeyPath<EntryEffect, Int>) {
      guard let evidence, let term = evidence.term, let place = evidence.place else { return }
      counted["\(term)\t\(place)", default: EntryEffect(term: term, place: place)][keyPath: side] += 1
    }
    effect(cause.before, \.before)
    effect(cause.after, \.after)
  }

  /// Evidence of both sides paired by its place; pairs that are equal are left out.
  private static func causes(
    _ first: (raw: [Evidence], shown: [ShownEvidence]), _ second: (raw: [Evidence], shown: [ShownEvidence])
  ) -> [Cause] {
    var causes: [(start: UInt32, end: UInt32, cause: Cause)] = []
    var matched: Set<Int> = []
    for (index, evidence) in first.raw.enumerated() {
      let same = second.raw.indices.first { other in
        !matched.contains(other) && second.raw[other].start == evidence.start && second.raw[other].end == evidence.end
          && second.raw[other].role == evidence.role && second.shown[other].term == first.shown[index].term
      }
      guard let same else {
        causes.append((evidence.start, evidence.end, Cause(before: first.shown[index], after: nil)))
        continue
      }
      matched.insert(same)
      if second.shown[same].weight != first.shown[index].weight {
        causes.append((evidence.start, evidence.end, Cause(before: first.shown[index], after: second.shown[same])))
      }
    }
    for (index, evidence) in second.raw.enumerated() where !matched.contains(index) {
      causes.append((evidence.start, evidence.end, Cause(before: nil, after: second.shown[index])))
    }
    // What names a driver does not change a label.
    return causes.filter { $0.cause.before?.isDriver != true && $0.cause.after?.isDriver != true }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }.map(\.cause)
  }
}
