/// An interval around a share, a mean or a difference.
package struct Interval: BitwiseCopyable, Sendable, Equatable {
  /// The estimate.
  package var value: Double
  /// Lower end of the 95 % interval.
  package var low: Double
  /// Upper end of the 95 % interval.
  package var high: Double

  /// Makes an interval.
  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// How far this estimate is above another, independent one.
  ///
  /// The ends are recovered from the two intervals' arms, so that skewed and clustered intervals keep their meaning; of two
  /// Wilson intervals it is Newcombe's method 10. Source: Newcombe 1998, Statistics in Medicine 17, 873–890; Zou, Donner
  /// 2008, Statistics in Medicine 27, 1693–1702.
  package func difference(from other: Interval) -> Interval {
    let difference = value - other.value
    let below = Self.length(value - low, other.high - other.value)
    let above = Self.length(high - value, other.value - other.low)
    return Interval(value: difference, low: difference - below, high: difference + above)
  }

  /// The two-sided p of "the true value is zero", by the arm of the interval that points to zero: below 0.05 exactly where
  /// the interval leaves zero out.
  ///
  /// An approximation where the interval is not a normal one. 1 for a value of zero, 0 where the arm has no length.
  package var pValue: Double {
    guard value != 0 else { return 1 }
    let arm = value > 0 ? value - low : high - value
    return arm > 0 ? NormalDistribution.twoSidedP(value * NormalDistribution.z95 / arm) : 0
  }

  private static func length(_ first: Double, _ second: Double) -> Double {
    (first * first + second * second).squareRoot()
  }
}
