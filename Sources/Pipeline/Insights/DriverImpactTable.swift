import Columnar
import Satisfaction

/// The table `driver_impact`: for each driver, how much an outcome goes with it.
///
/// It says association, not cause.
enum DriverImpactTable {
  private enum Part: Int {
    case outcome, audience, language, driver, suppressed, comments, driverComments, share, negativeComments
    case difference, differenceLow, differenceHigh
    case negativeDifference, negativeDifferenceLow, negativeDifferenceHigh
    case weight, weightLow, weightHigh, rank, determination
  }

  static let schema: TableSchema = {
    let hidden = "null: suppressed"
    func number(_ name: String, _ description: String, type: ColumnType = .double) -> ColumnField {
      ColumnField(name: name, type: type, description: description)
    }
    func interval(_ name: String, _ description: String, _ missing: String) -> [ColumnField] {
      let means = "of the 95 % interval of \(name) (delete-a-group jackknife, 20 groups of customers)"
      return [
        number(name, "\(description); \(missing)"), number("\(name)_low", "lower end \(means); \(missing)"),
        number("\(name)_high", "upper end \(means); \(missing)"),
      ]
    }
    let undefined = "\(hidden), or not defined in every group"
    return TableSchema(
      name: "driver_impact",
      description: "one row per outcome, audience, language and driver: what goes with what, not what causes it",
      fields: [
        ColumnField(
          name: "outcome", type: .string, isNullable: false,
          description: "rating: as a share of its scale; repurchase: 0 or 1, where known; score: -1 to 1, the "
            + "driver's own evidence left out"),
        ColumnField(name: "audience", type: .string, isNullable: false, description: "customer, user or unknown"),
        ColumnField(
          name: "language", type: .string, isNullable: false, description: "language of the comments, or und"),
        ColumnField(name: "driver", type: .string, isNullable: false, description: "what comments speak of"),
        ColumnField(
          name: "suppressed", type: .boolean, isNullable: false,
          description: "fewer distinct customers than privacy.minimum_base speak of the driver, or do not"),
        number("n", "comments whose outcome is known; \(hidden)", type: .int64),
        number("n_driver", "of these, those that speak of the driver; \(hidden)", type: .int64),
        number("share", "n_driver out of n; \(hidden)"),
        number(
          "n_negative", "of n_driver, those that do so negatively; \(hidden), or too few customers in a part",
          type: .int64),
      ]
        + interval("difference", "mean outcome where the driver is spoken of, less where it is not", undefined)
        + interval(
          "negative_difference",
          "mean outcome where the driver is spoken of negatively, less where it is not spoken of",
          "\(undefined), or too few customers in a part")
        + interval(
          "relative_weight",
          "the driver's part of r_squared (Johnson 2000), its sentiment taken as -1, 0 or 1; 0: it says nothing",
          "\(hidden), fewer than 10 comments a driver, or the outcome does not vary")
        + [
          number(
            "rank", "by relative_weight among the rows of the outcome, audience and language that have one",
            type: .int64),
          number("r_squared", "share of the outcome's variance that goes with all drivers; null: as relative_weight"),
        ])
  }()

  /// The rows, by outcome as asked for, audience, language and driver.
  static func batch(_ plan: DriverImpactPlan, _ counts: DriverImpactCounts) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    for (place, sums) in counts.sums.enumerated() {
      guard let sums else { continue }
      let outcome = plan.outcomes[place / DriverImpactPlan.segments]
      let segment = place % DriverImpactPlan.segments
      append(plan, outcome, segment, sums, &batch)
    }
    return batch
  }

  private static func append(
    _ plan: DriverImpactPlan, _ outcome: ImpactOutcome, _ segment: Int, _ sums: ImpactSums, _ batch: inout RecordBatch
  ) {
    let estimates = ImpactEstimate.all(sums, outcome, drivers: plan.drivers.count)
    let count = sums.groups.reduce(0) { $0 + $1.moments.count }
    let isTold = estimates.indices.map {
      sums.withFloors[$0].isTellable(plan.minimumBase) && sums.withoutFloors[$0].reaches(plan.minimumBase)
    }
    let ranks = ranks(estimates, isTold)
    for (driver, estimate) in estimates.enumerated() {
      func set(_ part: Part, _ body: (inout Column) -> Void) { body(&batch.columns[part.rawValue]) }
      func set(_ part: Part, _ value: Int64?) {
        set(part) { if let value { $0.append(value) } else { $0.appendNull() } }
      }
      func set(_ part: Part, _ value: Double?) {
        set(part) { if let value { $0.append(value) } else { $0.appendNull() } }
      }
      func set(_ part: Part, _ interval: Interval?) {
        for (offset, value) in [interval?.value, interval?.low, interval?.high].enumerated() {
          if let value {
            batch.columns[part.rawValue + offset].append(value)
          } else {
            batch.columns[part.rawValue + offset].appendNull()
          }
        }
      }
      let told = isTold[driver]
      let tellsNegative =
        told && sums.negativeFloors[driver].isTellable(plan.minimumBase)
        && sums.otherFloors[driver].isTellable(plan.minimumBase)
      set(.outcome) { $0.append(outcome.rawValue) }
      set(.audience) { column in
        Names.audiences.withString(UInt32(segment / Names.languages.count)) { column.append($0) }
      }
      set(.language) { column in
        Names.languages.withString(UInt32(segment % Names.languages.count)) { column.append($0) }
      }
      set(.driver) { $0.append(plan.drivers[driver]) }
      set(.suppressed) { $0.append(!told) }
      set(.comments, told ? count : nil)
      set(.driverComments, told ? estimate.count : nil)
      set(.share, told ? Double(estimate.count) / Double(count) : nil)
      set(.negativeComments, tellsNegative ? estimate.negativeCount : nil)
      set(.difference, told ? estimate.difference : nil)
      set(.negativeDifference, tellsNegative ? estimate.negativeDifference : nil)
      set(.weight, told ? estimate.weight : nil)
      set(.rank, ranks[driver])
      set(.determination, told ? estimate.determination : nil)
      batch.rowCount += 1
    }
  }

  /// Ties go to the driver that stands first in the list.
  private static func ranks(_ estimates: [ImpactEstimate], _ isTold: [Bool]) -> [Int64?] {
    let weighed = estimates.indices.compactMap { driver in
      isTold[driver] ? estimates[driver].weight.map { (driver: driver, weight: $0.value) } : nil
    }.sorted { ($1.weight, $0.driver) < ($0.weight, $1.driver) }
    var ranks = [Int64?](repeating: nil, count: estimates.count)
    for (place, entry) in weighed.enumerated() { ranks[entry.driver] = Int64(place + 1) }
    return ranks
  }
}
