public import Buffers

/// All purchases of a run: the lines of one order gathered into one purchase, found by order or by customer and time.
///
/// Flat arrays without an object per row: about 130 bytes a purchase besides the bytes of its ids. Immutable once
/// built and shared by all workers, hence a class. Cancelled lines do not count; an order all of whose lines are cancelled is in
/// none of the arrays.
public final class PurchaseTable: Sendable {
  /// "None" for every number below.
  public static let none = UInt32.max

  /// Order ids; order number n is purchase n.
  public let orders: Interner
  /// Customer ids.
  public let customers: Interner
  /// Products, categories, countries and currencies.
  public let values: Interner

  /// The purchases, side by side, since a match reads all of one: row n is order n.
  public let rows: [Purchase]

  /// The lines that count, for the cells of purchases.
  public let cells: PurchaseLineCells
  /// First and last moment of purchase, those after the run date left out; nil without purchases.
  public let span: (from: Moment, until: Moment)?
  /// Orders whose lines name different customers; the first is taken.
  public let conflictingCustomers: Int
  /// Purchases after the run date: counted, never matched.
  public let futureCount: Int

  /// Purchases by customer, then time, then order id; and where each customer's begin.
  private let byCustomer: [UInt32]
  private let firstOfCustomer: [UInt32]

  init(_ build: consuming PurchaseTableBuilder.Columns, lastDay: Int32) {
    orders = build.orders
    customers = build.customers
    values = build.values
    rows = build.rows
    cells = build.cells
    conflictingCustomers = build.conflictingCustomers

    var first: Moment?
    var last: Moment?
    var future = 0
    var counts = [UInt32](repeating: 0, count: build.customers.count + 1)
    for row in build.rows where row.lineCount > 0 {
      guard row.purchasedAt.day <= lastDay else {
        future += 1
        continue
      }
      let moment = row.purchasedAt
      if moment.microseconds < first?.microseconds ?? Int64.max { first = moment }
      if moment.microseconds > last?.microseconds ?? Int64.min { last = moment }
      if row.customer != Self.none { counts[Int(row.customer) + 1] += 1 }
    }
    futureCount = future
    if let first, let last { span = (first, last) } else { span = nil }
    for index in 1..<max(1, counts.count) { counts[index] += counts[index - 1] }
    firstOfCustomer = counts
    var next = counts
    var sorted = [UInt32](repeating: 0, count: Int(counts.last ?? 0))
    for (index, row) in build.rows.enumerated()
    where row.customer != Self.none && row.lineCount > 0 && row.purchasedAt.day <= lastDay {
      let owner = Int(row.customer)
      sorted[Int(next[owner])] = UInt32(index)
      next[owner] += 1
    }
    byCustomer = Self.sortRuns(sorted, counts, build.rows, build.orders)
  }

  /// Sorts every customer's run by time, ties by order id.
  private static func sortRuns(
    _ purchases: [UInt32], _ starts: [UInt32], _ rows: [Purchase], _ orders: Interner
  ) -> [UInt32] {
    var sorted = purchases
    func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
      let first = rows[Int(a)].purchasedAt
      let second = rows[Int(b)].purchasedAt
      // A date alone stands at or before every time of its day, so it comes first: searches need one order.
      if first.day != second.day { return first.day < second.day }
      if first.isDate != second.isDate { return first.isDate }
      if first.microseconds != second.microseconds { return first.microseconds < second.microseconds }
      let bytes = orders.strings.bytes.span
      return bytes.extracting(orders.strings.range(Int(a)))
        .isLess(than: bytes.extracting(orders.strings.range(Int(b))))
    }
    for owner in 0..<max(0, starts.count - 1) {
      let run = Int(starts[owner])..<Int(starts[owner + 1])
      if run.count < 2 { continue }
      // Runs are short, and most exports hold them nearly in order: insertion sort allocates nothing.
      if run.count <= 32 {
        for index in run.dropFirst() {
          let value = sorted[index]
          var place = index
          while place > run.lowerBound, isBefore(value, sorted[place - 1]) {
            sorted[place] = sorted[place - 1]
            place -= 1
          }
          sorted[place] = value
        }
      } else {
        sorted[run].sort(by: isBefore)
      }
    }
    return sorted
  }

  /// How many purchases count.
  public var count: Int { rows.count { $0.lineCount > 0 } }

  /// A customer's purchases up to the run date, by time.
  func purchases(of customer: UInt32) -> ArraySlice<UInt32> {
    guard customer != Self.none else { return [] }
    return byCustomer[Int(firstOfCustomer[Int(customer)])..<Int(firstOfCustomer[Int(customer) + 1])]
  }

  /// Bytes of a value, or nil for none.
  public func range(ofValue value: UInt32) -> Range<Int>? {
    value == Self.none ? nil : values.strings.range(Int(value))
  }
}

/// The lines that count, each with what the cells of purchases are made of.
public struct PurchaseLineCells: Sendable {
  /// Number of the purchase.
  public internal(set) var purchase: [UInt32] = []
  /// Number in `PurchaseTable.values`, or none.
  public internal(set) var product: [UInt32] = []
  /// Number in `PurchaseTable.values`, or none.
  public internal(set) var category: [UInt32] = []
  /// Number in `PurchaseTable.values`, or none.
  public internal(set) var country: [UInt32] = []
  /// Number in `PurchaseTable.values`, or none.
  public internal(set) var currency: [UInt32] = []
  /// In minor units, or `PurchaseLines.missingAmount`.
  public internal(set) var amount: [Int64] = []
}
