/// A mean of whole numbers, such as ratings in hundredths: sums that merge exactly in any order.
package struct Mean: Sendable, Equatable {
  /// How many values.
  package private(set) var count: Int64 = 0
  /// Their sum.
  package private(set) var sum: Int64 = 0
  /// The sum of their squares.
  package private(set) var squares: Int128 = 0

  /// The mean of nothing.
  package init() {}

  /// Takes sums that were made elsewhere.
  package init(count: Int64, sum: Int64, squares: Int128) {
    self.count = count
    self.sum = sum
    self.squares = squares
  }

  /// Adds a value so many times.
  package mutating func add(_ value: Int64, times: Int64 = 1) {
    count &+= times
    sum &+= value &* times
    squares &+= Int128(value) &* Int128(value) &* Int128(times)
  }

  /// Adds what another has summed up.
  package mutating func merge(_ other: Mean) {
    count &+= other.count
    sum &+= other.sum
    squares &+= other.squares
  }

  /// The mean; nil without values.
  package var value: Double? { count > 0 ? Double(sum) / Double(count) : nil }

  /// The variance of the values, by n − 1; nil for fewer than two.
  package var variance: Double? {
    guard count > 1 else { return nil }
    let deviations = Int128(count) &* squares &- Int128(sum) &* Int128(sum)
    return max(0, Double(nearest: deviations)) / (Double(count) * Double(count - 1))
  }

  /// The standard error of the mean; nil for fewer than two values.
  package var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }

  /// The 95 % t interval in units of `scale` (1/100 for hundredths), within what values can be; nil without values.
  ///
  /// One value says nothing of how they vary: the interval is then the whole range.
  ///
  /// - Parameter clusters: the sums by customer, where a customer has several values: CR1 variance, t with a degree less than
  ///   customers.
  package func interval(scale: Double, within range: ClosedRange<Double>, clusters: ClusterSums? = nil) -> Interval? {
    guard let value else { return nil }
    let error = clusters.map { $0.standardError } ?? standardError
    let mean = value * scale
    let quantile = StudentDistribution.t95((clusters?.clusters ?? count) - 1)
    guard let error, quantile.isFinite else {
      return Interval(value: mean, low: min(mean, range.lowerBound), high: max(mean, range.upperBound))
    }
    let half = quantile * error * scale
    return Interval(
      value: mean, low: min(mean, max(range.lowerBound, mean - half)),
      high: max(mean, min(range.upperBound, mean + half)))
  }
}

extension Double {
  /// The nearest to a whole number.
  ///
  /// Most fit 64 bits, whose conversion is one instruction.
  init(nearest value: Int128) {
    let low = Int64(truncatingIfNeeded: value)
    self = Int128(low) == value ? Double(low) : Double(value)
  }
}
