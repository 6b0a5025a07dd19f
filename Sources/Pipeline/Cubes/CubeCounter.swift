import Buffers
import Columnar
import Satisfaction

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
struct CubeCounter: Sendable {
  private let plans: [CubePlan]
  private(set) var tables: [CellTable]
  private var key: [UInt8] = []
  private var states = [Int64](repeating: 0, count: Measure.count)

  init(_ plans: [CubePlan]) {
    self.plans = plans
    tables = plans.map { _ in CellTable() }
  }

  /// Adds the rows of a group.
  mutating func add(
    _ comments: RecordBatch, _ facts: [CommentFacts], _ drivers: RecordBatch, _ driverFacts: [DriverFacts],
    _ driverEnds: [UInt32]
  ) {
    for cube in plans.indices {
      for row in facts.indices {
        if plans[cube].countsDrivers {
          for driver in CommentBatch.dependent(driverEnds, row..<row + 1) {
            buildKey(cube, comments, row, drivers, driver)
            var ofDriver = facts[row]
            ofDriver.counted = ofDriver.counted & ~CommentFacts.labelBits
            ofDriver.count(driverFacts[driver].label)
            ofDriver.score = driverFacts[driver].score
            count(cube, ofDriver)
          }
        } else {
          buildKey(cube, comments, row, drivers, 0)
          count(cube, facts[row])
        }
      }
    }
  }

  mutating func merge(_ other: CubeCounter) {
    for cube in tables.indices { tables[cube].merge(other.tables[cube]) }
  }

  private mutating func count(_ cube: Int, _ facts: CommentFacts) {
    for measure in 0..<Measure.count { states[measure] = Int64(facts.counted >> UInt64(measure) & 1) }
    states[Measure.scoreSum.rawValue] = Int64(facts.score)
    states[Measure.amountSum.rawValue] = facts.amount
    states[Measure.ratingSum.rawValue] = facts.counts(.rated) ? Int64(facts.rating) : 0
    let cell = tables[cube].add(states, toCellOf: key)
    if !facts.counts(.anonymous) { tables[cube].addCustomer(facts.customerHash, to: cell) }
  }

  private mutating func buildKey(_ cube: Int, _ comments: RecordBatch, _ row: Int, _ drivers: RecordBatch, _ driver: Int) {
    key.removeAll(keepingCapacity: true)
    for dimension in plans[cube].dimensions {
      switch dimension.source {
      case .string(let column): appendString(comments.columns[column], row)
      case .driver: appendString(drivers.columns[DriverColumn.driver.rawValue], driver)
      case .flag(let column):
        if comments.columns[column].isNull(row) {
          DimensionKey.appendNull(to: &key)
        } else {
          DimensionKey.append(comments.columns[column].boolean[row] != 0, to: &key)
        }
      case .rating:
        let column = comments.columns[CommentColumn.rating.rawValue]
        if column.isNull(row) {
          DimensionKey.appendNull(to: &key)
        } else {
          DimensionKey.append(Int32((column.double[row] * 100).rounded()), to: &key)
        }
      case .period(let period):
        let day = comments.columns[CommentColumn.submittedOn.rawValue].int32[row]
        DimensionKey.append(period.firstDay(day), to: &key)
      }
    }
  }

  private mutating func appendString(_ column: Column, _ row: Int) {
    if column.isNull(row) { return DimensionKey.appendNull(to: &key) }
    DimensionKey.append(column.strings.bytes.span.extracting(column.strings.range(row)), to: &key)
  }
}
