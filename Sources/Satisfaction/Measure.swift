/// The counts and sums of a cell: integers, so that partial cells merge exactly in any order.
///
/// The raw value is the position in a cell's row of states; the order is that of the columns. Source: the measures of the
/// domain (`docs`: customer satisfaction).
public enum Measure: Int, CaseIterable, Sendable {
  case comments, customers, anonymous, unscored, rated
  case positive, neutral, negative, mixed
  case complaint, praise, request
  case happy, angry
  case exceeded, met, missed, delighted
  case recommend, adviseAgainst, buyAgain, leave
  case matched, onTime, late
  case repurchaseKnown, repurchased
  case answered, unanswered
  case ratedFive, topBox
  case ratedTen, promoters, detractors
  case ratingSum, scoreSum, amountSum

  /// How many there are.
  public static let count = allCases.count

  /// The measure's bit among those that count a comment.
  @inlinable
  public var bit: UInt64 { 1 << UInt64(rawValue) }

  /// Whether it adds values up and does not count comments.
  public var isSum: Bool { self == .ratingSum || self == .scoreSum || self == .amountSum }

  /// The column's name.
  public var column: String {
    switch self {
    case .comments: "n_comments"
    case .customers: "n_customers"
    case .anonymous: "n_anonymous"
    case .unscored: "n_unscored"
    case .rated: "n_rated"
    case .positive: "n_positive"
    case .neutral: "n_neutral"
    case .negative: "n_negative"
    case .mixed: "n_mixed"
    case .complaint: "n_complaint"
    case .praise: "n_praise"
    case .request: "n_request"
    case .happy: "n_happy"
    case .angry: "n_angry"
    case .exceeded: "n_exceeded"
    case .met: "n_met"
    case .missed: "n_missed"
    case .delighted: "n_delighted"
    case .recommend: "n_recommend"
    case .adviseAgainst: "n_advise_against"
    case .buyAgain: "n_buy_again"
    case .leave: "n_leave"
    case .matched: "n_matched"
    case .onTime: "n_on_time"
    case .late: "n_late"
    case .repurchaseKnown: "n_repurchase_known"
    case .repurchased: "n_repurchased"
    case .answered: "n_answered"
    case .unanswered: "n_unanswered"
    case .ratedFive: "n_rated_five"
    case .topBox: "n_top_box"
    case .ratedTen: "n_rated_ten"
    case .promoters: "n_promoters"
    case .detractors: "n_detractors"
    case .ratingSum: "rating_sum"
    case .scoreSum: "score_sum"
    case .amountSum: "amount_sum"
    }
  }

  /// What it counts or adds up, for the data dictionary.
  public var meaning: String {
    switch self {
    case .comments: "comments of the cell"
    case .customers: "distinct customers; a comment without customer id counts as one"
    case .anonymous: "comments without customer id"
    case .unscored: "comments in none of the five languages and without language-neutral evidence"
    case .rated: "comments with a rating on the scale of their source"
    case .positive: "comments labelled positive; in cells of a driver, by what they say of it"
    case .neutral: "comments labelled neutral"
    case .negative: "comments labelled negative"
    case .mixed: "comments labelled mixed"
    case .complaint: "comments that voice dissatisfaction"
    case .praise: "comments that voice praise"
    case .request: "comments that ask the firm for something"
    case .happy: "comments with explicit joy"
    case .angry: "comments with explicit anger"
    case .exceeded: "comments that found their expectation exceeded"
    case .met: "comments that found their expectation met"
    case .missed: "comments that found their expectation missed"
    case .delighted: "comments with the expectation exceeded that recommend or announce to buy again"
    case .recommend: "comments that recommend"
    case .adviseAgainst: "comments that advise against"
    case .buyAgain: "comments that announce to buy again"
    case .leave: "comments that announce to leave"
    case .matched: "comments matched to a purchase"
    case .onTime: "comments whose purchase was delivered on or before the promised day"
    case .late: "comments whose purchase was delivered after the promised day, or is overdue"
    case .repurchaseKnown: "comments whose repurchase window had closed before the end of the data"
    case .repurchased: "of those, comments whose customer bought again within the window"
    case .answered: "comments with a response"
    case .unanswered: "comments without a response"
    case .ratedFive: "comments rated on a scale of 1 to 5"
    case .topBox: "of those, comments rated 4 or 5"
    case .ratedTen: "comments rated on a scale of 0 to 10"
    case .promoters: "of those, comments rated 9 or 10"
    case .detractors: "of those, comments rated 0 to 6"
    case .ratingSum: "sum of the ratings; the scale is that of the source"
    case .scoreSum: "sum of the scores, in thousandths"
    case .amountSum: "sum of the amounts of the matched purchases, once a comment, in the cell's currency"
    }
  }
}

/// A share of one count in another, published with its interval.
public struct Share: Sendable {
  /// The column's name; its interval stands in `<name>_low` and `<name>_high`.
  public let column: String
  /// What is counted.
  public let part: Measure
  /// Out of what.
  public let base: [Measure]
  /// For the data dictionary.
  public let meaning: String

  /// The shares of every cube, in the order of the columns.
  public static let all: [Share] = [
    Share(column: "positive_share", part: .positive, base: labels, meaning: "n_positive out of the scored comments"),
    Share(column: "neutral_share", part: .neutral, base: labels, meaning: "n_neutral out of the scored comments"),
    Share(column: "negative_share", part: .negative, base: labels, meaning: "n_negative out of the scored comments"),
    Share(column: "mixed_share", part: .mixed, base: labels, meaning: "n_mixed out of the scored comments"),
    Share(column: "complaint_share", part: .complaint, base: labels, meaning: "n_complaint out of the scored comments"),
    Share(column: "csat", part: .topBox, base: [.ratedFive], meaning: "n_top_box out of n_rated_five"),
    Share(
      column: "on_time_share", part: .onTime, base: [.onTime, .late], meaning: "n_on_time out of n_on_time + n_late"),
    Share(
      column: "repurchase_rate", part: .repurchased, base: [.repurchaseKnown],
      meaning: "n_repurchased out of n_repurchase_known"),
    Share(
      column: "answered_share", part: .answered, base: [.comments],
      meaning: "n_answered out of n_comments; the unanswered may still be answered"),
  ]

  private static let labels: [Measure] = [.positive, .neutral, .negative, .mixed]
}
