/// Wilson's score interval for a share (Wilson 1927; recommended by Newcombe 1998).
package enum Wilson {
  /// The 95 % interval of `count` out of `base`; nil without a base.
  ///
  /// - Parameter designEffect: how many times the variance of independent comments the share has (`ClusterSums`), at least
  ///   1: the interval is that of `base / designEffect` comments.
  package static func interval(_ count: Int64, of base: Int64, designEffect: Double = 1) -> Interval? {
    guard base > 0 else { return nil }
    return interval(share: Double(count) / Double(base), base: Double(base) / max(1, designEffect))
  }

  /// The 95 % interval of a share of a base that need not be whole; nil without a base.
  package static func interval(share: Double, base: Double) -> Interval? {
    guard base > 0 else { return nil }
    let z2 = NormalDistribution.z95 * NormalDistribution.z95
    let centre = (share + z2 / (2 * base)) / (1 + z2 / base)
    let half =
      NormalDistribution.z95 / (1 + z2 / base)
      * (max(0, share * (1 - share)) / base + z2 / (4 * base * base)).squareRoot()
    return Interval(
      value: share, low: share <= 0 ? 0 : min(share, max(0, centre - half)),
      high: share >= 1 ? 1 : max(share, min(1, centre + half)))
  }
}
