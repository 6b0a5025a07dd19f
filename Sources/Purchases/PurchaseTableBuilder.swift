internal import Buffers

/// Gathers order lines into purchases, in the order of the exports.
public struct PurchaseTableBuilder: ~Copyable, Sendable {
  struct Columns: Sendable {
    var orders = Interner()
    var customers = Interner()
    var values = Interner()
    var rows: [Purchase] = []
    var cells = PurchaseLineCells()
    var conflictingCustomers = 0
  }

  private var columns = Columns()
  private var keys = KeySet()
  private var keyBytes: [UInt8] = []

  /// Makes an empty table.
  public init() {}

  /// Orders so far whose lines name different customers; the first is taken.
  public var conflictingCustomers: Int { columns.conflictingCustomers }

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
      mapped.append(
        columns.values.intern(lines.values.strings.bytes.span.extracting(lines.values.strings.range(value))))
    }
    for row in 0..<lines.count {
      let admission = admit(lines, row, digest: digests[row])
      guard admission == .new else {
        duplicates.append(Duplicate(row: row, isChanged: admission == .changed))
        continue
      }
      let order = Int(columns.orders.intern(lines.orders.bytes.span.extracting(lines.orders.range(row))))
      if order == columns.rows.count { columns.rows.append(Purchase()) }
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

  private mutating func add(_ lines: PurchaseLines, _ row: Int, to order: Int, _ mapped: [UInt32]) {
    let product = mapped[Int(lines.products[row])]
    let category = mapped[Int(lines.categories[row])]
    let country = mapped[Int(lines.countries[row])]
    let currency = mapped[Int(lines.currencies[row])]
    let amount = lines.amounts[row]
    let isFirst = columns.rows[order].lineCount == 0
    addCustomer(lines, row, to: order)
    if isFirst {
      columns.rows[order].purchasedAt = lines.purchasedAt[row]
      columns.rows[order].promisedAt = lines.promisedAt[row]
      columns.rows[order].deliveredAt = lines.deliveredAt[row]
      columns.rows[order].product = product
      columns.rows[order].category = category
      columns.rows[order].country = country
      columns.rows[order].currency = currency
      columns.rows[order].amount = amount
    } else {
      if lines.purchasedAt[row].microseconds < columns.rows[order].purchasedAt.microseconds {
        columns.rows[order].purchasedAt = lines.purchasedAt[row]
      }
      if lines.promisedAt[row].microseconds > columns.rows[order].promisedAt.microseconds {
        columns.rows[order].promisedAt = lines.promisedAt[row]
      }
      addDelivery(lines.deliveredAt[row], to: order)
      if columns.rows[order].product != product { columns.rows[order].product = PurchaseTable.none }
      if columns.rows[order].category != category { columns.rows[order].category = PurchaseTable.none }
      if columns.rows[order].country != country { columns.rows[order].country = PurchaseTable.none }
      addAmount(amount, currency, to: order)
    }
    columns.rows[order].quantity =
      columns.rows[order].quantity.addingReportingOverflow(lines.quantities[row]).partialValue
    columns.rows[order].lineCount += 1
    if lines.statuses[row] == .returned { columns.rows[order].isReturned = true }
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
    if columns.rows[order].customer == PurchaseTable.none {
      columns.rows[order].customer = customer
    } else if columns.rows[order].customer != customer, !columns.rows[order].hasCustomerConflict {
      columns.rows[order].hasCustomerConflict = true
      columns.conflictingCustomers += 1
    }
  }

  /// An order is delivered when its last line is.
  private mutating func addDelivery(_ moment: Moment, to order: Int) {
    let known = columns.rows[order].deliveredAt
    if !known.exists || !moment.exists {
      columns.rows[order].deliveredAt = .none
    } else if moment.microseconds > known.microseconds {
      columns.rows[order].deliveredAt = moment
    }
  }

  /// Amounts of different currencies, unknown amounts and sums beyond 64 bits make the order's amount unknown.
  private mutating func addAmount(_ amount: Int64, _ currency: UInt32, to order: Int) {
    let known = columns.rows[order].amount
    if columns.rows[order].currency != currency {
      columns.rows[order].currency = PurchaseTable.none
      columns.rows[order].amount = PurchaseLines.missingAmount
    } else if known != PurchaseLines.missingAmount {
      let (sum, overflow) = known.addingReportingOverflow(amount)
      let isKnown = amount != PurchaseLines.missingAmount && !overflow
      columns.rows[order].amount = isKnown ? sum : PurchaseLines.missingAmount
    }
  }
}
