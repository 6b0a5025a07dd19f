import Buffers
import Purchases

/// A row of an export of purchases, with values that most tests need not name.
struct OrderLine {
  var order: String
  var line = ""
  var customer = ""
  var at = Moment.none
  var promised = Moment.none
  var delivered = Moment.none
  var product = ""
  var category = ""
  var country = ""
  var currency = "EUR"
  var quantity: Int64 = 1000
  var amount: Int64 = 100
  var status = LineStatus.kept
  var digest: UInt32 = 0

  func append(to lines: inout PurchaseLines) {
    lines.orders.append(order)
    lines.lines.append(line)
    lines.customers.append(customer)
    lines.products.append(lines.values.intern(Array(product.utf8).span))
    lines.categories.append(lines.values.intern(Array(category.utf8).span))
    lines.countries.append(lines.values.intern(Array(country.utf8).span))
    lines.currencies.append(lines.values.intern(Array(currency.utf8).span))
    lines.purchasedAt.append(at)
    lines.promisedAt.append(promised)
    lines.deliveredAt.append(delivered)
    lines.quantities.append(quantity)
    lines.amounts.append(amount)
    lines.statuses.append(status)
  }
}

extension Moment {
  /// A calendar day alone; its time is the end of the day.
  static func date(_ day: Int32) -> Moment {
    Moment(microseconds: (Int64(day) + 1) * dayMicroseconds - 1, day: day, isDate: true)
  }

  /// A time of a day, in hours.
  static func time(_ day: Int32, _ hour: Int64) -> Moment {
    Moment(microseconds: Int64(day) * dayMicroseconds + hour * 3_600_000_000, day: day, isDate: false)
  }
}

extension PurchaseTable {
  /// The table of these lines, given in batches, and what was seen before.
  static func of(
    _ batches: [[OrderLine]], lastDay: Int32 = 10_000
  ) -> (table: PurchaseTable, duplicates: [[PurchaseTableBuilder.Duplicate]]) {
    var builder = PurchaseTableBuilder()
    var duplicates: [[PurchaseTableBuilder.Duplicate]] = []
    for batch in batches {
      var lines = PurchaseLines()
      for line in batch { line.append(to: &lines) }
      duplicates.append(builder.append(lines, digests: batch.map(\.digest)))
    }
    return (builder.finish(lastDay: lastDay), duplicates)
  }

  /// The number of an order.
  func number(_ order: String) -> Int? { orders.find(Array(order.utf8).span).map { Int($0) } }

  /// The text of a value, or nil for none.
  func text(ofValue value: UInt32) -> String? {
    range(ofValue: value).map { String(decoding: values.strings.bytes[$0], as: UTF8.self) }
  }

  /// The order id of a purchase, or nil for none.
  func order(_ purchase: UInt32) -> String? { purchase == Self.none ? nil : orders.strings.text(Int(purchase)) }

  func match(
    order: String = "", customer: String = "", at moment: Moment, isDeclaredUser: Bool = false, windows: MatchWindows
  ) -> PurchaseMatch {
    match(
      order: Array(order.utf8).span, customerID: Array(customer.utf8).span, submittedAt: moment,
      isDeclaredUser: isDeclaredUser, windows: windows)
  }
}
