/// The interval of an estimate that has no formula: from the estimates without each one of several groups.
///
/// Groups are of whole customers, so that comments of one customer stay together. No random numbers are needed. Source:
/// Efron, Tibshirani 1993, An Introduction to the Bootstrap, chapter 11; delete-a-group: Kott 2001, Journal of Official
/// Statistics 17, 521–526.
package enum Jackknife {
  /// The standard error; nil for fewer than two groups.
  ///
  /// - Parameter leftOut: the estimates without one group each; all groups are about equally large.
  package static func standardError(leftOut: [Double]) -> Double? {
    guard leftOut.count > 1 else { return nil }
    let mean = leftOut.reduce(0, +) / Double(leftOut.count)
    let squares = leftOut.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares * Double(leftOut.count - 1) / Double(leftOut.count)).squareRoot()
  }

  /// The 95 % t interval around the estimate of all groups, within what the estimate can be; nil for fewer than two groups.
  package static func interval(
    _ estimate: Double, leftOut: [Double], within range: ClosedRange<Double>
  ) -> Interval? {
    guard let error = standardError(leftOut: leftOut) else { return nil }
    let half = StudentDistribution.t95(Int64(leftOut.count - 1)) * error
    return Interval(
      value: estimate, low: min(estimate, max(range.lowerBound, estimate - half)),
      high: max(estimate, min(range.upperBound, estimate + half)))
  }
}
