/// Decides whether a run's data is good enough to be published.
struct QualityGate {
  let definition: PipelineDefinition
  let quality: [FileQuality]
  /// SHA-256 of each file of `quality`.
  let digests: [String]
  /// The newest run of an earlier date, where newer inputs are asked for and there is one.
  let previous: Manifest?

  /// Why the data failed; empty where it did not.
  var failures: [String] {
    let settings = definition.quality
    var failures: [String] = []
    for input in ["feedback", "purchases"] {
      let numbers = quality.indices.filter { quality[$0].input == input }
      guard !numbers.isEmpty else { continue }
      let records = numbers.reduce(0) { $0 + quality[$1].records }
      let rejected = numbers.reduce(0) { $0 + quality[$1].rejectedCount }
      if records == 0, !settings.allowEmpty {
        failures.append("\(input): no record in \(Self.files(numbers.count)), and quality.allow_empty is false")
      }
      if rejected * Self.millionths > records * Int64(settings.maximumRejectShare) {
        failures.append(
          "\(input): \(rejected) of \(records) records were rejected (share \(Self.share(rejected, records)): "
            + "\(reasons(numbers))), quality.maximum_reject_share is \(Self.number(settings.maximumRejectShare))")
      }
      if let failure = newness(input, numbers) { failures.append(failure) }
    }
    if let failure = matching(settings) { failures.append(failure) }
    return failures
  }

  private static let millionths: Int64 = 1_000_000

  /// How many records were rejected for what, the most first.
  private func reasons(_ numbers: [Int]) -> String {
    let counts = RejectReason.allCases.map { reason in
      (reason, count: numbers.reduce(0) { $0 + (quality[$1].rejected[reason] ?? 0) })
    }
    // Sorting is stable: reasons with equal counts stay in their own order.
    return counts.filter { $0.count > 0 }.sorted { $0.count > $1.count }
      .map { "\($0.0.rawValue) \($0.count)" }.joined(separator: ", ")
  }

  /// An input whose every file the earlier run has read already was not delivered anew.
  private func newness(_ input: String, _ numbers: [Int]) -> String? {
    guard definition.quality.requireNewerInput, let previous else { return nil }
    let known = Set(previous.inputs.filter { $0.input == input }.map(\.sha256))
    guard numbers.allSatisfy({ known.contains(digests[$0]) }) else { return nil }
    return "\(input): the content of \(Self.files(numbers.count)) is that of the run of \(previous.runDate), and "
      + "quality.require_newer_input is true: has the export been made?"
  }

  private func matching(_ settings: QualitySettings) -> String? {
    let feedback = quality.filter { $0.input == "feedback" }
    let comments = feedback.reduce(0) { $0 + $1.accepted }
    let matched = feedback.reduce(0) { $0 + $1.matchedByOrder + $1.matchedByCustomer }
    guard matched * Self.millionths < comments * Int64(settings.minimumMatchShare) else { return nil }
    return "feedback: \(matched) of \(comments) comments were matched to a purchase (share "
      + "\(Self.share(matched, comments))), quality.minimum_match_share is \(Self.number(settings.minimumMatchShare))"
  }

  private static func files(_ count: Int) -> String { "\(count) file\(count == 1 ? "" : "s")" }

  /// Four digits after the point.
  private static func share(_ part: Int64, _ whole: Int64) -> Double {
    (Double(part) / Double(whole) * 10_000).rounded() / 10_000
  }

  private static func number(_ share: Int) -> Double { Double(share) / Double(millionths) }
}
