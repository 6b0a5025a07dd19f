import Buffers
import Purchases
import Testing

@Suite("Cells of purchases")
struct PurchaseCellTests {
  private struct Twin: Hashable {
    var values: [String]
    var month: Int32
  }

  private func name(_ value: UInt32, _ table: PurchaseTable) -> String { table.text(ofValue: value) ?? "" }

  @Test("cells are those of sets of orders and customers, whatever the order of the lines", arguments: [false, true])
  func sets(isGrouped: Bool) {
    var random = SplitMix64(seed: 61)
    var lines = RandomPurchases.lines(3_000, .mixed, &random)
    if isGrouped { lines.sort { $0.order < $1.order } }
    let lastDay: Int32 = 50
    let (table, _) = PurchaseTable.of([lines], lastDay: lastDay)
    var orders: [Twin: Set<UInt32>] = [:]
    var customers: [Twin: Set<Int64>] = [:]
    var amounts: [Twin: Int64] = [:]
    table.forEachLine { line in
      let row = table.rows[Int(line.purchase)]
      guard row.purchasedAt.day <= lastDay else { return }
      let key = Twin(
        values: [line.product, line.category, line.country, line.currency].map { name($0, table) },
        month: row.purchasedAt.day / 7)
      orders[key, default: []].insert(line.purchase)
      // Each order without customer is a customer of its own.
      customers[key, default: []].insert(
        row.customer == PurchaseTable.none ? -1 - Int64(line.purchase) : Int64(row.customer))
      amounts[key, default: 0] += line.amount
    }
    let cells = table.cells(
      lastDay: lastDay, month: { $0 / 7 }, isCommenting: { $0 % 3 == 0 }, isComplained: { $0 % 5 == 0 })
    #expect(cells.count == orders.count)
    for cell in cells {
      let key = Twin(
        values: [cell.product, cell.category, cell.country, cell.currency].map { name($0, table) }, month: cell.month)
      #expect(cell.orders == Int64(orders[key]?.count ?? 0))
      #expect(cell.customers == Int64(customers[key]?.count ?? 0))
      #expect(cell.commenting == Int64(customers[key]?.count { $0 >= 0 && $0 % 3 == 0 } ?? 0))
      #expect(cell.complained == Int64(orders[key]?.count { $0 % 5 == 0 } ?? 0))
      #expect(cell.amount == amounts[key] ?? 0)
    }
  }

  @Test("cells stand in the order of their values by bytes, none first")
  func order() {
    let products = ["b", "", "a", "ab", "Z", "é"]
    let lines = products.enumerated().map { OrderLine(order: "o\($0.offset)", at: .date(1), product: $0.element) }
    let (table, _) = PurchaseTable.of([lines])
    let cells = PurchaseCell.inOrder(
      table.cells(lastDay: 10, month: { _ in 0 }, isCommenting: { _ in false }, isComplained: { _ in false }),
      values: table.values)
    #expect(cells.map { name($0.product, table) } == ["", "Z", "a", "ab", "b", "é"])
  }
}
