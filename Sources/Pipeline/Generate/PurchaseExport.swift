import Buffers

/// The orders of an export: how many, and how to make any of them again.
struct GeneratedOrders {
  var count = 0
  /// At least one.
  let customers: Int
  let seed: UInt64

  /// One of them, below `count`.
  func order(_ number: Int) -> GeneratedOrder { GeneratedOrder(number: number, customers: customers, seed: seed) }
}

/// Writes `purchases.csv`: one row per line of an order.
struct PurchaseExport: ~Copyable {
  static let columns = [
    "order_id", "line", "customer_id", "product_id", "category", "country", "purchased_at", "promised_at",
    "delivered_at", "quantity", "amount", "currency", "status",
  ]

  /// Purchase lines per customer, in the mean.
  private static let linesPerCustomer = 3
  private static let products = WeightedChoice.zipf(count: 5000, shift: 0)
  private static let longestPromiseDays = 7
  /// Deliveries against the promise, in days: half on the day, the others early, a day late, four days late.
  private static let delays = [-1, 0, 0, 0, 1, 4]
  /// Lines without a delivery, per thousand.
  private static let undeliveredShare = 30
  private static let quantities = [1, 1, 1, 2, 3]
  private static let statusChoice = WeightedChoice([94, 3, 3])

  private static let categories = RowWriter.cells([
    "phones", "internet", "clothing", "home", "toys", "books", "travel", "garden", "grocery", "beauty",
  ])
  private static let countries = RowWriter.cells(["RU", "ID", "FI", "IT", "FR", "BE", "CH"])
  private static let statuses = RowWriter.cells(["completed", "cancelled", "returned"])
  private static let currency = Array("EUR".utf8)

  private var rows: RowWriter

  init(_ rows: consuming RowWriter) { self.rows = rows }

  /// Writes so many lines; the orders that they make.
  mutating func write(
    lines: Int, seed: UInt64, _ interruption: () -> RunError?
  ) throws(RunError) -> GeneratedOrders {
    var orders = GeneratedOrders(customers: lines / Self.linesPerCustomer + 1, seed: seed)
    var left = lines
    while left > 0 {
      let order = orders.order(orders.count)
      let count = min(order.lineCount, left)
      try write(order, lines: count, interruption)
      left -= count
      orders.count += 1
    }
    return orders
  }

  consuming func finish() throws(RunError) -> ReplacingFile { try rows.finish() }

  private mutating func write(
    _ order: GeneratedOrder, lines: Int, _ interruption: () -> RunError?
  ) throws(RunError) {
    var random = order.random
    let promised = order.minute + (1 + random.below(Self.longestPromiseDays)) * GeneratedTime.minutesPerDay
    let delivered = promised + Self.delays[random.below(Self.delays.count)] * GeneratedTime.minutesPerDay
    let country = Self.countries[random.below(Self.countries.count)]
    for line in 1...lines {
      let product = Self.products.draw(&random)
      rows.append("O", order.number, digits: 10)
      rows.append(line)
      rows.append("C", order.customer, digits: 9)
      rows.append("P", product, digits: 5)
      rows.append(Self.categories[product % Self.categories.count])
      rows.append(country)
      rows.append(timeOf: order.minute)
      rows.append(dateOf: promised)
      if random.happens(perThousand: Self.undeliveredShare) {
        rows.appendEmpty()
      } else {
        rows.append(dateOf: delivered)
      }
      rows.append(Self.quantities[random.below(Self.quantities.count)])
      rows.append(hundredths: QuantileTable.amountCents.draw(&random))
      rows.append(Self.currency)
      rows.append(Self.statuses[Self.statusChoice.draw(&random)])
      if try rows.endRow(), let error = interruption() { throw error }
    }
  }
}
