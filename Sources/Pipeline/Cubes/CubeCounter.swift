import Buffers
import Columnar
import Purchases
import Satisfaction
import Sentiment

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
///
/// Values of dimensions are numbered by each worker for itself, once per row group and column; cells are numbered by these
/// numbers. Comments go into a log, and each cube keeps the cell of each of its rows: what cells add up to is read from the log
/// cell by cell at the end, as long as the run is not too large for one (`LogBudget`).
struct CubeCounter: ~Copyable, Sendable {
  private let cubes: [Parcel<CubeCells>]
  /// Per cube the coder of each of its dimensions.
  private let places: [[Int]]
  private let countsDrivers: Bool
  private let drivers: StringDictionary
  private let budget: LogBudget
  private var coders: [DimensionCoder]
  private var customers: CustomerNumbers
  private var log = CommentLog()

  /// - Parameters:
  ///   - drivers: names by number.
  ///   - customerCount: customers of the purchase records.
  init(_ plans: [CubePlan], drivers: [String], customerCount: Int, zone: TimeZoneRules, budget: LogBudget) {
    let (sources, places) = CubePlan.sources(plans)
    cubes = zip(plans, places).map { Parcel(CubeCells($0, coders: $1)) }
    self.places = places
    countsDrivers = plans.contains(where: \.countsDrivers)
    coders = sources.map { DimensionCoder($0, zone: zone) }
    self.drivers = StringDictionary(drivers)
    self.budget = budget
    customers = CustomerNumbers(known: customerCount)
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    guard !cubes.isEmpty else { return }
    let isLogged = budget.admits(rows.facts.count)
    for coder in coders.indices { coders[coder].code(rows, drivers: drivers) }
    let first = log.count
    appendComments(rows)
    if countsDrivers { appendDrivers(rows, first: first) }
    for cube in cubes {
      var cells = cube.take()
      cells.add(rows, coders, drivers: drivers)
      if !isLogged { cells.fold(log) { customers.hash($0) } }
      cube.put(cells)
    }
    // From here on customers are estimated, group by group.
    if !isLogged { log = CommentLog() }
  }

  /// What has been counted.
  ///
  /// - Parameters:
  ///   - purchases: of what the purchase cells count.
  ///   - insights: what else was counted.
  consuming func counts(purchases: CommentedPurchases, insights: Parcel<InsightCounter>) -> RunCounts {
    let counted = cubes.map { Parcel($0.take().counted()) }
    let values = coders.map(\.values)
    return RunCounts(
      cubes: counted, places: places, values: values, customers: customers, log: log, purchases: purchases,
      insights: insights)
  }

  private mutating func appendComments(_ rows: borrowing RowGroupRows) {
    // Nulls are zeros.
    let (scores, amounts, moments) = (rows[.score].int32, rows[.amount].int64, rows[.submittedAt].int64)
    for row in rows.facts.indices {
      let facts = rows.facts[row]
      let customer =
        if facts.counts(.anonymous) {
          CommentLog.anonymous
        } else if facts.purchaseCustomer != PurchaseTable.none {
          facts.purchaseCustomer
        } else {
          customers.number(facts.customerHash)
        }
      let entry = CommentLog.Entry(
        counted: facts.counted, amount: amounts[row], moment: moments[row], purchase: facts.purchase,
        response: facts.response, score: Int16(truncatingIfNeeded: scores[row]))
      log.append(entry, customer: customer)
    }
  }

  private mutating func appendDrivers(_ rows: borrowing RowGroupRows, first: Int) {
    for row in rows.drivers.indices {
      let driver = rows.drivers[row]
      log.append(
        CommentLog.DriverEntry(
          owner: UInt32(first + Int(rows.driverOwners[row])), score: Int16(truncatingIfNeeded: driver.score),
          label: driver.measure))
    }
  }
}

extension DriverRow {
  /// The measure that counts the driver's own label.
  fileprivate var measure: Measure { SentimentLabel(rawValue: label).map { Measure($0) } ?? .unscored }
}
