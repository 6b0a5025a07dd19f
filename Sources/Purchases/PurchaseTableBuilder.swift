internal import Buffers

/// Gathers order lines into purchases, in the order of the exports.
public struct PurchaseTableBuilder: ~Copyable, Sendable {
  struct Columns: Sendable {
    var orders = Interner()
    var customers = Interner()
    var values = Interner()
    var customer: [UInt32] = []
    var purchasedAt: [Moment] = []
    var promisedAt: [Moment] = []
    var deliveredAt: [Moment] = []
    var quantity: [Int64] = []
    var amount: [Int64] = []
    var lineCount: [UInt32] = []
    var product: [UInt32] = []
    var category: [UInt32] = []
    var country: [UInt32] = []
    var currency: [UInt32] = []
    var returned: [Bool] = []
    var cells = PurchaseLineCells()
    var conflictingCustomers = 0
  }

  private var columns = Columns()
  private var keys = KeySet()
  private var keyBytes: [UInt8] = []

  /// Makes an empty table.
  public init() {}

  /// A line that was seen before.
  public struct Duplicate: Sendable, Equatable {
    /// Row of the batch.
    public var row: Int
    /// Whether it differs from the line that was kept.
    public var isChanged: Bool
  }

  /// Adds the lines of a batch, except those that were seen before, which it gives back.
  ///
  /// - Parameter digests: per line, a digest of its content, by which a repeated line is told from a changed one.
  public mutating func append(_ lines: PurchaseLines, digests: [UInt32]) -> [Duplicate] {
    var duplicates: [Duplicate] = []
    var mapped: [UInt32] = [PurchaseTable.none]
    for value in 1..<max(1, lines.values.count) {
      mapped.append(columns.values.intern(lines.values.strings.bytes.span.extracting(lines.values.strings.range(value))))
    }
    for row in 0..<lines.count {
      let admission = admit(lines, row, digest: digests[row])
      guard admission == .new else {
        duplicates.append(Duplicate(row: row, isChanged: admission == .changed))
        continue
      }
      let order = Int(columns.orders.intern(lines.orders.bytes.span.extracting(lines.orders.range(row))))
      if order == columns.customer.count { appendPurchase() }
      if lines.statuses[row] != .cancelled { add(lines, row, to: order, mapped) }
    }
    return duplicates
  }

  /// The finished table; purchases after `lastDay` (days since 1970-01-01) are counted and never matched.
  public consuming func finish(lastDay: Int32) -> PurchaseTable { PurchaseTable(columns, lastDay: lastDay) }

  /// A line's key is its order and line; without line numbers no line repeats another.
  private mutating func admit(_ lines: PurchaseLines, _ row: Int, digest: UInt32) -> KeySet.Admission {
    let line = lines.lines.range(row)
    if line.isEmpty { return .new }
    keyBytes.removeAll(keepingCapacity: true)
    keyBytes.append(copying: lines.orders.bytes.span.extracting(lines.orders.range(row)))
    keyBytes.append(0)
    keyBytes.append(copying: lines.lines.bytes.span.extracting(line))
    return keys.insert(hash128(keyBytes.span), digest: digest)
  }

  private mutating func appendPurchase() {
    columns.customer.append(PurchaseTable.none)
    columns.purchasedAt.append(.none)
    columns.promisedAt.append(.none)
    columns.deliveredAt.append(.none)
    columns.quantity.append(0)
    columns.amount.append(0)
    columns.lineCount.append(0)
    columns.product.append(PurchaseTable.none)
    columns.category.append(PurchaseTable.none)
    columns.country.append(PurchaseTable.none)
    columns.currency.append(PurchaseTable.none)
    columns.returned.append(false)
  }

  private mutating func add(_ lines: PurchaseLines, _ row: Int, to order: Int, _ mapped: [UInt32]) {
    let product = mapped[Int(lines.products[row])]
    let category = mapped[Int(lines.categories[row])]
    let country = mapped[Int(lines.countries[row])]
    let currency = mapped[Int(lines.currencies[row])]
    let amount = lines.amounts[row]
    let isFirst = columns.lineCount[order] == 0
    addCustomer(lines, row, to: order)
    if isFirst {
      columns.purchasedAt[order] = lines.purchasedAt[row]
      columns.promisedAt[order] = lines.promisedAt[row]
      columns.deliveredAt[order] = lines.deliveredAt[row]
      columns.product[order] = product
      columns.category[order] = category
      columns.country[order] = country
      columns.currency[order] = currency
      columns.amount[order] = amount
    } else {
      if lines.purchasedAt[row].microseconds < columns.purchasedAt[order].microseconds {
        columns.purchasedAt[order] = lines.purchasedAt[row]
      }
      if lines.promisedAt[row].microseconds > columns.promisedAt[order].microseconds {
        columns.promisedAt[order] = lines.promisedAt[row]
      }
      addDelivery(lines.deliveredAt[row], to: order)
      if columns.product[order] != product { columns.product[order] = PurchaseTable.none }
      if columns.category[order] != category { columns.category[order] = PurchaseTable.none }
      if columns.country[order] != country { columns.country[order] = PurchaseTable.none }
      addAmount(amount, currency, to: order)
    }
    columns.quantity[order] = columns.quantity[order].addingReportingOverflow(lines.quantities[row]).partialValue
    columns.lineCount[order] += 1
    if lines.statuses[row] == .returned { columns.returned[order] = true }
    columns.cells.purchase.append(UInt32(order))
    columns.cells.product.append(product)
    columns.cells.category.append(category)
    columns.cells.country.append(country)
    columns.cells.currency.append(currency)
    columns.cells.amount.append(amount)
  }

  private mutating func addCustomer(_ lines: PurchaseLines, _ row: Int, to order: Int) {
    let range = lines.customers.range(row)
    guard !range.isEmpty else { return }
    let customer = columns.customers.intern(lines.customers.bytes.span.extracting(range))
    if columns.customer[order] == PurchaseTable.none {
      columns.customer[order] = customer
    } else if columns.customer[order] != customer {
      columns.conflictingCustomers += 1
    }
  }

  /// An order is delivered when its last line is.
  private mutating func addDelivery(_ moment: Moment, to order: Int) {
    let known = columns.deliveredAt[order]
    if !known.exists || !moment.exists {
      columns.deliveredAt[order] = .none
    } else if moment.microseconds > known.microseconds {
      columns.deliveredAt[order] = moment
    }
  }

  /// Amounts of different currencies, unknown amounts and sums beyond 64 bits make the order's amount unknown.
  private mutating func addAmount(_ amount: Int64, _ currency: UInt32, to order: Int) {
    let known = columns.amount[order]
    if columns.currency[order] != currency {
      columns.currency[order] = PurchaseTable.none
      columns.amount[order] = PurchaseLines.missingAmount
    } else if known != PurchaseLines.missingAmount {
      let (sum, overflow) = known.addingReportingOverflow(amount)
      let isKnown = amount != PurchaseLines.missingAmount && !overflow
      columns.amount[order] = isKnown ? sum : PurchaseLines.missingAmount
    }
  }
}
