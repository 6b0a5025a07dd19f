import Satisfaction

/// What one driver has to do with an outcome, in one audience and language: from whole sums, the interval by leaving out one
/// group of customers at a time.
struct ImpactEstimate {
  /// Comments that speak of the driver, and those that do so negatively.
  var count: Int64 = 0
  var negativeCount: Int64 = 0
  /// Mean of the outcome where the driver is spoken of, less where it is not.
  var difference: Interval?
  /// The same where it is spoken of negatively.
  var negativeDifference: Interval?
  /// The driver's part of R².
  var weight: Interval?
  /// R² of all drivers.
  var determination: Double?

  /// Comments for each varying driver below which a regression fits chance.
  static let fewestPerDriver: Int64 = 10

  /// The estimates of all drivers.
  static func all(_ sums: ImpactSums, _ outcome: ImpactOutcome, drivers: Int) -> [ImpactEstimate] {
    let whole = sums.groups.dropFirst().reduce(into: sums.groups[0]) { $0.add($1) }
    let leftOut = sums.groups.map { group in
      var rest = whole
      rest.subtract(group)
      return Sample(rest, outcome, drivers)
    }
    let sample = Sample(whole, outcome, drivers)
    return (0..<drivers).map { driver in
      var estimate = ImpactEstimate()
      estimate.count = whole.with[driver].count
      estimate.negativeCount = whole.negative[driver].count
      let range = outcome.range
      let widest = (range.lowerBound - range.upperBound)...(range.upperBound - range.lowerBound)
      estimate.difference = interval(sample, leftOut, within: widest) { $0.difference(whole: $0.group.with, driver) }
      estimate.negativeDifference = interval(sample, leftOut, within: widest) {
        $0.difference(whole: $0.group.negative, driver)
      }
      let varying = Int64(sample.basis.varying.count)
      if whole.moments.count >= varying * fewestPerDriver, whole.moments.count > 1 {
        estimate.weight = interval(sample, leftOut, within: 0...1) { $0.weights(driver)?.weights[driver] }
        estimate.determination = sample.weights(driver)?.determination
      }
      return estimate
    }
  }

  /// Nil where the estimate or one of those without a group is not defined; zero where the driver never varies.
  private static func interval(
    _ sample: Sample, _ leftOut: [Sample], within range: ClosedRange<Double>, _ estimate: (Sample) -> Double?
  ) -> Interval? {
    guard let value = estimate(sample) else { return nil }
    let others = leftOut.compactMap(estimate)
    guard others.count == leftOut.count else { return nil }
    return Jackknife.interval(value, leftOut: others, within: range)
  }

  /// All comments, or all but a group's.
  private struct Sample {
    let group: ImpactSums.Group
    let basis: PredictorBasis
    private let outcome: ImpactOutcome
    private let drivers: Int

    init(_ group: ImpactSums.Group, _ outcome: ImpactOutcome, _ drivers: Int) {
      self.group = group
      self.outcome = outcome
      self.drivers = drivers
      basis = PredictorBasis(group.moments, predictors: drivers)
    }

    /// The mean of the part, the driver's own evidence left out, less the mean of the comments that don't speak of it.
    func difference(whole: [ImpactSums.Part], _ driver: Int) -> Double? {
      let part = whole[driver]
      let with = group.with[driver]
      let count = group.moments.count - with.count
      guard part.count > 0, count > 0 else { return nil }
      let sum = group.moments.sums[group.moments.variables - 1] - with.sum
      return (Double(part.rest) / Double(part.count) - Double(sum) / Double(count)) / Double(outcome.divisor)
    }

    /// For the score, the outcome is the score plus what leaving out the driver's own evidence changes.
    func weights(_ driver: Int) -> RelativeWeights? {
      let last = group.moments.variables - 1
      return RelativeWeights(
        basis, group.moments, outcomes: outcome == .score ? [drivers + driver, last] : [last])
    }
  }
}

extension ImpactSums.Group {
  /// Adds another group's comments.
  mutating func add(_ other: Self) {
    moments.add(other.moments)
    for driver in with.indices {
      with[driver].add(other.with[driver])
      negative[driver].add(other.negative[driver])
    }
  }

  /// Takes a group's comments out.
  mutating func subtract(_ other: Self) {
    moments.subtract(other.moments)
    for driver in with.indices {
      with[driver].add(other.with[driver], -1)
      negative[driver].add(other.negative[driver], -1)
    }
  }
}
