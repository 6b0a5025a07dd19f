import Buffers
import Columnar
import Purchases
import Satisfaction

/// `purchase_cells`: the denominators of what comments say, per product, category, country, month and currency.
enum PurchaseCells {
  static func schema(amountScale: Int) -> TableSchema {
    let null = "null: fewer distinct customers than privacy.minimum_base"
    return TableSchema(
      name: "purchase_cells", description: "one row per product, category, country, month and currency of order lines",
      fields: [
        ColumnField(name: "product_id", type: .string, description: "product of the lines; null: not said"),
        ColumnField(name: "category", type: .string, description: "category of the lines; null: not said"),
        ColumnField(name: "country", type: .string, description: "country of the lines; null: not said"),
        ColumnField(name: "purchased_month", type: .date, isNullable: false, description: "first day of the month"),
        ColumnField(name: "currency", type: .string, description: "currency of the lines; null: not said"),
        ColumnField(
          name: "suppressed", type: .boolean, isNullable: false,
          description: "fewer distinct customers than privacy.minimum_base: the measures are null"),
        ColumnField(
          name: "n_orders", type: .int64,
          description: "distinct orders with such a line, cancelled lines not counted; \(null)"),
        ColumnField(
          name: "n_customers", type: .int64,
          description: "distinct customers of these orders; an order without customer counts as one; \(null)"),
        ColumnField(
          name: "n_commenting_customers", type: .int64,
          description: "of these customers, those who commented in this run; \(null)"),
        ColumnField(
          name: "amount_sum", type: .decimal(precision: 18, scale: amountScale),
          description: "sum of the lines' amounts; \(null)"),
      ])
  }

  private struct Cell {
    var orders: Int64 = 0
    var customers: Int64 = 0
    var commenting: Int64 = 0
    var amount: Int64 = 0
  }

  static func batch(
    _ table: PurchaseTable, commenting: CustomerSet, amountScale: Int, minimumBase: Int, lastDay: Int32
  ) -> RecordBatch {
    var keys = Interner()
    var cells: [Cell] = []
    var orders = MemberSet()
    var customers = MemberSet()
    var key: [UInt8] = []
    table.forEachLine { line in
      let purchase = line.purchase
      guard table.rows[Int(purchase)].purchasedAt.day <= lastDay else { return }
      key.removeAll(keepingCapacity: true)
      append(table, line.product, to: &key)
      append(table, line.category, to: &key)
      append(table, line.country, to: &key)
      DimensionKey.append(Period.month.firstDay(table.rows[Int(purchase)].purchasedAt.day), to: &key)
      append(table, line.currency, to: &key)
      let cell = keys.intern(key.span)
      if Int(cell) == cells.count { cells.append(Cell()) }
      let customer = table.rows[Int(purchase)].customer
      if orders.insert(purchase, cell) {
        cells[Int(cell)].orders += 1
        if customer == PurchaseTable.none { cells[Int(cell)].customers += 1 }
      }
      if customer != PurchaseTable.none, customers.insert(customer, cell) {
        cells[Int(cell)].customers += 1
        if commenting.contains(customer) { cells[Int(cell)].commenting += 1 }
      }
      let amount = line.amount
      if amount != PurchaseLines.missingAmount { cells[Int(cell)].amount &+= amount }
    }
    return layOut(keys, cells, amountScale, minimumBase)
  }

  private static func append(_ table: PurchaseTable, _ value: UInt32, to key: inout [UInt8]) {
    guard let range = table.range(ofValue: value) else { return DimensionKey.appendNull(to: &key) }
    let bytes = table.values.bytes
    DimensionKey.append(bytes.span.extracting(range), to: &key)
  }

  private static func layOut(
    _ keys: Interner, _ cells: [Cell], _ amountScale: Int, _ minimumBase: Int
  ) -> RecordBatch {
    var batch = RecordBatch(schema: schema(amountScale: amountScale))
    let bytes = keys.strings.bytes.span
    let order = cells.indices.sorted {
      bytes.extracting(keys.strings.range($0)).isLess(than: bytes.extracting(keys.strings.range($1)))
    }
    for cell in order {
      var reader = DimensionKey.Reader(keys.strings.copy(cell))
      for column in 0..<5 {
        if column == 3 {
          if let month = reader.number() { batch.columns[column].append(month) }
        } else if let value = reader.string() {
          batch.columns[column].append(value.span)
        } else {
          batch.columns[column].appendNull()
        }
      }
      let isSuppressed = cells[cell].customers < Int64(minimumBase)
      batch.columns[5].append(isSuppressed)
      let values = [cells[cell].orders, cells[cell].customers, cells[cell].commenting, cells[cell].amount]
      for (index, value) in values.enumerated() {
        if isSuppressed { batch.columns[6 + index].appendNull() } else { batch.columns[6 + index].append(value) }
      }
      batch.rowCount += 1
    }
    return batch
  }
}
