/// A figure made of counts and sums: a share, a difference of shares, a mean or a quantile.
///
/// Its column is `name`; where it has an interval, that stands in `<name>_low` and `<name>_high`. Sources: Wilson 1927 and
/// Newcombe 1998 for shares; Zou and Donner 2008 for differences; Rocks 2016 for the promoter score; Student for means.
public struct Figure: Sendable {
  /// How it is made.
  public enum Kind: Sendable {
    /// `part` out of the sum of `base`, whose comments contain those of `part`.
    case share(part: Measure, base: [Measure])
    /// `more` − `less` out of the sum of `base`.
    case net(more: Measure, less: Measure, base: [Measure])
    /// The same, for a net promoter score.
    case promoters(more: Measure, less: Measure, base: [Measure])
    /// The mean score of the scored comments.
    case score
    /// A quantile of the response time, in percent.
    case response(percent: Int, complaintsOnly: Bool)
  }

  /// The column's name.
  public let name: String
  /// How it is made.
  public let kind: Kind
  /// What it says, for the data dictionary.
  public let meaning: String

  init(_ name: String, _ kind: Kind, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
  }

  /// The figures of every cube, in the order of the columns.
  public static let all: [Figure] = [
    Figure("positive_share", .share(part: .positive, base: scored), "share of positive among the scored comments"),
    Figure("neutral_share", .share(part: .neutral, base: scored), "share of neutral among the scored comments"),
    Figure("negative_share", .share(part: .negative, base: scored), "share of negative among the scored comments"),
    Figure("mixed_share", .share(part: .mixed, base: scored), "share of mixed among the scored comments"),
    Figure(
      "net_sentiment", .net(more: .positive, less: .negative, base: scored),
      "positive less negative, of the scored comments"),
    Figure("score_mean", .score, "mean score of the scored comments"),
    Figure(
      "complaint_share", .share(part: .complaint, base: [.comments]),
      "share of the comments that voice dissatisfaction"),
    Figure("praise_share", .share(part: .praise, base: [.comments]), "share of the comments that voice praise"),
    Figure("angry_share", .share(part: .angry, base: [.comments]), "share of the comments with explicit anger"),
    Figure("delighted_share", .share(part: .delighted, base: [.comments]), "share of the comments of the delighted"),
    Figure("leave_share", .share(part: .leave, base: [.comments]), "share of the comments that announce to leave"),
    Figure(
      "expectation_gap", .net(more: .exceeded, less: .missed, base: [.comments]),
      "expectation exceeded less missed, of all comments"),
    Figure(
      "expectation_gap_voiced", .net(more: .exceeded, less: .missed, base: [.exceeded, .met, .missed]),
      "expectation exceeded less missed, of the comments that voice one"),
    Figure(
      "net_recommendation", .net(more: .recommend, less: .adviseAgainst, base: [.comments]),
      "recommending less advising against, of all comments"),
    Figure("csat", .share(part: .topBox, base: [.ratedFive]), "share of the top two boxes of a scale of 1 to 5"),
    Figure(
      "nps", .promoters(more: .promoters, less: .detractors, base: [.ratedTen]),
      "net promoter score of a scale of 0 to 10, as a share and not times 100"),
    Figure("on_time_share", .share(part: .onTime, base: [.onTime, .late]), "share of deliveries on time"),
    Figure(
      "repurchase_rate", .share(part: .repurchased, base: [.repurchaseKnown]),
      "share who bought again, where the window has closed"),
    Figure(
      "recovery_rate", .share(part: .complaintRecovered, base: [.complaintOutcomeKnown]),
      "share of the complaints that were followed by an order or a positive comment, where the window has closed"),
    Figure(
      "card_praise_share", .share(part: .cardPraise, base: [.cardComments]),
      "share of praise on comment cards alone"),
    Figure(
      "answered_share", .share(part: .answered, base: [.answered, .unanswered]),
      "share answered so far; the others may still be"),
    Figure(
      "within_target_share", .share(part: .inTime, base: [.timed, .overdue]),
      "share answered within response_target_minutes; those who wait longer count as not"),
    Figure(
      "complaint_within_target_share", .share(part: .complaintInTime, base: [.complaintTimed, .complaintOverdue]),
      "share of the complaints answered within response_target_minutes; those that wait longer count as not"),
    Figure("response_median_minutes", .response(percent: 50, complaintsOnly: false), "median time until the response"),
    Figure(
      "response_p90_minutes", .response(percent: 90, complaintsOnly: false),
      "time until the response that nine in ten do not exceed"),
    Figure(
      "complaint_response_median_minutes", .response(percent: 50, complaintsOnly: true),
      "median time until the response to complaints"),
    Figure(
      "complaint_response_p90_minutes", .response(percent: 90, complaintsOnly: true),
      "time until the response that nine in ten complaints do not exceed"),
  ]

  private static let scored: [Measure] = [.positive, .neutral, .negative, .mixed]

  /// The figure of a column's name, or nil.
  public init?(column: String) {
    guard let figure = Self.all.first(where: { $0.name == column }) else { return nil }
    self = figure
  }

  /// Whether it has columns `_low` and `_high`.
  public var hasInterval: Bool { if case .response = kind { false } else { true } }

  /// Whether it needs the sketches of response times.
  public var needsResponses: Bool { !hasInterval }

  /// The counts and sums that it is made of.
  public var parts: [Measure] {
    switch kind {
    case .share(let part, let base): [part] + base.filter { $0 != part }
    case .net(let more, let less, let base), .promoters(let more, let less, let base):
      [more, less] + base.filter { $0 != more && $0 != less }
    case .score: [.scoreSum] + Self.scored
    case .response(_, let complaintsOnly): complaintsOnly ? [.complaintTimed] : [.timed, .unanswered]
    }
  }

  /// How it is computed from the columns, for the data dictionary.
  public var formula: String {
    func sum(_ base: [Measure]) -> String {
      base.count == 1 ? base[0].column : "(\(base.map(\.column).joined(separator: " + ")))"
    }
    return switch kind {
    case .share(let part, let base): "\(part.column) / \(sum(base))"
    case .net(let more, let less, let base), .promoters(let more, let less, let base):
      "(\(more.column) − \(less.column)) / \(sum(base))"
    case .score: "score_sum / \(sum(Self.scored))"
    case .response(let percent, _):
      "the time within which \(percent) % are answered: Kaplan-Meier over the times of answers and of waiting"
    }
  }

  /// How its interval is made, for the data dictionary.
  public var intervalFormula: String {
    switch kind {
    case .share: "Wilson's interval; base / design effect (CR1) where customers have several comments"
    case .net: "from both shares' Wilson intervals and their trinomial correlation; clustered as shares are"
    case .promoters: "adjusted Wald, clustered as shares are"
    case .score: "Student's t; standard error by customers (CR1) where they have several comments"
    case .response: ""
    }
  }

  /// In what it is measured.
  public var unit: String {
    switch kind {
    case .share: "share, 0 to 1"
    case .net, .promoters: "difference of shares, −1 to 1"
    case .score: "score, −1 to 1"
    case .response: "minutes"
    }
  }

  /// Where the method comes from.
  public var source: String {
    switch kind {
    case .share: "Wilson 1927; Newcombe 1998; Liang and Zeger 1986"
    case .net: "Zou and Donner 2008; Newcombe 1998; Liang and Zeger 1986"
    case .promoters: "Rocks 2016; Liang and Zeger 1986"
    case .score: "Student 1908; Liang and Zeger 1986"
    case .response: "Kaplan and Meier 1958"
    }
  }
}
