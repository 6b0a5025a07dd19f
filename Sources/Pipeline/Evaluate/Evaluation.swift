package import Sentiment
package import Text

/// How well a model does on comments labelled by hand.
///
/// Labels are judged by a confusion matrix of four classes, and by the two coarser questions that others publish: three
/// classes with `mixed` as neutral, and the forced choice by the sign of the score. Drivers and aspects are judged by
/// precision, recall and F1, wherever the gold has them.
package struct Evaluation: Sendable {
  /// How the language of each comment is known.
  package enum LanguageSource: Sendable, Equatable {
    /// From its text; where the gold has a language, that is judged too.
    case identified
    /// From the gold; from the text where the gold has none.
    case annotated
    /// The same for all.
    case given(Language)
  }

  /// What figures are given apart for.
  package enum Grouping: String, CaseIterable, Sendable {
    /// The gold's language, or else the one that the comment was read in.
    case language
    /// The file.
    case file
  }

  /// A group of comments by its name.
  package struct Group: Sendable {
    /// A language's code or a file's name.
    package var name: String
    /// What was counted.
    package var tally: EvaluationTally
  }

  /// Of all comments.
  package private(set) var all: EvaluationTally
  /// Sorted by name; empty without a grouping.
  package private(set) var groups: [Group] = []
  /// Wrong labels, the worst first.
  package private(set) var errors: [EvaluationError] = []
  /// How many labels are wrong.
  package private(set) var errorCount = 0
  let driverNames: [String]

  /// Reads and judges all comments.
  ///
  /// - Parameter shownErrors: how many wrong labels are kept with their evidence.
  package init(
    _ comments: [GoldComment], model: SentimentModel, language: LanguageSource, grouping: Grouping? = nil,
    shownErrors: Int = 0
  ) {
    driverNames = model.drivers.names
    all = EvaluationTally(driverCount: driverNames.count)
    var analyzer = CommentAnalyzer(model)
    var analysis = CommentAnalysis()
    var tallies: [String: EvaluationTally] = [:]
    var wrong: [(severity: Int32, index: Int)] = []
    for (index, gold) in comments.enumerated() {
      let choice = Self.choice(language, gold)
      let text = Array(gold.text.utf8)
      analyzer.analyze(text.span, choice, into: &analysis)
      func count(_ tally: inout EvaluationTally) {
        if case .identify = choice, let annotated = gold.language {
          tally.addLanguage(annotated, found: analysis.language)
        }
        tally.add(gold, analysis, drivers: model.drivers)
      }
      count(&all)
      if let grouping {
        count(&tallies[Self.name(grouping, gold, analysis), default: EvaluationTally(driverCount: driverNames.count)])
      }
      if let label = gold.label, gold.language != .other, analysis.label != label {
        wrong.append((EvaluationError.severity(label, score: analysis.score), index))
      }
    }
    groups = tallies.sorted { $0.key < $1.key }.map { Group(name: $0.key, tally: $0.value) }
    errorCount = wrong.count
    // Equally wrong ones in the order of the input.
    wrong.sort { ($1.severity, $0.index) < ($0.severity, $1.index) }
    for (_, index) in wrong.prefix(shownErrors) {
      let gold = comments[index]
      analyzer.analyze(Array(gold.text.utf8).span, Self.choice(language, gold), into: &analysis)
      errors.append(EvaluationError(gold, analysis, model))
    }
  }

  private static func choice(_ source: LanguageSource, _ gold: GoldComment) -> LanguageChoice {
    switch source {
    case .given(let language): return .given(language)
    case .annotated: if case .known(let language) = gold.language { return .given(language) }
    case .identified: break
    }
    return .identify(minimumConfidence: Defaults.minimumConfidence)
  }

  private static func name(_ grouping: Grouping, _ gold: GoldComment, _ analysis: CommentAnalysis) -> String {
    switch grouping {
    case .file: return gold.file
    case .language:
      switch gold.language {
      case .known(let language): return language.code
      case .other: return Language.undetermined
      case nil: return analysis.language?.code ?? Language.undetermined
      }
    }
  }
}
