import Satisfaction

/// How a figure of one cell changed between the two samples.
struct ChangeEstimate {
  let measure: ChangeMeasure
  /// Comments of the base.
  private(set) var countBefore: Int64 = 0
  private(set) var countAfter: Int64 = 0
  /// Whether a sample has too few customers.
  private(set) var isSuppressed = true
  private(set) var before: Interval?
  private(set) var after: Interval?
  private(set) var difference: Interval?
  private(set) var split: MixAndRate?

  /// - Parameters:
  ///   - comments: of one cell, those of one sample and customer side by side.
  ///   - parts: values of the mix by number of the part.
  init(_ measure: ChangeMeasure, _ comments: ArraySlice<ChangeCounts.Comment>, _ plan: ChangePlan, parts: [[Int32]]) {
    self.measure = measure
    var samples = (Sample(), Sample())
    var byPart: [UInt32: MixAndRate.Part] = [:]
    for comment in comments {
      guard let value = measure.value(counted: comment.counted, score: comment.score) else { continue }
      var part = byPart[comment.part] ?? MixAndRate.Part(values: parts[Int(comment.part)])
      if comment.isAfter {
        samples.1.add(value, comment)
        part.after.base += 1
        part.after.total += value
      } else {
        samples.0.add(value, comment)
        part.before.base += 1
        part.before.total += value
      }
      byPart[comment.part] = part
    }
    samples.0.finish()
    samples.1.finish()
    (countBefore, countAfter) = (samples.0.sums.base, samples.1.sums.base)
    isSuppressed = min(samples.0.sums.clusters, samples.1.sums.clusters) < Int64(plan.minimumBase)
    guard !isSuppressed, let old = samples.0.interval(measure), let new = samples.1.interval(measure) else { return }
    (before, after) = (old, new)
    difference = new.difference(from: old)
    // Sums of doubles depend on their order; parts are taken in that of their values.
    split = MixAndRate(byPart.sorted { $0.value.values.lexicographicallyPrecedes($1.value.values) }.map(\.value))
  }

  /// One of the samples, customer by customer.
  private struct Sample {
    var sums = ClusterSums()
    private var squares: Int128 = 0
    private var positive: Int64 = 0
    private var negative: Int64 = 0
    private var customer: UInt64?
    private var total: Int64 = 0
    private var base: Int64 = 0

    mutating func add(_ value: Int64, _ comment: ChangeCounts.Comment) {
      if comment.isAnonymous || comment.customer != customer { finish() }
      customer = comment.isAnonymous ? nil : comment.customer
      total += value
      base += 1
      squares += Int128(value) * Int128(value)
      if value > 0 { positive += 1 } else if value < 0 { negative += 1 }
    }

    /// Counts the customer whose comments were added last.
    mutating func finish() {
      sums.add(total: total, base: base)
      (total, base, customer) = (0, 0, nil)
    }

    func interval(_ measure: ChangeMeasure) -> Interval? {
      measure.interval(sums, squares: squares, positive: positive, negative: negative)
    }
  }
}
