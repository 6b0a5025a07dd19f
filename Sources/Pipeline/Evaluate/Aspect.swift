import Sentiment

/// What a comment can say besides its label and its drivers.
package enum Aspect: Int, CaseIterable, Sendable {
  case expectation, recommendation, loyalty, emotion, complaint, praise, request

  /// The key in `voc classify`'s output and in gold files.
  var name: String { "\(self)" }

  /// The other key that gold files may use, with `true` and `false` for its two values.
  var booleanName: String? {
    switch self {
    case .recommendation: "recommend"
    case .loyalty: "buy_again"
    default: nil
    }
  }

  /// The values that it can have; a flag has one.
  var values: [String] {
    switch self {
    case .expectation: Expectation.allCases.map(\.name)
    case .recommendation: Recommendation.allCases.map(\.name)
    case .loyalty: Loyalty.allCases.map(\.name)
    case .emotion: Emotion.allCases.map(\.name)
    case .complaint, .praise, .request: [name]
    }
  }

  /// Whether it is said or not, without further values.
  var isFlag: Bool { values.count == 1 }

  /// Which of the values was found in a comment.
  func found(in analysis: CommentAnalysis) -> Int? {
    switch self {
    case .expectation: analysis.expectation.map { Int($0.rawValue) }
    case .recommendation: analysis.recommendation.map { Int($0.rawValue) }
    case .loyalty: analysis.loyalty.map { Int($0.rawValue) }
    case .emotion: analysis.emotion.map { Int($0.rawValue) }
    case .complaint: analysis.complaint ? 0 : nil
    case .praise: analysis.praise ? 0 : nil
    case .request: analysis.request ? 0 : nil
    }
  }
}
