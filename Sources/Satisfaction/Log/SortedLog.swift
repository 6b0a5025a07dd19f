internal import Buffers

/// The comments of a run with what came of them, and an order in which those of a customer follow one another.
///
/// Made once, at the end of a run; comments stay where they are in the log.
public struct SortedLog: ~Copyable, Sendable {
  /// Whether there is a log; a run of too many comments has none.
  public let isKept: Bool
  /// The comments; `complaintRecovered` and `revenueAtRisk` count them now.
  let log: CommentLog
  /// Places in the log customer by customer, last the comments without customer id; with `another` where the customer is that of
  /// the place before.
  let order: FlatArray<UInt32>
  /// How many of them have a customer id.
  let identified: Int
  /// Where the rows of drivers of each comment begin, and their end; empty where no cube counts them.
  let driverStarts: FlatArray<UInt32>

  /// Added to the number of a row of the same customer as the one before: logs have fewer than 2³¹ rows.
  static let another: UInt32 = 1 << 31

  /// Stands for the log of a run that has too many comments for one.
  public init() {
    isKept = false
    log = CommentLog()
    order = FlatArray(count: 0)
    identified = 0
    driverStarts = FlatArray(count: 0)
  }

  /// Sorts a log.
  ///
  /// - Parameters:
  ///   - customerCount: customers are numbered below.
  ///   - countsDrivers: whether a cube counts rows of drivers.
  ///   - windowMicroseconds: how long after a complaint a positive comment counts as recovery.
  public init(
    _ log: consuming CommentLog, customerCount: Int, countsDrivers: Bool, windowMicroseconds: Int64
  ) {
    precondition(log.drivers.count < Int(Self.another) && log.count < Int(Self.another), "a log of too many rows")
    let count = log.count
    var starts = FlatArray<UInt32>(count: customerCount + 2)
    for row in 0..<count { starts[Self.group(log, row, customerCount) + 1] += 1 }
    for group in 1..<starts.count { starts[group] += starts[group - 1] }
    let identified = Int(starts[customerCount])
    var order = FlatArray<UInt32>(count: count)
    for row in 0..<count {
      let group = Self.group(log, row, customerCount)
      order[Int(starts[group])] = UInt32(row) | (group < customerCount ? Self.another : 0)
      starts[group] += 1
    }
    // Each group begins where the one before ends now.
    for group in 0..<customerCount {
      let first = group == 0 ? 0 : starts[group - 1]
      if first < starts[group] { order[Int(first)] &= ~Self.another }
    }
    var driverStarts = FlatArray<UInt32>(count: countsDrivers ? count + 1 : 0)
    if countsDrivers {
      for row in log.drivers.indices { driverStarts[Int(log.drivers[row].owner) + 1] += 1 }
      for comment in 0..<count { driverStarts[comment + 1] += driverStarts[comment] }
    }
    var outcomes = Outcomes(window: windowMicroseconds)
    outcomes.read(&log, order, identified)
    isKept = true
    self.log = log
    self.order = order
    self.identified = identified
    self.driverStarts = driverStarts
  }

  /// The customer's number, or the number behind all for a comment without.
  @inline(__always)
  private static func group(_ log: borrowing CommentLog, _ row: Int, _ customerCount: Int) -> Int {
    min(Int(log.customers[row]), customerCount)
  }
}

/// Finds what came of complaints, and whose latest comment is negative.
private struct Outcomes: ~Copyable {
  private let window: Int64
  /// When a customer praised.
  private var praised: [Int64] = []

  /// How many comments ahead one is fetched.
  private static let lookahead = 32

  init(window: Int64) { self.window = window }

  /// - Parameter identified: how many places of the order are of comments with customer id.
  mutating func read(_ log: inout CommentLog, _ order: borrowing FlatArray<UInt32>, _ identified: Int) {
    // First as if every comment were its customer's only one.
    for row in log.entries.indices {
      let counted = log.entries[row].counted
      log.entries[row].counted = Self.told(
        counted, isAtRisk: counted & Measure.negative.bit != 0, isRecovered: counted & Measure.repurchased.bit != 0)
    }
    var start = 0
    var fetched = 0
    while start < identified {
      // Comments of one customer lie anywhere in the log.
      while fetched < min(start + Self.lookahead, identified) {
        log.entries.prefetch(Int(order[fetched] & ~SortedLog.another))
        fetched += 1
      }
      var end = start + 1
      while end < identified, order[end] & SortedLog.another != 0 { end += 1 }
      if end - start > 1 { read(&log, order, start..<end) }
      start = end
    }
  }

  /// The comments of one customer; of two at the same moment neither is the later.
  private mutating func read(_ log: inout CommentLog, _ order: borrowing FlatArray<UInt32>, _ run: Range<Int>) {
    var latest = Int64.min
    var isNegative = false
    var all: UInt64 = 0
    for place in run {
      let row = Int(order[place] & ~SortedLog.another)
      let counted = log.entries[row].counted
      all |= counted
      guard log.entries[row].moment >= latest else { continue }
      let negative = counted & Measure.negative.bit != 0
      isNegative = negative || (isNegative && log.entries[row].moment == latest)
      latest = log.entries[row].moment
    }
    praised.removeAll(keepingCapacity: true)
    if all & Measure.complaintOutcomeKnown.bit != 0, all & Measure.positive.bit != 0 {
      for place in run {
        let row = Int(order[place] & ~SortedLog.another)
        if log.entries[row].counted & Measure.positive.bit != 0 { praised.append(log.entries[row].moment) }
      }
      praised.sort()
    }
    for place in run {
      let row = Int(order[place] & ~SortedLog.another)
      let counted = log.entries[row].counted
      let isRecovered = counted & Measure.repurchased.bit != 0 || isPraised(after: log.entries[row].moment)
      log.entries[row].counted = Self.told(counted, isAtRisk: isNegative, isRecovered: isRecovered)
    }
  }

  /// What counts a comment whose outcome is known.
  @inline(__always)
  private static func told(_ counted: UInt64, isAtRisk: Bool, isRecovered: Bool) -> UInt64 {
    var counted = counted & ~(Measure.complaintRecovered.bit | Measure.revenueAtRisk.bit)
    if isAtRisk { counted |= Measure.revenueAtRisk.bit }
    if isRecovered, counted & Measure.complaintOutcomeKnown.bit != 0 { counted |= Measure.complaintRecovered.bit }
    return counted
  }

  /// Whether the customer praised within the window.
  private func isPraised(after moment: Int64) -> Bool {
    var low = 0
    var high = praised.count
    while low < high {
      let middle = (low + high) / 2
      if praised[middle] > moment { high = middle } else { low = middle + 1 }
    }
    guard low < praised.count else { return false }
    let elapsed = praised[low].subtractingReportingOverflow(moment)
    return !elapsed.overflow && elapsed.partialValue <= window
  }
}
