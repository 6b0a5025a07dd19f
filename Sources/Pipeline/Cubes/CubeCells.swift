import Buffers
import Columnar
import Satisfaction

/// One cube as a worker counts it: each row's cell, by the codes of its dimensions.
struct CubeCells: ~Copyable, Sendable {
  /// Per dimension: its coder, and whether it codes rows of `drivers`.
  private let dimensions: [(coder: Int, isDriver: Bool)]
  private let filter: CommentFilter?
  private let countsResponses: Bool
  private var counts: CubeCounts

  /// - Parameter coders: of the dimensions.
  init(_ plan: CubePlan, coders: [Int]) {
    dimensions = zip(coders, plan.dimensions).map { ($0, $1.source == .driver) }
    filter = plan.filter
    countsResponses = plan.countsResponses
    counts = CubeCounts(dimensions: plan.dimensions.count, countsDrivers: plan.countsDrivers)
  }

  /// Finds the cells of a group's rows.
  mutating func add(_ rows: borrowing RowGroupRows, _ coders: [DimensionCoder], drivers: StringDictionary) {
    let kept = filter?.kept(rows, drivers: drivers, countsDrivers: counts.countsDrivers) ?? []
    let owners = rows.driverOwners
    let rowCount = counts.countsDrivers ? owners.count : rows.facts.count
    counts.tuples.fit(dimensions.map { UInt32(coders[$0.coder].count - 1) })
    counts.cells.reserve(counts.cells.count + rowCount)
    var start = 0
    while start < rowCount {
      let block = start..<min(start + TupleTable.blockRows, rowCount)
      for (place, dimension) in dimensions.enumerated() {
        let codes = coders[dimension.coder].codes
        if counts.countsDrivers, !dimension.isDriver {
          counts.tuples.set(place, codes.span, of: owners.span.extracting(block))
        } else {
          counts.tuples.set(place, codes.span.extracting(block))
        }
      }
      counts.count(block.count, kept: kept.isEmpty ? kept.span : kept.span.extracting(block))
      start = block.upperBound
    }
  }

  /// Adds up the rows of a log that will be forgotten; `hash` is that of a customer's number.
  mutating func fold(_ log: borrowing CommentLog, hash: (UInt32) -> UInt64) {
    counts.fold(log, withResponses: countsResponses, hash: hash)
  }

  /// What has been counted.
  consuming func counted() -> CubeCounts { counts }
}
