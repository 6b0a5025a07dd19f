import Buffers
import Columnar
import Purchases

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

  /// The cells of a table, or of a part whose customers are numbered from `firstCustomer` on.
  static func count(
    _ table: PurchaseTable, commenting: CustomerSet, firstCustomer: Int = 0, lastDay: Int32
  ) -> [PurchaseCell] {
    table.cells(
      lastDay: lastDay, month: { Period.month.firstDay($0) },
      isCommenting: { commenting.contains($0 + UInt32(firstCustomer)) })
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
      for (index, value) in [cell.orders, cell.customers, cell.commenting, cell.amount].enumerated() {
        if isSuppressed { batch.columns[6 + index].appendNull() } else { batch.columns[6 + index].append(value) }
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
