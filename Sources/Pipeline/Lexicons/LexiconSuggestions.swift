internal import Satisfaction
package import Sentiment
package import Text

/// Entries that a user's own comments propose: frequent words that the lexicon lacks and that go with good or bad ratings.
///
/// Where no comment is rated, those that the lexicon itself finds positive or negative stand for the rated ones: words are
/// then judged by their scored neighbours. Words are ranked by the z of their weighted log-odds (`LogOdds`).
package struct LexiconSuggestions: Sendable {
  /// A proposed entry.
  package struct Suggestion: Sendable, Equatable {
    /// The word's most frequent form, which matches all forms of its stem.
    package var term: String
    /// Thousandths, whole tenths; its sign is the log-odds'.
    package var weight: Int32
    /// In standard deviations; positive where good comments have the word more often.
    package var z: Double
    /// Comments of the positive group that have it.
    package var positive: Int
    /// Comments of the negative group that have it.
    package var negative: Int
    /// Comments that have it, those of neither group included.
    package var all: Int
    /// Its forms with their counts, the most frequent first.
    package var forms: [String]
    /// A comment with the word, shortened.
    package var example: String
  }

  /// How many comments were read, those that were left out not among them.
  package let commentCount: Int
  /// How many comments were left out because they are in another of the five languages.
  package let otherLanguageCount: Int
  /// How many of them are positive.
  package let positiveCount: Int
  /// How many of them are negative.
  package let negativeCount: Int
  /// Whether the groups come from ratings.
  package let usesRatings: Bool
  /// The surest first.
  package let suggestions: [Suggestion]
  let language: Language

  /// Words in fewer comments are left out: nothing can be said of them.
  package static let minimumComments = 5
  /// |z| below the 97.5 % quantile of the normal distribution may be chance.
  package static let minimumZ = 1.96
  /// How many proposals are made where the user does not say.
  package static let defaultLimit = 50
  /// The prior is worth a tenth of the words of both groups: one voice among ten.
  private static let priorShare = 0.1
  /// Weights of listed words tell how much a unit of log-odds weighs, where so many of them are met.
  private static let fewestForCalibration = 20
  /// Weight per unit of log-odds where too few listed words are met.
  private static let usualWeight = 1.0
  private static let weightRange = 0.5...3.0
  private static let exampleLength = 80
  private static let shownForms = 4

  /// Reads all comments; where the model identifies languages, those in another of the five are left out.
  ///
  /// - Parameter commonWords: words of grammar, which are never proposed.
  package init(
    _ comments: [CommentRow], model: SentimentModel, language: Language, scale: RatingScale, commonWords: Set<String>,
    minimumComments: Int = minimumComments, limit: Int = defaultLimit
  ) {
    let usesRatings = comments.contains { $0.rating != nil }
    var statistics = WordStatistics(model, language: language, commonWords: commonWords)
    var read = 0
    for (index, comment) in comments.enumerated() {
      let text = Array(comment.text.utf8)
      guard statistics.accepts(text) else { continue }
      read += 1
      statistics.add(text, comment: index) { analysis in
        usesRatings ? Self.sign(comment.rating, scale) : Self.sign(analysis.label)
      }
    }
    self.language = language
    self.usesRatings = usesRatings
    commentCount = read
    otherLanguageCount = comments.count - read
    positiveCount = statistics.comments.positive
    negativeCount = statistics.comments.negative
    let totals = statistics.totals
    let odds = LogOdds(
      firstTotal: totals.positive, secondTotal: totals.negative, total: max(1, totals.all),
      priorWords: max(1, Self.priorShare * Double(totals.positive + totals.negative)))
    let unit =
      usesRatings ? Self.weightPerLogOdds(statistics.entries, model.entries(language), odds, minimumComments) : nil
    var found: [Suggestion] = []
    for word in statistics.words where word.counts.positive + word.counts.negative >= minimumComments {
      let counts = word.counts
      let score = odds.score(first: counts.positive, second: counts.negative, all: counts.all)
      guard abs(score.z) >= Self.minimumZ else { continue }
      let forms = word.forms.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      guard let (form, uses) = forms.first, let place = Self.example(uses, isPositive: score.z > 0) else { continue }
      found.append(
        Suggestion(
          term: form, weight: Self.weight(score.logOdds * (unit ?? Self.usualWeight)), z: score.z,
          positive: counts.positive, negative: counts.negative, all: counts.all,
          forms: forms.prefix(Self.shownForms).map { "\($0.key) \($0.value.count)" },
          example: CommentExcerpt.around(
            place.start..<place.end, of: Array(comments[place.comment].text.utf8), length: Self.exampleLength)))
    }
    found.sort { (abs($1.z), $0.term) < (abs($0.z), $1.term) }
    suggestions = Array(found.prefix(limit))
  }

  /// A place in a comment of the word's own group, else of any.
  private static func example(_ form: WordStatistics.Form, isPositive: Bool) -> WordStatistics.Place? {
    let order = isPositive ? [1, 0, -1] : [-1, 0, 1]
    return order.lazy.compactMap { form.examples[$0] }.first
  }

  private static func sign(_ rating: CommentRow.Rating?, _ scale: RatingScale) -> Int {
    switch rating {
    case .number(let number): scale.sign(number)
    case .label(let label): sign(label)
    case nil: 0
    }
  }

  private static func sign(_ label: SentimentLabel?) -> Int {
    switch label {
    case .positive: 1
    case .negative: -1
    case .neutral, .mixed, nil: 0
    }
  }

  /// The slope of the listed words' weights over their log-odds, through the origin; nil where too few are met.
  private static func weightPerLogOdds(
    _ counts: [UInt32: WordStatistics.Counts], _ entries: [LexiconEntry], _ odds: LogOdds, _ minimumComments: Int
  ) -> Double? {
    var products = 0.0
    var squares = 0.0
    var met = 0
    // In the order of the entries: sums of doubles depend on their order.
    for (number, counts) in counts.sorted(by: { $0.key < $1.key })
    where counts.positive + counts.negative >= minimumComments {
      let score = odds.score(first: counts.positive, second: counts.negative, all: counts.all)
      met += 1
      products += score.logOdds * Double(entries[Int(number)].weight) / 1000
      squares += score.logOdds * score.logOdds
    }
    return met >= fewestForCalibration && products > 0 ? products / squares : nil
  }

  private static func weight(_ value: Double) -> Int32 {
    let magnitude = min(max(abs(value), weightRange.lowerBound), weightRange.upperBound)
    return Int32((magnitude * 10).rounded()) * (value < 0 ? -100 : 100)
  }
}
