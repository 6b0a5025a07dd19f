import Buffers
import Columnar
import Satisfaction
import Sentiment

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
///
/// While counting, a cell is known by the numbers of its dimensions' values; values are numbered by each worker for itself, once
/// per row group and column. Rows are taken in blocks that stay in the cache while all cubes count them.
struct CubeCounter: ~Copyable, Sendable {
  private let cubes: [(countsDrivers: Bool, cells: Parcel<CubeCells>)]
  private let drivers: StringDictionary
  private var coders: [DimensionCoder]
  private var customers: CustomerNumbers
  private var block = CountedRows()
  /// Of the current row group: numbers of its comments' customers.
  private var customerNumbers: [UInt32] = []
  /// Of the current block.
  private var comments: [UInt32] = []

  /// - Parameters:
  ///   - drivers: names by number.
  ///   - customerCount: customers of the purchase records.
  init(_ plans: [CubePlan], drivers: [String], customerCount: Int) {
    var sources: [Dimension.Source] = []
    cubes = plans.map { plan in
      let dimensions = plan.dimensions.map { dimension in
        let known = sources.firstIndex(of: dimension.source) ?? sources.count
        if known == sources.count { sources.append(dimension.source) }
        return (coder: known, isDriver: dimension.source == .driver)
      }
      return (plan.countsDrivers, Parcel(CubeCells(dimensions)))
    }
    coders = sources.map { DimensionCoder($0) }
    self.drivers = StringDictionary(drivers)
    customers = CustomerNumbers(known: customerCount)
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    for coder in coders.indices { coders[coder].code(rows, drivers: drivers) }
    numberCustomers(rows)
    var start = 0
    while start < rows.facts.count {
      let range = start..<min(start + CountedRows.capacity, rows.facts.count)
      fill(rows, range)
      count(countsDrivers: false, drivers: [])
      start = range.upperBound
    }
    guard cubes.contains(where: { $0.countsDrivers }) else { return }
    start = 0
    while start < rows.drivers.count {
      let range = start..<min(start + CountedRows.capacity, rows.drivers.count)
      fillDrivers(rows, range)
      count(countsDrivers: true, drivers: range.map { UInt32($0) })
      start = range.upperBound
    }
  }

  /// What has been counted, under keys of values, which are the same for all workers.
  ///
  /// - Parameters:
  ///   - commenting: customers of the purchase records who commented.
  ///   - insights: what else was counted.
  consuming func counts(commenting: CustomerSet, insights: Parcel<InsightCounter>) -> RunCounts {
    let tables = cubes.map { Parcel($0.cells.take().keyed(coders)) }
    return RunCounts(cubes: tables, customers: customers, commenting: commenting, insights: insights)
  }

  private mutating func numberCustomers(_ rows: borrowing RowGroupRows) {
    customerNumbers.removeAll(keepingCapacity: true)
    for row in rows.facts.indices {
      let facts = rows.facts[row]
      if facts.counts(.anonymous) {
        customerNumbers.append(CountedRows.anonymous)
      } else if facts.purchaseCustomer != CustomerSet.none {
        customerNumbers.append(facts.purchaseCustomer)
      } else {
        customerNumbers.append(customers.number(facts.customerHash))
      }
    }
  }

  /// Fills the block with comments.
  private mutating func fill(_ rows: borrowing RowGroupRows, _ range: Range<Int>) {
    let (scores, ratings, amounts) = (rows[.score].int32, rows[.rating].int32, rows[.amount].int64)
    comments.removeAll(keepingCapacity: true)
    for row in range {
      let place = row - range.lowerBound
      comments.append(UInt32(row))
      block.counted[place] = rows.facts[row].counted
      block.customers[place] = customerNumbers[row]
      // Nulls are zeros.
      block.scores[place] = scores[row]
      block.ratings[place] = ratings[row]
      block.amounts[place] = amounts[row]
    }
    block.count = range.count
  }

  /// Fills the block with rows of `drivers`: the comment's counts, but the driver's own label and score.
  private mutating func fillDrivers(_ rows: borrowing RowGroupRows, _ range: Range<Int>) {
    let (ratings, amounts) = (rows[.rating].int32, rows[.amount].int64)
    comments.removeAll(keepingCapacity: true)
    for row in range {
      let place = row - range.lowerBound
      let driver = rows.drivers[row]
      let owner = Int(rows.driverOwners[row])
      comments.append(UInt32(owner))
      block.counted[place] = rows.facts[owner].counted & ~CommentFacts.labelBits | driver.measure.bit
      block.customers[place] = customerNumbers[owner]
      block.scores[place] = driver.score
      block.ratings[place] = ratings[owner]
      block.amounts[place] = amounts[owner]
    }
    block.count = range.count
  }

  private func count(countsDrivers: Bool, drivers: [UInt32]) {
    for cube in cubes where cube.countsDrivers == countsDrivers {
      var cells = cube.cells.take()
      cells.add(block, comments: comments.span, drivers: drivers.span, coders)
      cube.cells.put(cells)
    }
  }
}

extension DriverRow {
  /// The measure that counts the driver's own label.
  fileprivate var measure: Measure { SentimentLabel(rawValue: label).map { Measure($0) } ?? .unscored }
}
