import Buffers
import Columnar
import Purchases
import Sentiment
import Text

/// Values of columns that are known beforehand; their codes are the raw values of their enumerations.
enum Names {
  static let user = Array("user".utf8)
  /// The instrument that lets customers speak whenever they want, and the only code known beforehand.
  static let instruments = StringDictionary(["comment_card"])
  static let commentCard: UInt32 = 0
  static let languages = StringDictionary(Language.allCases.map(\.code) + [Language.undetermined])
  /// The code of no language.
  static let undetermined = UInt32(Language.allCases.count)
  static let languageSources = StringDictionary(["text", "column"])
  static let labels = StringDictionary(SentimentLabel.allCases.map(\.name))
  static let audiences = StringDictionary([Audience.customer, .user, .unknown].map(\.name))
  static let matches = StringDictionary([MatchKind.order, .customer, .none].map(\.name))
  static let expectations = StringDictionary(Expectation.allCases.map(\.name))
  static let recommendations = StringDictionary(Recommendation.allCases.map(\.name))
  static let loyalties = StringDictionary(Loyalty.allCases.map(\.name))
  static let emotions = StringDictionary(Emotion.allCases.map(\.name))

  /// Names in their order, each once.
  static func interned(_ names: [String]) -> Interner {
    var interned = Interner(capacity: names.count)
    for name in names { _ = interned.intern(Array(name.utf8).span) }
    return interned
  }

  // What the whole numbers of columns of doubles are parts of.
  static let hundredths: Int32 = 100
  static let thousandths: Int32 = 1000
  static let millisecondsPerMinute: Int64 = 60_000
}
