import Satisfaction
import Sentiment
import Text

/// What was understood of one comment, as its columns need it: codes of names, thousandths, flags.
struct UnderstoodComment: BitwiseCopyable, Sendable {
  /// Code of the language, or of none.
  var language: UInt32
  var languageConfidence: Int32
  /// Whether the export gave the language.
  var isGiven: Bool
  /// Raw value, or none: nothing could be scored.
  var label: UInt8
  var score: Int32
  var positiveStrength: Int32
  var negativeStrength: Int32
  // Raw values, or none.
  var expectation: UInt8
  var recommendation: UInt8
  var loyalty: UInt8
  var emotion: UInt8
  var emotionStrength: Int32
  var delighted: Bool
  var complaint: Bool
  var praise: Bool
  var request: Bool
  /// Bits of the measures that what was understood counts in.
  var counted: UInt64

  static let none = UInt8.max

  init(_ analysis: borrowing CommentAnalysis, isGiven: Bool) {
    language = analysis.language.map { UInt32($0.rawValue) } ?? Names.undetermined
    languageConfidence = analysis.languageConfidence
    self.isGiven = isGiven
    label = analysis.label?.rawValue ?? Self.none
    score = analysis.score
    positiveStrength = analysis.positiveStrength
    negativeStrength = analysis.negativeStrength
    expectation = analysis.expectation?.rawValue ?? Self.none
    recommendation = analysis.recommendation?.rawValue ?? Self.none
    loyalty = analysis.loyalty?.rawValue ?? Self.none
    emotion = analysis.emotion?.rawValue ?? Self.none
    emotionStrength = analysis.emotionStrength
    delighted =
      analysis.expectation == .exceeded && (analysis.recommendation == .recommend || analysis.loyalty == .buyAgain)
    complaint = analysis.complaint
    praise = analysis.praise
    request = analysis.request
    counted = 0
    counted = Self.counted(analysis) | (delighted ? Measure.delighted.bit : 0)
  }

  private static func counted(_ analysis: borrowing CommentAnalysis) -> UInt64 {
    var counted = analysis.label.map { Measure($0).bit } ?? Measure.unscored.bit
    switch analysis.expectation {
    case .exceeded: counted |= Measure.exceeded.bit
    case .met: counted |= Measure.met.bit
    case .missed: counted |= Measure.missed.bit
    case nil: break
    }
    switch analysis.recommendation {
    case .recommend: counted |= Measure.recommend.bit
    case .adviseAgainst: counted |= Measure.adviseAgainst.bit
    case nil: break
    }
    switch analysis.loyalty {
    case .buyAgain: counted |= Measure.buyAgain.bit
    case .leave: counted |= Measure.leave.bit
    case nil: break
    }
    switch analysis.emotion {
    case .happy: counted |= Measure.happy.bit
    case .angry: counted |= Measure.angry.bit
    case nil: break
    }
    if analysis.complaint { counted |= Measure.complaint.bit }
    if analysis.praise { counted |= Measure.praise.bit }
    if analysis.request { counted |= Measure.request.bit }
    return counted
  }
}

extension Measure {
  /// The measure that counts a label.
  init(_ label: SentimentLabel) {
    self =
      switch label {
      case .positive: .positive
      case .negative: .negative
      case .neutral: .neutral
      case .mixed: .mixed
      }
  }
}
