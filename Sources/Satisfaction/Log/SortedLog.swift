internal import Buffers

/// The comments of a run customer by customer, with what came of them.
///
/// Made once, at the end of a run. Rows are comments, or what comments say of drivers; both stand in the order of their
/// customers, so that a cell's rows of one customer follow one another.
public struct SortedLog: ~Copyable, Sendable {
  /// Whether there is a log; a run of too many comments has none.
  public let isKept: Bool
  /// The comments; `complaintRecovered` is counted now.
  let entries: FlatList<CommentLog.Entry>
  /// What they say of drivers; owners are places here.
  let drivers: FlatList<CommentLog.DriverEntry>
  /// For each comment and each row of drivers: its place in the log as it was.
  private let origins: FlatArray<UInt32>
  private let driverOrigins: FlatArray<UInt32>
  /// Not 0: a comment of somebody whose latest comment is negative.
  private let risks: FlatArray<UInt8>

  /// Stands for the log of a run that has too many comments for one.
  public init() {
    isKept = false
    entries = FlatList()
    drivers = FlatList()
    origins = FlatArray(count: 0)
    driverOrigins = FlatArray(count: 0)
    risks = FlatArray(count: 0)
  }

  /// Sorts a log.
  ///
  /// - Parameters:
  ///   - customerCount: customers are numbered below.
  ///   - windowMicroseconds: how long after a complaint a positive comment counts as recovery.
  public init(_ log: consuming CommentLog, customerCount: Int, windowMicroseconds: Int64) {
    let count = log.entries.count
    let unsorted = log.entries
    let order = Self.order(count, groups: customerCount + 1) {
      Int(min(unsorted[$0].customer, UInt32(clamping: customerCount)))
    }
    var places = FlatArray<UInt32>(count: count)
    var sorted = FlatList<CommentLog.Entry>(capacity: count)
    for place in 0..<count {
      places[Int(order[place])] = UInt32(place)
      sorted.append(unsorted[Int(order[place])])
    }
    let unsortedDrivers = log.drivers
    let driverCount = unsortedDrivers.count
    let driverOrder = Self.order(driverCount, groups: count) { Int(places[Int(unsortedDrivers[$0].owner)]) }
    var sortedDrivers = FlatList<CommentLog.DriverEntry>(capacity: driverCount)
    for place in 0..<driverCount {
      var driver = unsortedDrivers[Int(driverOrder[place])]
      driver.owner = places[Int(driver.owner)]
      sortedDrivers.append(driver)
    }
    var risks = FlatArray<UInt8>(count: count)
    Self.readOutcomes(&sorted, &risks, windowMicroseconds)
    isKept = true
    entries = sorted
    drivers = sortedDrivers
    origins = order
    driverOrigins = driverOrder
    self.risks = risks
  }

  /// How many rows there are.
  func rowCount(countsDrivers: Bool) -> Int { countsDrivers ? drivers.count : entries.count }

  /// Where a row stood in the log as it was.
  @inline(__always)
  func origin(_ row: Int, countsDrivers: Bool) -> Int { Int(countsDrivers ? driverOrigins[row] : origins[row]) }

  /// The comment of a row.
  @inline(__always)
  func comment(_ row: Int, countsDrivers: Bool) -> Int { countsDrivers ? Int(drivers[row].owner) : row }

  /// What counts a row: of drivers, the comment's with the driver's own label.
  @inline(__always)
  func counted(_ row: Int, countsDrivers: Bool) -> UInt64 {
    guard countsDrivers else { return entries[row].counted }
    let driver = drivers[row]
    return entries[Int(driver.owner)].counted & ~Measure.labelBits | 1 << UInt64(driver.label)
  }

  @inline(__always)
  func score(_ row: Int, countsDrivers: Bool) -> Int64 {
    Int64(countsDrivers ? drivers[row].score : entries[row].score)
  }

  /// Whether the comment's customer spoke negatively last.
  @inline(__always)
  func isAtRisk(_ comment: Int) -> Bool { risks[comment] != 0 }

  /// The places of `count` things group by group, those of a group in their order.
  static func order(_ count: Int, groups: Int, _ group: (Int) -> Int) -> FlatArray<UInt32> {
    var starts = FlatArray<UInt32>(count: groups + 1)
    for index in 0..<count { starts[group(index) + 1] += 1 }
    for group in 1..<max(1, starts.count) { starts[group] += starts[group - 1] }
    var order = FlatArray<UInt32>(count: count)
    for index in 0..<count {
      let group = group(index)
      order[Int(starts[group])] = UInt32(index)
      starts[group] += 1
    }
    return order
  }

  private static func readOutcomes(
    _ entries: inout FlatList<CommentLog.Entry>, _ risks: inout FlatArray<UInt8>, _ window: Int64
  ) {
    var start = 0
    while start < entries.count {
      var end = start + 1
      let customer = entries[start].customer
      while customer != CountedRows.anonymous, end < entries.count, entries[end].customer == customer { end += 1 }
      readOutcomes(&entries, &risks, start..<end, window)
      start = end
    }
  }

  /// The comments of one customer; of two at the same moment neither is the later.
  private static func readOutcomes(
    _ entries: inout FlatList<CommentLog.Entry>, _ risks: inout FlatArray<UInt8>, _ run: Range<Int>, _ window: Int64
  ) {
    var latest = Int64.min
    var isNegative = false
    for place in run where entries[place].moment >= latest {
      let negative = entries[place].counted & Measure.negative.bit != 0
      isNegative = negative || (isNegative && entries[place].moment == latest)
      latest = entries[place].moment
    }
    if isNegative { for place in run { risks[place] = 1 } }
    guard run.contains(where: { entries[$0].counted & Measure.complaintOutcomeKnown.bit != 0 }) else { return }
    var praised: [Int64] = []
    if run.count > 1 {
      for place in run where entries[place].counted & Measure.positive.bit != 0 {
        praised.append(entries[place].moment)
      }
      praised.sort()
    }
    for place in run where entries[place].counted & Measure.complaintOutcomeKnown.bit != 0 {
      let isRepurchased = entries[place].counted & Measure.repurchased.bit != 0
      if isRepurchased || hasMoment(praised, after: entries[place].moment, within: window) {
        entries[place].counted |= Measure.complaintRecovered.bit
      }
    }
  }

  private static func hasMoment(_ sorted: [Int64], after moment: Int64, within window: Int64) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] > moment { high = middle } else { low = middle + 1 }
    }
    guard low < sorted.count else { return false }
    let elapsed = sorted[low].subtractingReportingOverflow(moment)
    return !elapsed.overflow && elapsed.partialValue <= window
  }
}

extension Measure {
  /// Bits of the labels, which what is said of a driver replaces.
  public static let labelBits: UInt64 = [Measure.positive, .neutral, .negative, .mixed, .unscored].reduce(0) {
    $0 | $1.bit
  }
}
