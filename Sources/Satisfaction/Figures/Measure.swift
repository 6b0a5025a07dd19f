/// The counts and sums of a cell: integers, so that partial cells merge exactly in any order.
///
/// The raw value is the position in a cell's row of states and the bit in `CountedRows.counted`; the order is that of the
/// columns. Source: the measures of the domain (`docs/data-dictionary.md`).
public enum Measure: Int, CaseIterable, Sendable {
  case comments, customers, anonymous, unscored, rated
  case positive, neutral, negative, mixed
  case complaint, praise, request
  case happy, angry
  case exceeded, met, missed, delighted
  case recommend, adviseAgainst, buyAgain, leave
  case matched, onTime, late
  case repurchaseKnown, repurchased
  case answered, unanswered, timed, inTime, overdue
  case complaintTimed, complaintInTime, complaintOverdue
  case complaintOutcomeKnown, complaintRecovered
  case cardComments, cardPraise
  case ratedFive, topBox
  case ratedTen, promoters, detractors
  case scoreSum, amountSum, revenueAtRisk

  /// What kind of number it is decides how it is counted and merged.
  public enum Kind: Sendable {
    /// Comments, one bit a row.
    case count
    /// Distinct customers.
    case distinct
    /// Comments, but known only when all comments of a run are: `SortedLog`.
    case outcome
    /// Values that are added up.
    case sum
    /// An amount that is known only when all comments of a run are.
    case outcomeSum
  }

  /// How many there are.
  public static let count = allCases.count

  /// The measure's bit among those that count a comment.
  @inlinable
  public var bit: UInt64 { 1 << UInt64(rawValue) }

  /// How it is counted.
  public var kind: Kind {
    switch self {
    case .customers: .distinct
    case .complaintRecovered: .outcome
    case .scoreSum, .amountSum: .sum
    case .revenueAtRisk: .outcomeSum
    default: .count
    }
  }

  /// Whether it is an amount of money, in the currency of the cell.
  public var isAmount: Bool { self == .amountSum || self == .revenueAtRisk }

  /// The measure of a column's name, or nil.
  public init?(column: String) {
    guard let measure = Self.allCases.first(where: { $0.column == column }) else { return nil }
    self = measure
  }

  /// The column's name.
  public var column: String { documentation.column }

  /// What it counts or adds up, for the data dictionary.
  public var meaning: String { documentation.meaning }

  private var documentation: (column: String, meaning: String) {
    switch self {
    case .comments: ("n_comments", "comments of the cell")
    case .customers: ("n_customers", "distinct customers; a comment without customer id counts as one")
    case .anonymous: ("n_anonymous", "comments without customer id")
    case .unscored:
      ("n_unscored", "comments in none of the five languages and without language-neutral evidence")
    case .rated: ("n_rated", "comments with a rating on the scale of their source")
    case .positive: ("n_positive", "comments labelled positive; in cells of a driver, by what they say of it")
    case .neutral: ("n_neutral", "comments labelled neutral; in cells of a driver, by what they say of it")
    case .negative: ("n_negative", "comments labelled negative; in cells of a driver, by what they say of it")
    case .mixed: ("n_mixed", "comments labelled mixed; in cells of a driver, by what they say of it")
    case .complaint: ("n_complaint", "comments that voice dissatisfaction")
    case .praise: ("n_praise", "comments that voice praise")
    case .request: ("n_request", "comments that ask the firm for something")
    case .happy: ("n_happy", "comments with explicit joy")
    case .angry: ("n_angry", "comments with explicit anger")
    case .exceeded: ("n_exceeded", "comments that found their expectation exceeded")
    case .met: ("n_met", "comments that found their expectation met")
    case .missed: ("n_missed", "comments that found their expectation missed")
    case .delighted:
      ("n_delighted", "comments with the expectation exceeded that recommend or announce to buy again")
    case .recommend: ("n_recommend", "comments that recommend")
    case .adviseAgainst: ("n_advise_against", "comments that advise against")
    case .buyAgain: ("n_buy_again", "comments that announce to buy again")
    case .leave: ("n_leave", "comments that announce to leave")
    case .matched: ("n_matched", "comments matched to a purchase")
    case .onTime: ("n_on_time", "comments whose purchase was delivered on or before the promised day")
    case .late: ("n_late", "comments whose purchase was delivered after the promised day, or is overdue")
    case .repurchaseKnown:
      ("n_repurchase_known", "comments whose repurchase window had closed before the end of the data")
    case .repurchased: ("n_repurchased", "of n_repurchase_known, comments whose customer ordered again in the window")
    case .answered: ("n_answered", "comments with a response")
    case .unanswered:
      ("n_unanswered", "comments without a response, of sources that record responses")
    case .timed: ("n_timed", "of n_answered, comments not answered before they were submitted")
    case .inTime: ("n_in_time", "of n_timed, comments answered within response_target_minutes")
    case .overdue:
      (
        "n_overdue",
        "of n_unanswered, comments that have waited longer than response_target_minutes at the run date's end"
      )
    case .complaintTimed: ("n_complaint_timed", "n_timed of complaints alone")
    case .complaintInTime: ("n_complaint_in_time", "n_in_time of complaints alone")
    case .complaintOverdue: ("n_complaint_overdue", "n_overdue of complaints alone")
    case .complaintOutcomeKnown:
      ("n_complaint_outcome_known", "complaints of known customers whose repurchase window had closed")
    case .complaintRecovered:
      (
        "n_complaint_recovered",
        "of n_complaint_outcome_known, complaints followed within the repurchase window by an order or a positive comment "
          + "of the same customer"
      )
    case .cardComments: ("n_card_comments", "comments on comment cards (instrument comment_card)")
    case .cardPraise: ("n_card_praise", "of n_card_comments, comments that voice praise")
    case .ratedFive: ("n_rated_five", "comments rated on a scale of 1 to 5")
    case .topBox: ("n_top_box", "of n_rated_five, comments rated 4 or 5")
    case .ratedTen: ("n_rated_ten", "comments rated on a scale of 0 to 10")
    case .promoters: ("n_promoters", "of n_rated_ten, comments rated 9 or 10")
    case .detractors: ("n_detractors", "of n_rated_ten, comments rated 0 to 6")
    case .scoreSum: ("score_sum", "sum of the scores; in cells of a driver, of what is said of it")
    case .amountSum:
      ("amount_sum", "sum of the amounts of the matched purchases, once a comment")
    case .revenueAtRisk:
      (
        "revenue_at_risk",
        "sum of the amounts of the distinct matched purchases of customers whose latest comment of the run is negative"
      )
    }
  }
}
