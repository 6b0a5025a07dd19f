public import Text

/// The overall stance of a comment, or the stance towards one driver.
public enum SentimentLabel: UInt8, CaseIterable, Sendable {
  case positive
  case negative
  /// No or weak evidence.
  case neutral
  /// Clear evidence both ways.
  case mixed

  /// The name in tables and files.
  public var name: String {
    switch self {
    case .positive: "positive"
    case .negative: "negative"
    case .neutral: "neutral"
    case .mixed: "mixed"
    }
  }
}

/// What a comment says of performance against expectation.
public enum Expectation: UInt8, CaseIterable, Sendable {
  case exceeded, met, missed
  /// The name in tables and files.
  public var name: String { ["exceeded", "met", "missed"][Int(rawValue)] }
}

/// Whether a comment recommends.
public enum Recommendation: UInt8, CaseIterable, Sendable {
  case recommend, adviseAgainst
  /// The name in tables and files.
  public var name: String { ["recommend", "advise_against"][Int(rawValue)] }
}

/// Whether a comment's writer will buy again.
public enum Loyalty: UInt8, CaseIterable, Sendable {
  case buyAgain, leave
  /// The name in tables and files.
  public var name: String { ["buy_again", "leave"][Int(rawValue)] }
}

/// An explicit emotion.
public enum Emotion: UInt8, CaseIterable, Sendable {
  case happy, angry
  /// The name in tables and files.
  public var name: String { ["happy", "angry"][Int(rawValue)] }
}

/// What a comment says about one driver.
public struct DriverSentiment: Sendable, Equatable {
  /// Number in the model's `DriverList`.
  public var driver: UInt8
  /// From the driver's own evidence.
  public var label: SentimentLabel
  /// −1000 … 1000 thousandths.
  public var score: Int32
  /// The comment's score without the evidence that counted for the driver, in thousandths.
  public var rest: Int32
}

/// Rules that changed a weight, one bit each.
public struct AppliedRules: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt16
  /// Makes a set of its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  static let negated = AppliedRules(rawValue: 1 << 0)
  static let intensified = AppliedRules(rawValue: 1 << 1)
  static let diminished = AppliedRules(rawValue: 1 << 2)
  static let afterContrast = AppliedRules(rawValue: 1 << 3)
  static let beforeContrast = AppliedRules(rawValue: 1 << 4)
  static let conceded = AppliedRules(rawValue: 1 << 5)
  static let irrealis = AppliedRules(rawValue: 1 << 6)
  static let questioned = AppliedRules(rawValue: 1 << 7)
  static let solved = AppliedRules(rawValue: 1 << 8)
  static let capitals = AppliedRules(rawValue: 1 << 9)
  static let exclaimed = AppliedRules(rawValue: 1 << 10)
  static let stretched = AppliedRules(rawValue: 1 << 11)
  /// A negator that negates nothing listed.
  public static let unattached = AppliedRules(rawValue: 1 << 12)

  private static let nameTable: [(AppliedRules, String)] = [
    (.negated, "negated"), (.intensified, "intensified"), (.diminished, "diminished"),
    (.afterContrast, "after_contrast"), (.beforeContrast, "before_contrast"), (.conceded, "conceded"),
    (.irrealis, "irrealis"), (.questioned, "questioned"), (.solved, "solved"), (.capitals, "capitals"),
    (.exclaimed, "exclaimed"), (.stretched, "stretched"), (.unattached, "unattached"),
  ]

  /// The names of the rules, in a fixed order.
  public var names: [String] { Self.nameTable.filter { contains($0.0) }.map(\.1) }
}

/// A term found in a comment, and what became of its weight.
public struct Evidence: Sendable, Equatable {
  /// Why the term is listed.
  public enum Role: UInt8, Sendable {
    /// It evaluates or says something.
    case statement
    /// It names a driver.
    case driver
    /// It changes another's weight.
    case modifier
  }

  /// First byte in the comment.
  public var start: UInt32
  /// One past the last byte.
  public var end: UInt32
  /// The entry's number in the lexicon of `CommentAnalysis.lexicon`, or nil for a rating written as a fraction or as stars.
  public var entry: UInt32?
  /// Weight before any rule, in thousandths.
  public var baseWeight: Int32
  /// Weight that counted, in thousandths.
  public var weight: Int32
  /// What changed it.
  public var rules: AppliedRules
  /// Why it is listed.
  public var role: Role
  /// Bits of the drivers that it counted for.
  public var drivers: UInt32
}

/// Everything that was understood of one comment; reused from comment to comment.
///
/// Scores, strengths and weights are whole thousandths, so that sums do not depend on their order.
public struct CommentAnalysis: Sendable {
  /// Nil in none of the five languages.
  public internal(set) var language: Language?
  /// Probability of the language in thousandths; 1000 where it was given.
  public internal(set) var languageConfidence: Int32 = 0
  /// Nil where nothing could be scored: no known language, and no language-neutral evidence.
  public internal(set) var label: SentimentLabel?
  /// −1000 … 1000; 0 without evidence.
  public internal(set) var score: Int32 = 0
  /// 0 … 1000.
  public internal(set) var positiveStrength: Int32 = 0
  /// 0 … 1000.
  public internal(set) var negativeStrength: Int32 = 0
  /// In the order of the driver list.
  public internal(set) var drivers: [DriverSentiment] = []
  /// Comparison with what was expected.
  public internal(set) var expectation: Expectation?
  /// Advice to others.
  public internal(set) var recommendation: Recommendation?
  /// What the writer will do.
  public internal(set) var loyalty: Loyalty?
  /// Explicit joy or anger.
  public internal(set) var emotion: Emotion?
  /// 0 … 1000; 0 without emotion.
  public internal(set) var emotionStrength: Int32 = 0
  /// Dissatisfaction is voiced.
  public internal(set) var complaint = false
  /// Praise is voiced.
  public internal(set) var praise = false
  /// The firm is asked for something.
  public internal(set) var request = false
  /// In the order of the comment.
  public internal(set) var evidence: [Evidence] = []
  /// Which lexicon `Evidence.entry` numbers: a language's, or the symbols'.
  public internal(set) var lexicon = 0

  /// Makes an empty analysis.
  public init() {}

  mutating func reset() {
    // Emptying an empty array costs a call all the same.
    language = nil
    languageConfidence = 0
    label = nil
    score = 0
    positiveStrength = 0
    negativeStrength = 0
    if !drivers.isEmpty { drivers.removeAll(keepingCapacity: true) }
    expectation = nil
    recommendation = nil
    loyalty = nil
    emotion = nil
    emotionStrength = 0
    complaint = false
    praise = false
    request = false
    if !evidence.isEmpty { evidence.removeAll(keepingCapacity: true) }
    lexicon = 0
  }
}
