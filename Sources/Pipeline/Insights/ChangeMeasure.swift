import Satisfaction

/// A figure whose change is told: a share, a difference of shares or a mean, over comments with a base.
struct ChangeMeasure: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case share(Measure)
    case net(Measure, less: Measure)
    case promoters
    /// In thousandths.
    case score
  }

  let name: String
  let kind: Kind
  /// A comment is of the base where one of these bits is 1.
  let base: UInt64

  init(_ name: String, _ kind: Kind, of base: [Measure]) {
    self.name = name
    self.kind = kind
    self.base = base.reduce(0) { $0 | $1.bit }
  }

  /// What may be asked for.
  static let all: [ChangeMeasure] = [
    ChangeMeasure("net_sentiment", .net(.positive, less: .negative), of: scored),
    ChangeMeasure("positive_share", .share(.positive), of: scored),
    ChangeMeasure("negative_share", .share(.negative), of: scored),
    ChangeMeasure("score_mean", .score, of: scored),
    ChangeMeasure("complaint_share", .share(.complaint), of: [.comments]),
    ChangeMeasure("praise_share", .share(.praise), of: [.comments]),
    ChangeMeasure("expectation_gap", .net(.exceeded, less: .missed), of: [.comments]),
    ChangeMeasure("net_recommendation", .net(.recommend, less: .adviseAgainst), of: [.comments]),
    ChangeMeasure("csat", .share(.topBox), of: [.ratedFive]),
    ChangeMeasure("nps", .promoters, of: [.ratedTen]),
    ChangeMeasure("on_time_share", .share(.onTime), of: [.onTime, .late]),
    ChangeMeasure("repurchase_rate", .share(.repurchased), of: [.repurchaseKnown]),
  ]

  /// What is told unless asked otherwise.
  static let standard = all.filter { ["net_sentiment", "negative_share", "complaint_share", "csat"].contains($0.name) }

  private static let scored: [Measure] = [.positive, .neutral, .negative, .mixed]

  /// A comment's value: 0 or 1, −1 to 1, or thousandths; nil where it is not of the base.
  @inline(__always)
  func value(counted: UInt64, score: Int32) -> Int64? {
    guard counted & base != 0 else { return nil }
    func has(_ measure: Measure) -> Int64 { counted & measure.bit != 0 ? 1 : 0 }
    switch kind {
    case .share(let part): return has(part)
    case .net(let more, let less): return has(more) - has(less)
    case .promoters: return has(.promoters) - has(.detractors)
    case .score: return Int64(score)
    }
  }

  /// What a value is divided by.
  var divisor: Double { kind == .score ? 1000 : 1 }

  /// The mean with its interval; nil without comments.
  ///
  /// - Parameter values: values of 1, −1 and all, of which shares need the counts.
  func interval(_ sums: ClusterSums, squares: Int128, positive: Int64, negative: Int64) -> Interval? {
    switch kind {
    case .share:
      return Wilson.interval(positive, of: sums.base, designEffect: sums.designEffect(squares: positive))
    case .net:
      let effect = sums.designEffect(squares: positive + negative)
      return NetShare.interval(positive: positive, negative: negative, of: sums.base, designEffect: effect)
    case .promoters:
      let effect = sums.designEffect(squares: positive + negative)
      return NetShare.promoterInterval(
        promoters: positive, detractors: negative, of: sums.base, designEffect: effect)
    case .score:
      return Mean(count: sums.base, sum: sums.total, squares: squares)
        .interval(scale: 1 / divisor, within: -1...1, clusters: sums)
    }
  }
}
