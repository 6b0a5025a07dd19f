public import Buffers

/// All purchases of a run: the lines of one order gathered into one purchase, found by order or by customer and time.
///
/// A struct of arrays without an object per row: about 110 bytes a purchase besides the bytes of its ids. Immutable once
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

  /// Per purchase: number in `customers`, or none.
  public let customer: [UInt32]
  /// Per purchase: when; the earliest of its lines.
  public let purchasedAt: [Moment]
  /// Per purchase: the latest promise of its lines, or `.none`.
  public let promisedAt: [Moment]
  /// Per purchase: the latest delivery of its lines; `.none` unless all are delivered.
  public let deliveredAt: [Moment]
  /// Per purchase: sum, in thousandths.
  public let quantity: [Int64]
  /// Per purchase: sum in minor units; `PurchaseLines.missingAmount` where a line has none or the currencies differ.
  public let amount: [Int64]
  /// Per purchase: how many lines, cancelled ones not counted; 0 for an order that is wholly cancelled.
  public let lineCount: [UInt32]
  /// Per purchase: number in `values` where all lines agree, else none.
  public let product: [UInt32]
  /// Per purchase: number in `values` where all lines agree, else none.
  public let category: [UInt32]
  /// Per purchase: number in `values` where all lines agree, else none.
  public let country: [UInt32]
  /// Per purchase: number in `values` where all lines agree, else none.
  public let currency: [UInt32]
  /// Per purchase: whether a line was returned.
  public let returned: [Bool]

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
    customer = build.customer
    purchasedAt = build.purchasedAt
    promisedAt = build.promisedAt
    deliveredAt = build.deliveredAt
    quantity = build.quantity
    amount = build.amount
    lineCount = build.lineCount
    product = build.product
    category = build.category
    country = build.country
    currency = build.currency
    returned = build.returned
    cells = build.cells
    conflictingCustomers = build.conflictingCustomers

    var first: Moment?
    var last: Moment?
    var future = 0
    var counts = [UInt32](repeating: 0, count: build.customers.count + 1)
    let isMatchable = { [lineCount, purchasedAt] (index: Int) in
      lineCount[index] > 0 && purchasedAt[index].day <= lastDay
    }
    for index in 0..<build.orders.count where lineCount[index] > 0 {
      guard isMatchable(index) else {
        future += 1
        continue
      }
      let moment = purchasedAt[index]
      if moment.microseconds < first?.microseconds ?? Int64.max { first = moment }
      if moment.microseconds > last?.microseconds ?? Int64.min { last = moment }
      if customer[index] != Self.none { counts[Int(customer[index]) + 1] += 1 }
    }
    futureCount = future
    if let first, let last { span = (first, last) } else { span = nil }
    for index in 1..<max(1, counts.count) { counts[index] += counts[index - 1] }
    firstOfCustomer = counts
    var next = counts
    var sorted = [UInt32](repeating: 0, count: Int(counts.last ?? 0))
    for index in 0..<build.orders.count where customer[index] != Self.none && isMatchable(index) {
      let owner = Int(customer[index])
      sorted[Int(next[owner])] = UInt32(index)
      next[owner] += 1
    }
    byCustomer = Self.sortRuns(sorted, counts, purchasedAt, build.orders)
  }

  /// Sorts every customer's run by time, ties by order id.
  private static func sortRuns(
    _ purchases: [UInt32], _ starts: [UInt32], _ moments: [Moment], _ orders: Interner
  ) -> [UInt32] {
    var sorted = purchases
    func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
      let first = moments[Int(a)].microseconds
      let second = moments[Int(b)].microseconds
      if first != second { return first < second }
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
  public var count: Int { lineCount.count { $0 > 0 } }

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
