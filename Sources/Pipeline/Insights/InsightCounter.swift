import Columnar

/// What workers count for the insights: one a worker, merged at the end.
struct InsightCounter: ~Copyable, Sendable {
  private(set) var impact: DriverImpactCounts?
  private(set) var keywords: KeywordCounts?
  private(set) var change: ChangeCounts?

  init(_ plan: InsightPlan) {
    impact = plan.impact.map { DriverImpactCounts($0) }
    keywords = plan.keywords.map { KeywordCounts($0) }
    change = plan.change.map { ChangeCounts($0) }
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    impact?.add(rows)
    keywords?.add(rows)
    change?.add(rows)
  }

  /// Adds what another worker has counted.
  mutating func merge(_ other: borrowing InsightCounter) {
    if let theirs = other.impact { impact?.merge(theirs) }
    if let theirs = other.keywords { keywords?.merge(theirs) }
    if let theirs = other.change { change?.merge(theirs) }
  }

  /// The tables of the plan, in its order.
  ///
  /// - Parameters:
  ///   - sources: names of the feedback sources.
  ///   - previous: comments of the run to compare with, or nil.
  consuming func batches(_ plan: InsightPlan, sources: [String], previous: ChangeCounts?) -> [RecordBatch] {
    var batches: [RecordBatch] = []
    if let plan = plan.impact, let impact { batches.append(DriverImpactTable.batch(plan, impact)) }
    if let plan = plan.keywords, let keywords { batches.append(KeywordTable.batch(plan, keywords, sources: sources)) }
    if let plan = plan.change, var change {
      if let previous { change.merge(previous) }
      batches.append(ChangeTable.batch(plan, change))
    }
    return batches
  }
}
