/// Intervals of a difference of two shares of one base, as net sentiment: the shares are of a trinomial distribution, so that
/// more of one means less of the other.
package enum NetShare {
  /// The 95 % interval of (positive − negative) / base, within −1…1; nil without a base.
  ///
  /// The variance of the difference is recovered from the Wilson intervals of both shares and their trinomial correlation
  /// −√(p q / ((1 − p) (1 − q))); so it has a length also where all comments are alike, and with one comment. Source: Zou,
  /// Donner 2008, Statistics in Medicine 27, 1693–1702; Newcombe 1998, Statistics in Medicine 17, 2635–2650, method 10.
  ///
  /// - Parameter designEffect: as of `Wilson.interval`, of the values −1, 0, 1.
  package static func interval(positive: Int64, negative: Int64, of base: Int64, designEffect: Double = 1) -> Interval?
  {
    guard let more = Wilson.interval(positive, of: base, designEffect: designEffect),
      let less = Wilson.interval(negative, of: base, designEffect: designEffect)
    else { return nil }
    let (p, q) = (more.value, less.value)
    let spread = (1 - p) * (1 - q)
    let correlation = p * q > 0 && spread > 0 ? -min(1, (p * q / spread).squareRoot()) : 0
    let value = Double(positive - negative) / Double(base)
    let below = length(p - more.low, less.high - q, correlation)
    let above = length(more.high - p, q - less.low, correlation)
    return Interval(value: value, low: max(-1, value - below), high: min(1, value + above))
  }

  /// The 95 % interval of a net promoter score, (promoters − detractors) / base, within −1…1; nil without a base.
  ///
  /// Wald's interval after adding three ratings: three quarters of a promoter and of a detractor, one and a half in between.
  /// It is widened where it would leave the score itself out. Source: Rocks 2016, The American Statistician 70, 365–372.
  package static func promoterInterval(
    promoters: Int64, detractors: Int64, of base: Int64, designEffect: Double = 1
  ) -> Interval? {
    guard base > 0 else { return nil }
    let factor = 1 / max(1, designEffect)
    let added = Double(base) * factor + 3
    let p = (Double(promoters) * factor + 0.75) / added
    let q = (Double(detractors) * factor + 0.75) / added
    let half = NormalDistribution.z95 * (max(0, p + q - (p - q) * (p - q)) / added).squareRoot()
    let value = Double(promoters - detractors) / Double(base)
    return Interval(
      value: value, low: max(-1, min(value, p - q - half)), high: min(1, max(value, p - q + half)))
  }

  private static func length(_ first: Double, _ second: Double, _ correlation: Double) -> Double {
    max(0, first * first + second * second - 2 * correlation * first * second).squareRoot()
  }
}
