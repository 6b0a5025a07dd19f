package import Sentiment
import Text

/// A comment that somebody has labelled by hand.
package struct GoldComment: Sendable {
  /// What was annotated of one aspect.
  enum Annotation: Sendable, Equatable {
    /// The file says nothing about it: it is not judged.
    case missing
    /// The comment says nothing about it.
    case nothing
    /// The number of a value of `Aspect.values`.
    case value(Int)
  }

  /// The language that the file gives.
  enum AnnotatedLanguage: Sendable, Equatable {
    case known(Language)
    /// None of the five.
    case other
  }

  /// As it stands in the file.
  package var text: String
  /// Nil only in other languages, whose labels are not judged.
  package var label: SentimentLabel?
  /// The file's own name of the comment, or nothing.
  var name = ""
  /// Nil where the file does not say.
  var language: AnnotatedLanguage?
  /// By name, in the order of names; nil where the file has none.
  var drivers: [(name: String, label: SentimentLabel)]?
  /// By number of the aspect.
  var annotations = [Annotation](repeating: .missing, count: Aspect.allCases.count)
  /// As the user named it.
  var file: String
  /// From 1.
  var line: Int

  /// Makes a comment of which only the label is known.
  package init(text: String, label: SentimentLabel?, file: String, line: Int) {
    self.text = text
    self.label = label
    self.file = file
    self.line = line
  }
}

extension SentimentLabel {
  /// In the order in which figures are shown and means are taken.
  static let shown: [SentimentLabel] = [.negative, .neutral, .positive, .mixed]

  /// The label of a name, or nil.
  init?(name: some StringProtocol) {
    guard let label = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = label
  }

  /// The place in `shown`.
  var shownIndex: Int {
    switch self {
    case .negative: 0
    case .neutral: 1
    case .positive: 2
    case .mixed: 3
    }
  }

  /// What to write instead of a name that is no label.
  static func advice(_ name: String) -> String {
    let near = DefinitionIssue.hint(name, among: shown.map(\.name))
    return near.isEmpty ? "; write negative, neutral, positive or mixed" : near
  }
}
