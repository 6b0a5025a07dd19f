/// An interval around a share or a mean.
public struct Interval: Sendable, Equatable {
  /// The estimate.
  public var value: Double
  /// Lower end of the 95 % interval.
  public var low: Double
  /// Upper end of the 95 % interval.
  public var high: Double
}

/// Wilson's score interval for a share (Wilson 1927; recommended by Newcombe 1998).
public enum Wilson {
  /// The 97.5 % quantile of the normal distribution: two-sided 95 %.
  public static let z = 1.959963984540054

  /// The 95 % interval of `count` out of `base`; nil without a base.
  public static func interval(_ count: Int64, of base: Int64) -> Interval? {
    guard base > 0 else { return nil }
    let n = Double(base)
    let share = Double(count) / n
    let z2 = z * z
    let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    let half = z / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
    return Interval(
      value: share, low: count == 0 ? 0 : max(0, centre - half), high: count == base ? 1 : min(1, centre + half))
  }
}
