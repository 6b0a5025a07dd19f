import Buffers
import Columnar
import Purchases
import Satisfaction

/// `purchase_cells`: the denominators of what comments say, per product, category, country, month and currency.
enum PurchaseCells {
  /// Orders that complaints are related to.
  static let thousand = 1000.0

  static func schema(amountScale: Int) -> TableSchema {
    let null = "fewer distinct customers than privacy.minimum_base"
    func rate(_ name: String, _ description: String, formula: String) -> ColumnField {
      ColumnField(
        name: name, type: .double, description: description, unit: "orders per 1,000 orders", formula: formula,
        source: "Wilson 1927", null: null)
    }
    return TableSchema(
      name: "purchase_cells", description: "one row per product, category, country, month and currency of order lines",
      fields: [
        ColumnField(name: "product_id", type: .string, description: "product of the lines", null: "not said"),
        ColumnField(name: "category", type: .string, description: "category of the lines", null: "not said"),
        ColumnField(name: "country", type: .string, description: "country of the lines", null: "not said"),
        ColumnField(name: "purchased_month", type: .date, isNullable: false, description: "first day of the month"),
        ColumnField(name: "currency", type: .string, description: "currency of the lines", null: "not said"),
        ColumnField(
          name: "suppressed", type: .boolean, isNullable: false,
          description: "fewer distinct customers than privacy.minimum_base: the measures are null"),
        ColumnField(
          name: "n_orders", type: .int64, description: "distinct orders with such a line, cancelled lines not counted",
          unit: "orders", null: null),
        ColumnField(
          name: "n_customers", type: .int64,
          description: "distinct customers of these orders; an order without customer counts as one",
          unit: "customers", null: null),
        ColumnField(
          name: "n_commenting_customers", type: .int64,
          description: "of these customers, those who commented in this run", unit: "customers", null: null),
        ColumnField(
          name: "n_complained_orders", type: .int64,
          description: "of n_orders, those that a complaint of this run is matched to", unit: "orders", null: null),
        ColumnField(
          name: "amount_sum", type: .decimal(precision: 18, scale: amountScale),
          description: "sum of the lines' amounts", unit: "currency of the cell", null: null),
        rate(
          "complaints_per_1000_orders", "orders complained about, per thousand",
          formula: "1000 × n_complained_orders / n_orders"),
        rate(
          "complaints_per_1000_orders_low", "lower end of the 95 % interval of complaints_per_1000_orders",
          formula: "Wilson's interval × 1000"),
        rate(
          "complaints_per_1000_orders_high", "upper end of the 95 % interval of complaints_per_1000_orders",
          formula: "Wilson's interval × 1000"),
      ])
  }

  /// The cells of a table, or of a part whose customers and purchases are numbered from `first` on.
  static func count(
    _ table: PurchaseTable, commented: CommentedPurchases, first: (customer: Int, purchase: Int) = (0, 0),
    lastDay: Int32
  ) -> [PurchaseCell] {
    table.cells(
      lastDay: lastDay, month: { Period.month.firstDay($0) },
      isCommenting: { commented.customers.contains($0 + UInt32(first.customer)) },
      isComplained: { commented.complained.contains($0 + UInt32(first.purchase)) })
  }

  /// - Parameter values: what the cells number.
  static func batch(
    _ counted: [PurchaseCell], values: ByteStrings, amountScale: Int, minimumBase: Int
  ) -> RecordBatch {
    let cells = PurchaseCell.inOrder(counted, values: values)
    var batch = RecordBatch(schema: schema(amountScale: amountScale))
    for cell in cells {
      append(values, cell.product, to: 0, &batch)
      append(values, cell.category, to: 1, &batch)
      append(values, cell.country, to: 2, &batch)
      batch.columns[3].append(cell.month)
      append(values, cell.currency, to: 4, &batch)
      let isSuppressed = cell.customers < Int64(minimumBase)
      batch.columns[5].append(isSuppressed)
      let counts = [cell.orders, cell.customers, cell.commenting, cell.complained, cell.amount]
      for (index, value) in counts.enumerated() {
        if isSuppressed { batch.columns[6 + index].appendNull() } else { batch.columns[6 + index].append(value) }
      }
      let rate = isSuppressed ? nil : Wilson.interval(cell.complained, of: cell.orders)
      for (index, share) in [rate?.value, rate?.low, rate?.high].enumerated() {
        batch.columns[6 + counts.count + index].append(share.map { $0 * thousand })
      }
      batch.rowCount += 1
    }
    return batch
  }

  private static func append(_ values: ByteStrings, _ value: UInt32, to column: Int, _ batch: inout RecordBatch) {
    if value == PurchaseTable.none { return batch.columns[column].appendNull() }
    let bytes = values.bytes
    batch.columns[column].append(bytes.span.extracting(values.range(Int(value))))
  }
}

extension Column {
  /// Appends a number, or null.
  fileprivate mutating func append(_ value: Double?) { if let value { append(value) } else { appendNull() } }
}
