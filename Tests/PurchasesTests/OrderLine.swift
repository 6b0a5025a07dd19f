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

  func append(to lines: inout PurchaseLines, _ values: inout ValueNumbers) {
    var row = PurchaseLines.Line()
    row.order = Key128(Array(order.utf8).span)
    if !line.isEmpty { row.key = row.order.paired(with: Key128(Array(line.utf8).span)) }
    if !customer.isEmpty { row.customer = Key128(Array(customer.utf8).span) }
    row.digest = digest
    row.status = status
    row.purchase.product = values.number(of: Array(product.utf8).span)
    row.purchase.category = values.number(of: Array(category.utf8).span)
    row.purchase.country = values.number(of: Array(country.utf8).span)
    row.purchase.currency = values.number(of: Array(currency.utf8).span)
    row.purchase.purchasedAt = at
    row.purchase.promisedAt = promised
    row.purchase.deliveredAt = delivered
    row.purchase.quantity = quantity
    row.purchase.amount = amount
    lines.append(row, order: Array(order.utf8).span)
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
    var values = ValueNumbers()
    for batch in batches {
      var lines = PurchaseLines()
      for line in batch { line.append(to: &lines, &values) }
      lines.values = values.take()
      duplicates.append(builder.append(lines))
    }
    return (builder.finish(lastDay: lastDay), duplicates)
  }

  /// The number of an order.
  func number(_ order: String) -> Int? { number(ofOrder: Array(order.utf8).span).map { Int($0) } }

  /// The number of a customer.
  func customer(_ id: String) -> UInt32? { number(ofCustomer: Array(id.utf8).span) }

  /// All purchases, by number.
  var purchases: [Purchase] { (0..<rows.count).map { rows[$0] } }

  /// The lines that count.
  var lines: [PurchaseLineCell] {
    var lines: [PurchaseLineCell] = []
    forEachLine { lines.append($0) }
    return lines
  }

  /// The text of a value, or nil for none.
  func text(ofValue value: UInt32) -> String? {
    range(ofValue: value).map { String(decoding: values.bytes[$0], as: UTF8.self) }
  }

  /// The order id of a purchase, or nil for none.
  func order(_ purchase: UInt32) -> String? { purchase == Self.none ? nil : orderIDs.text(Int(purchase)) }

  func match(
    order: String = "", customer: String = "", at moment: Moment, isDeclaredUser: Bool = false, windows: MatchWindows
  ) -> PurchaseMatch {
    var requests = MatchRequests()
    requests.append(
      order: order.isEmpty ? .none : Key128(Array(order.utf8).span),
      customer: customer.isEmpty ? .none : Key128(Array(customer.utf8).span), submittedAt: moment,
      isDeclaredUser: isDeclaredUser)
    var matched = MatchedPurchases()
    match(requests, windows: windows, into: &matched)
    return matched.matches[0]
  }
}
