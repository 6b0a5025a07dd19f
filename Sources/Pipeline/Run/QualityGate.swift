/// Decides whether a run's data is good enough to be published.
enum QualityGate {
  /// Why the data failed, or nil.
  static func failure(_ definition: PipelineDefinition, _ quality: [FileQuality]) -> String? {
    for input in ["feedback", "purchases"] {
      let files = quality.filter { $0.input == input }
      guard !files.isEmpty else { continue }
      let records = files.reduce(0) { $0 + $1.records }
      let rejected = files.reduce(0) { $0 + $1.rejectedCount }
      if records == 0, !definition.quality.allowEmpty {
        return "\(input): no record in \(files.count) files, and quality.allow_empty is false"
      }
      guard rejected * 1_000_000 > records * Int64(definition.quality.maximumRejectShare) else { continue }
      let share = Double(rejected) / Double(records)
      let limit = Double(definition.quality.maximumRejectShare) / 1_000_000
      return """
        \(input): \(rejected) of \(records) records were rejected (share \(rounded(share))), \
        quality.maximum_reject_share is \(limit)
        """
    }
    return nil
  }

  private static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
