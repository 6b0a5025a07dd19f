internal import Buffers

/// The purchases of each customer up to the run date, by time, then order id.
///
/// An entry holds what searches by time compare, so that they read one stretch of memory.
struct CustomerRuns: ~Copyable, Sendable {
  struct Entry: BitwiseCopyable, Sendable {
    fileprivate let time: PackedMoment
    /// Number of the purchase.
    let purchase: UInt32

    @inline(__always) var purchasedAt: Moment { time.moment }
  }

  /// Of so few entries it is faster to look at all than to search.
  private static let countedEntries = 8

  /// Bytes of a purchase here.
  static var entryBytes: Int { MemoryLayout<Entry>.stride }

  private var entries: FlatArray<Entry>
  /// Where each customer's entries begin, and at last where they end.
  private var starts: FlatArray<UInt32>

  /// Sorts by counting, then each run by itself.
  init(_ rows: borrowing FlatList<Purchase>, _ orderIDs: ByteStrings, customerCount: Int, lastDay: Int32) {
    starts = FlatArray(count: customerCount + 2)
    for index in 0..<rows.count where Self.counts(rows[index], lastDay) { starts[Int(rows[index].customer) + 2] += 1 }
    for index in 2..<starts.count { starts[index] += starts[index - 1] }
    entries = FlatArray(count: Int(starts[starts.count - 1]))
    // While entries are placed, `starts[n + 1]` is where the next one of customer n goes; afterwards, where they end.
    for index in 0..<rows.count where Self.counts(rows[index], lastDay) {
      let owner = Int(rows[index].customer) + 1
      entries[Int(starts[owner])] = Entry(time: PackedMoment(rows[index].purchasedAt), purchase: UInt32(index))
      starts[owner] += 1
    }
    for customer in 0..<customerCount { sort(range(customer), orderIDs) }
  }

  private static func counts(_ row: Purchase, _ lastDay: Int32) -> Bool {
    row.customer != PurchaseTable.none && row.lineCount > 0 && row.purchasedAt.day <= lastDay
  }

  /// Where a customer's entries are.
  @inline(__always)
  func range(_ customer: Int) -> Range<Int> { Int(starts[customer])..<Int(starts[customer + 1]) }

  /// An entry.
  @inline(__always)
  subscript(index: Int) -> Entry { entries[index] }

  @inline(__always)
  func prefetchRange(_ customer: Int) { starts.prefetch(customer) }

  /// Has the first and the last entry of a run fetched, which most runs have side by side.
  @inline(__always)
  func prefetch(_ run: Range<Int>) {
    entries.prefetch(run.lowerBound)
    entries.prefetch(run.upperBound - 1)
  }

  /// Where in a run the entries after a moment begin.
  func firstAfter(_ moment: Moment, in run: Range<Int>) -> Int {
    var low = run.lowerBound
    var high = run.upperBound
    while high - low > Self.countedEntries {
      let middle = (low + high) / 2
      if entries[middle].time.isAtOrBefore(moment) { low = middle + 1 } else { high = middle }
    }
    // Those before are as many as are found: counting guesses no branch.
    var count = 0
    for index in low..<high { count += entries[index].time.isAtOrBefore(moment) ? 1 : 0 }
    return low + count
  }

  private mutating func sort(_ run: Range<Int>, _ orderIDs: ByteStrings) {
    if run.count < 2 { return }
    guard run.count <= 32 else {
      let sorted = run.map { entries[$0] }.sorted { Self.isBefore($0, $1, orderIDs) }
      for (index, entry) in sorted.enumerated() { entries[run.lowerBound + index] = entry }
      return
    }
    // Runs are short, and most exports hold them nearly in order: insertion sort allocates nothing.
    for index in run.dropFirst() {
      let entry = entries[index]
      var place = index
      while place > run.lowerBound, Self.isBefore(entry, entries[place - 1], orderIDs) {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = entry
    }
  }

  private static func isBefore(_ a: Entry, _ b: Entry, _ orderIDs: ByteStrings) -> Bool {
    let first = a.purchasedAt
    let second = b.purchasedAt
    // A date alone stands at or before every time of its day, so it comes first: searches need one order.
    if first.day != second.day { return first.day < second.day }
    if first.isDate != second.isDate { return first.isDate }
    if first.microseconds != second.microseconds { return first.microseconds < second.microseconds }
    let bytes = orderIDs.bytes.span
    return bytes.extracting(orderIDs.range(Int(a.purchase))).isLess(
      than: bytes.extracting(orderIDs.range(Int(b.purchase))))
  }
}
