import Buffers
import Columnar
import Purchases
import Satisfaction
import Sentiment

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
///
/// While counting, a cell is known by the numbers of its dimensions' values; values are numbered by each worker for itself, once
/// per row group and column. Rows are taken in blocks that stay in the cache while all cubes count them. What only all
/// comments together tell is left to the log, as long as the run is not too large for one (`LogBudget`).
struct CubeCounter: ~Copyable, Sendable {
  private let cubes: [(countsDrivers: Bool, cells: Parcel<CubeCells>)]
  private let countsDrivers: Bool
  private let drivers: StringDictionary
  private let budget: LogBudget
  private var coders: [DimensionCoder]
  private var customers: CustomerNumbers
  private var log = CommentLog()
  /// Whether the log is kept.
  private var logs = true
  private var block = CountedRows()
  /// Of the current row group: numbers of its comments' customers.
  private var customerNumbers: [UInt32] = []
  /// Of the current block.
  private var comments: [UInt32] = []
  private var hashes: [UInt64] = []

  /// - Parameters:
  ///   - drivers: names by number.
  ///   - customerCount: customers of the purchase records.
  init(_ plans: [CubePlan], drivers: [String], customerCount: Int, zone: TimeZoneRules, budget: LogBudget) {
    var sources: [Dimension.Source] = []
    cubes = plans.map { plan in
      let dimensions = plan.dimensions.map { dimension in
        let known = sources.firstIndex(of: dimension.source) ?? sources.count
        if known == sources.count { sources.append(dimension.source) }
        return (coder: known, isDriver: dimension.source == .driver)
      }
      return (plan.countsDrivers, Parcel(CubeCells(plan, dimensions)))
    }
    countsDrivers = plans.contains(where: \.countsDrivers)
    coders = sources.map { DimensionCoder($0, zone: zone) }
    self.drivers = StringDictionary(drivers)
    self.budget = budget
    customers = CustomerNumbers(known: customerCount)
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    guard !cubes.isEmpty else { return }
    if !budget.admits(rows.facts.count), logs { dropLog() }
    for coder in coders.indices { coders[coder].code(rows, drivers: drivers) }
    numberCustomers(rows)
    for cube in cubes {
      var cells = cube.cells.take()
      cells.begin(rows, drivers: drivers, countsDrivers: cube.countsDrivers)
      cube.cells.put(cells)
    }
    let firstEntry = log.entries.count
    var start = 0
    while start < rows.facts.count {
      let range = start..<min(start + CountedRows.capacity, rows.facts.count)
      fill(rows, range)
      count(first: start, countsDrivers: false, drivers: [])
      start = range.upperBound
    }
    guard countsDrivers else { return }
    start = 0
    while start < rows.drivers.count {
      let range = start..<min(start + CountedRows.capacity, rows.drivers.count)
      fillDrivers(rows, range, firstEntry: firstEntry)
      count(first: start, countsDrivers: true, drivers: range.map { UInt32($0) })
      start = range.upperBound
    }
  }

  /// What has been counted, under keys of values, which are the same for all workers.
  ///
  /// - Parameters:
  ///   - purchases: of what the purchase cells count.
  ///   - insights: what else was counted.
  consuming func counts(purchases: CommentedPurchases, insights: Parcel<InsightCounter>) -> RunCounts {
    let tables = cubes.map { Parcel($0.cells.take().keyed(coders)) }
    return RunCounts(cubes: tables, customers: customers, log: log, purchases: purchases, insights: insights)
  }

  /// From here on customers are estimated: what the log holds becomes sketches.
  private mutating func dropLog() {
    logs = false
    for cube in cubes {
      var cells = cube.cells.take()
      cells.dropLog { row in
        let entry = log.entries[cube.countsDrivers ? Int(log.drivers[row].owner) : row]
        return entry.customer == CountedRows.anonymous ? 0 : customers.hash(entry.customer)
      }
      cube.cells.put(cells)
    }
    log = CommentLog()
  }

  private mutating func numberCustomers(_ rows: borrowing RowGroupRows) {
    customerNumbers.removeAll(keepingCapacity: true)
    for row in rows.facts.indices {
      let facts = rows.facts[row]
      if facts.counts(.anonymous) {
        customerNumbers.append(CountedRows.anonymous)
      } else if facts.purchaseCustomer != PurchaseTable.none {
        customerNumbers.append(facts.purchaseCustomer)
      } else {
        customerNumbers.append(customers.number(facts.customerHash))
      }
    }
  }

  /// Fills the block with comments, and logs them.
  private mutating func fill(_ rows: borrowing RowGroupRows, _ range: Range<Int>) {
    let (scores, amounts, moments) = (rows[.score].int32, rows[.amount].int64, rows[.submittedAt].int64)
    comments.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    for row in range {
      let place = row - range.lowerBound
      let facts = rows.facts[row]
      comments.append(UInt32(row))
      block.counted[place] = facts.counted
      // Nulls are zeros.
      block.scores[place] = scores[row]
      block.amounts[place] = amounts[row]
      block.responses[place] = facts.response
      if logs {
        log.append(
          CommentLog.Entry(
            counted: facts.counted, moment: moments[row], customer: customerNumbers[row], purchase: facts.purchase,
            score: Int16(truncatingIfNeeded: scores[row])))
      } else {
        hashes.append(hash(ofRow: row))
      }
    }
    block.count = range.count
  }

  /// Fills the block with rows of `drivers`: the comment's counts, but the driver's own label and score.
  private mutating func fillDrivers(_ rows: borrowing RowGroupRows, _ range: Range<Int>, firstEntry: Int) {
    let amounts = rows[.amount].int64
    comments.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    for row in range {
      let place = row - range.lowerBound
      let driver = rows.drivers[row]
      let owner = Int(rows.driverOwners[row])
      let label = driver.measure
      comments.append(UInt32(owner))
      block.counted[place] = rows.facts[owner].counted & ~Measure.labelBits | label.bit
      block.scores[place] = driver.score
      block.amounts[place] = amounts[owner]
      block.responses[place] = rows.facts[owner].response
      if logs {
        log.append(
          CommentLog.DriverEntry(
            owner: UInt32(firstEntry + owner), score: Int16(truncatingIfNeeded: driver.score), label: label))
      } else {
        hashes.append(hash(ofRow: owner))
      }
    }
    block.count = range.count
  }

  private func hash(ofRow row: Int) -> UInt64 {
    customerNumbers[row] == CountedRows.anonymous ? 0 : customers.hash(customerNumbers[row])
  }

  private func count(first: Int, countsDrivers: Bool, drivers: [UInt32]) {
    for cube in cubes where cube.countsDrivers == countsDrivers {
      var cells = cube.cells.take()
      cells.add(block, first: first, comments: comments.span, drivers: drivers.span, coders, logs: logs)
      if !logs { cells.addCustomers(block, hashes: hashes.span) }
      cube.cells.put(cells)
    }
  }
}

extension DriverRow {
  /// The measure that counts the driver's own label.
  fileprivate var measure: Measure { SentimentLabel(rawValue: label).map { Measure($0) } ?? .unscored }
}
