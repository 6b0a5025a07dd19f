import Columnar
import Satisfaction

/// What a run works out besides rows and cells: fixed before the first comment is read.
struct InsightPlan: Sendable {
  /// Nil where the pipeline does not ask for it; likewise the others.
  let impact: DriverImpactPlan?
  let keywords: KeywordPlan?
  let change: ChangePlan?

  /// Makes the plan of a pipeline.
  ///
  /// - Parameters:
  ///   - drivers: names by number.
  ///   - feedbackBytes: of all feedback files.
  ///   - previous: folder of the run to compare with, or nil.
  init(
    _ definition: PipelineDefinition, comments: TableSchema, drivers: [String], lastDay: Int32, feedbackBytes: Int,
    previous: String?
  ) {
    let scales = definition.feedback.map(\.ratingScale)
    let minimumBase = definition.privacy.minimumBase
    impact = definition.driverImpact.map {
      DriverImpactPlan(outcomes: $0.outcomes, drivers: drivers, scales: scales, minimumBase: minimumBase)
    }
    keywords = definition.keywords.map {
      KeywordPlan(
        $0, drivers: drivers, periods: ComparedPeriods($0.period, lastDay: lastDay), feedbackBytes: feedbackBytes,
        minimumBase: minimumBase)
    }
    change = definition.change.map {
      ChangePlan(
        $0, comments: comments, periods: ComparedPeriods($0.period, lastDay: lastDay), previous: previous,
        sources: definition.feedback.map(\.name), scales: scales, minimumBase: minimumBase)
    }
  }

  /// The tables, in the order of the manifest.
  var tables: [TableSchema] {
    var tables: [TableSchema] = []
    if impact != nil { tables.append(DriverImpactTable.schema) }
    if keywords != nil { tables.append(KeywordTable.schema) }
    if let change { tables.append(ChangeTable.schema(change)) }
    return tables
  }
}

/// The latest period of the calendar that has ended by the run date, and the one before.
struct ComparedPeriods: Sendable, Equatable {
  /// First day of the earlier one.
  let before: Int32
  /// First day of the later one.
  let after: Int32
  /// The day after its last.
  let end: Int32

  /// - Parameter lastDay: the run date.
  init(_ period: Period, lastDay: Int32) {
    end = period.firstDay(lastDay + 1)
    after = period.firstDay(end - 1)
    before = period.firstDay(after - 1)
  }

  /// Whether a day lies in the later period (true) or the earlier one (false); nil in neither.
  @inline(__always)
  func isAfter(_ day: Int32) -> Bool? {
    guard day >= before, day < end else { return nil }
    return day >= after
  }
}
