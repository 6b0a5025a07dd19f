import Buffers
import Purchases
import Testing

@Suite("Order lines gathered into purchases")
struct PurchaseTableTests {
  private func gathered(_ lines: [OrderLine]) throws -> (table: PurchaseTable, order: Int) {
    let (table, _) = PurchaseTable.of([lines])
    return (table, try #require(table.number("o")))
  }

  @Test("amounts and quantities are added up, the earliest line says when")
  func sums() throws {
    let (table, order) = try gathered([
      OrderLine(order: "o", customer: "c", at: .time(5, 12), quantity: 1500, amount: 250),
      OrderLine(order: "p", customer: "d", at: .time(1, 0)),
      OrderLine(order: "o", customer: "c", at: .time(4, 9), quantity: 500, amount: -50),
      OrderLine(order: "o", at: .time(6, 9), quantity: 0, amount: 7),
    ])
    #expect(table.count == 2)
    #expect(table.rows[order].quantity == 2000)
    #expect(table.rows[order].amount == 207)
    #expect(table.rows[order].lineCount == 3)
    #expect(table.rows[order].purchasedAt == .time(4, 9))
    #expect(table.rows[order].customer == table.customer("c"))
    #expect(table.conflictingCustomers == 0)
  }

  @Test(
    "a value stands where all lines agree, else there is none",
    arguments: [
      (["A", "A", "A"], "A"), (["A", "B"], nil), (["A", "B", "A"], nil), (["A", ""], nil), (["", "A"], nil),
      (["", ""], nil),
      (["A", "", "A"], nil), (["A"], "A"),
    ] as [([String], String?)])
  func agreement(values: [String], expected: String?) throws {
    let lines = values.map {
      OrderLine(order: "o", at: .date(1), product: $0, category: $0, country: $0, currency: $0)
    }
    let (table, order) = try gathered(lines)
    #expect(table.text(ofValue: table.rows[order].product) == expected)
    #expect(table.text(ofValue: table.rows[order].category) == expected)
    #expect(table.text(ofValue: table.rows[order].country) == expected)
    #expect(table.text(ofValue: table.rows[order].currency) == expected)
  }

  @Test(
    "an amount is unknown where currencies differ, a line has none, or the sum is beyond 64 bits",
    arguments: [
      ([("EUR", 5), ("EUR", 6)], 11), ([("EUR", 5), ("SEK", 6)], nil), ([("EUR", 5), ("SEK", 6), ("EUR", 1)], nil),
      ([("EUR", 5), ("SEK", 6), ("", 1)], nil), ([("", 5), ("", 6)], 11), ([("EUR", nil), ("EUR", 6)], nil),
      ([("EUR", 5), ("EUR", nil), ("EUR", 1)], nil), ([("EUR", .max), ("EUR", 1)], nil),
      ([("EUR", .max), ("EUR", 1), ("EUR", -5)], nil), ([("EUR", nil)], nil), ([("EUR", -5), ("EUR", 5)], 0),
    ] as [([(String, Int64?)], Int64?)])
  func amounts(lines: [(String, Int64?)], expected: Int64?) throws {
    let (table, order) = try gathered(
      lines.map { line in
        OrderLine(order: "o", at: .date(1), currency: line.0, amount: line.1 ?? PurchaseLines.missingAmount)
      })
    #expect(table.rows[order].amount == expected ?? PurchaseLines.missingAmount)
  }

  @Test("cancelled lines do not count, whatever stands in them; a wholly cancelled order is none")
  func cancelled() throws {
    let (table, order) = try gathered([
      OrderLine(order: "o", customer: "x", at: .date(1), product: "X", currency: "SEK", status: .cancelled),
      OrderLine(order: "o", customer: "c", at: .date(3), product: "A", amount: 40),
      OrderLine(order: "o", customer: "y", at: .date(2), product: "Y", amount: 1, status: .cancelled),
      OrderLine(order: "q", customer: "z", at: .date(1), status: .cancelled),
    ])
    #expect(table.count == 1)
    #expect(table.rows[order].lineCount == 1)
    #expect(table.rows[order].amount == 40)
    #expect(table.rows[order].purchasedAt == .date(3))
    #expect(table.text(ofValue: table.rows[order].product) == "A")
    #expect(table.customerCount == 1)
    #expect(table.conflictingCustomers == 0)
    #expect(table.span?.from == .date(3))
    #expect(table.lines.count == 1)
    let q = try #require(table.number("q"))
    #expect(table.rows[q].lineCount == 0)
  }

  @Test(
    "an order is returned when one of its lines is",
    arguments: [
      ([.kept, .kept], false), ([.kept, .returned], true), ([.returned, .kept], true), ([.kept, .cancelled], false),
    ] as [([LineStatus], Bool)])
  func returned(statuses: [LineStatus], expected: Bool) throws {
    let (table, order) = try gathered(statuses.map { OrderLine(order: "o", at: .date(1), status: $0) })
    #expect(table.rows[order].isReturned == expected)
  }

  @Test("the latest promise holds; an order is delivered when its last line is")
  func deliveries() throws {
    let (table, order) = try gathered([
      OrderLine(order: "o", at: .date(1), promised: .date(5), delivered: .date(6)),
      OrderLine(order: "o", at: .date(1), promised: .date(9), delivered: .date(4)),
      OrderLine(order: "o", at: .date(1), delivered: .date(5)),
      OrderLine(order: "q", at: .date(1), delivered: .date(5)), OrderLine(order: "q", at: .date(1)),
      OrderLine(order: "q", at: .date(1), delivered: .date(7)),
    ])
    #expect(table.rows[order].promisedAt == .date(9))
    #expect(table.rows[order].deliveredAt == .date(6))
    let q = try #require(table.number("q"))
    #expect(!table.rows[q].deliveredAt.exists)
  }

  @Test(
    "a line that was seen before is a duplicate, changed or not, also in a later batch; lines without number never are")
  func duplicates() throws {
    let first = OrderLine(order: "o", line: "1", at: .date(1), amount: 10, digest: 7)
    var changed = first
    changed.amount = 99
    changed.digest = 8
    let second = OrderLine(order: "o", line: "2", at: .date(1), amount: 20, digest: 7)
    let unnumbered = OrderLine(order: "o", at: .date(1), amount: 100, digest: 9)
    let (table, duplicates) = PurchaseTable.of([[first, second, first, unnumbered], [changed, unnumbered, first]])
    #expect(duplicates.map { $0.map(\.row) } == [[2], [0, 2]])
    #expect(duplicates.map { $0.map(\.isChanged) } == [[false], [true, false]])
    let o = try #require(table.number("o"))
    #expect(table.rows[o].amount == 230)
  }

  @Test("order and line are apart: a line 23 of order 1 is none of line 3 of order 12")
  func keys() {
    let lines = [OrderLine(order: "1", line: "23", at: .date(1)), OrderLine(order: "12", line: "3", at: .date(1))]
    #expect(PurchaseTable.of([lines]).duplicates == [[]])
  }

  @Test(
    "an order whose lines name different customers belongs to the first and is counted once",
    arguments: [
      (["a", "a", "", "a"], 0), (["a", "b"], 1), (["", "b"], 0),
    ])
  func conflicts(customers: [String], expected: Int) throws {
    let (table, order) = try gathered(customers.map { OrderLine(order: "o", customer: $0, at: .date(1)) })
    #expect(table.conflictingCustomers == expected)
    #expect(table.rows[order].customer == customers.first { !$0.isEmpty }.flatMap { table.customer($0) })
  }

  @Test("an order whose lines name different customers is counted once, however many lines do")
  func severalConflicts() throws {
    let (table, _) = try gathered(["a", "b", "b", "c"].map { OrderLine(order: "o", customer: $0, at: .date(1)) })
    #expect(table.conflictingCustomers == 1)
  }

  @Test("the cells of purchases are the lines that count, with their own values")
  func cells() {
    let (table, _) = PurchaseTable.of([
      [OrderLine(order: "o", at: .date(1), product: "A", category: "K", amount: 1)],
      [
        OrderLine(order: "p", at: .date(1), product: "B", country: "FI", amount: 2),
        OrderLine(order: "o", at: .date(1), product: "B", currency: "", amount: 3),
      ],
    ])
    let cells = table.lines
    #expect(cells.map { table.order($0.purchase) } == ["p", "o", "o"])
    #expect(cells.map { table.text(ofValue: $0.product) } == ["B", "A", "B"])
    #expect(cells.map { table.text(ofValue: $0.category) } == [nil, "K", nil])
    #expect(cells.map { table.text(ofValue: $0.country) } == ["FI", nil, nil])
    #expect(cells.map { table.text(ofValue: $0.currency) } == ["EUR", "EUR", nil])
    #expect(cells.map(\.amount) == [2, 1, 3])
  }

  @Test("purchases after the run date are counted and widen nothing")
  func future() {
    let (table, _) = PurchaseTable.of(
      [[2, 9, 10, 11, 12].map { OrderLine(order: "o\($0)", customer: "c", at: .date($0)) }], lastDay: 10)
    #expect(table.futureCount == 2)
    #expect(table.span?.from == .date(2))
    #expect(table.span?.until == .date(10))
    #expect(table.count == 5)
    #expect(PurchaseTable.of([]).table.span == nil)
    #expect(PurchaseTable.of([]).table.count == 0)
  }

  @Test("the same lines in other batches make the same table")
  func batches() {
    var random = SplitMix64(seed: 30)
    let lines = RandomPurchases.lines(600, .mixed, &random)
    var batches: [[OrderLine]] = [[]]
    for line in lines {
      if Int.random(in: 0...20, using: &random) == 0 { batches.append([]) }
      batches[batches.count - 1].append(line)
    }
    let whole = PurchaseTable.of([lines]).table
    let parts = PurchaseTable.of(batches).table
    #expect(parts.orderIDs.bytes == whole.orderIDs.bytes)
    #expect(parts.purchases.map(\.customer) == whole.purchases.map(\.customer))
    #expect(parts.purchases.map(\.amount) == whole.purchases.map(\.amount))
    #expect(parts.purchases.map(\.quantity) == whole.purchases.map(\.quantity))
    #expect(parts.purchases.map(\.purchasedAt) == whole.purchases.map(\.purchasedAt))
    #expect(
      parts.purchases.map(\.product).map { parts.text(ofValue: $0) }
        == whole.purchases.map(\.product).map { whole.text(ofValue: $0) })
    #expect(parts.conflictingCustomers == whole.conflictingCustomers)
  }
}
