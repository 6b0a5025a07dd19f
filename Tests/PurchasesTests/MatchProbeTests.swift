import Buffers
import Purchases
import Testing

@Suite("Matching in parts")
struct MatchProbeTests {
  private static let parts = 4
  private static let windows = MatchWindows(matchDays: 20, repurchaseDays: 15, lastDay: 55)

  private static func part(of key: Key128) -> Int { Int(truncatingIfNeeded: key.first) & (parts - 1) }

  private static func key(_ text: String) -> Key128 { text.isEmpty ? .none : Key128(Array(text.utf8).span) }

  /// Purchases divided twice, as a join divides them.
  private struct Divided {
    var byOrder: [PurchaseTable] = []
    var byCustomer: [PurchaseTable] = []
    var places: [[PurchasePlace?]] = []
    var span: PurchaseSpan?

    init(_ lines: [OrderLine]) {
      byOrder = (0..<parts).map { number in
        PurchaseTable.of([lines.filter { part(of: key($0.order)) == number }], lastDay: windows.lastDay).table
      }
      for table in byOrder {
        if let own = table.span, span?.formUnion(own) == nil { span = own }
      }
      for number in 0..<parts {
        var builder = PurchaseTableBuilder(numberedValues: 0)
        var count: UInt32 = 0
        for (from, table) in byOrder.enumerated() {
          if number == 0 { places.append(Array(repeating: nil, count: table.rows.count)) }
          let owners = table.customerKeys()
          for index in 0..<table.rows.count {
            let row = table.rows[index]
            let customer = row.customer == PurchaseTable.none ? Key128.none : owners[Int(row.customer)]
            let order = table.orderKey(index)
            guard row.lineCount > 0, row.purchasedAt.day <= windows.lastDay,
              part(of: customer.exists ? customer : order) == number
            else { continue }
            builder.append(
              gathered: row, order: order, customer: customer, id: table.orderIDs.copy(index).span, lines: [])
            places[from][index] = PurchasePlace(part: number, number: count)
            count += 1
          }
        }
        byCustomer.append(builder.finish(lastDay: windows.lastDay, span: span))
      }
    }

    func match(_ requests: MatchRequests) -> (joined: JoinedPurchase, order: String?) {
      var probe = MatchProbe(row: 0, requests, 0)
      if probe.order.exists {
        let number = part(of: probe.order)
        probe.matchOrder(
          in: byOrder[number], owners: byOrder[number].customerKeys(), places: places[number], windows: windows)
      }
      let number = part(of: probe.customer.exists ? probe.customer : probe.order)
      let joined = probe.follow(in: byCustomer[number], windows: windows)
      if let place = probe.place { return (joined, byCustomer[Int(place.part)].order(place.number)) }
      return (joined, byCustomer[number].order(joined.match.purchase))
    }
  }

  @Test(
    "a comment is matched in parts as it is in one table, conflicts and orders without customer included",
    arguments: RandomPurchases.Precision.allCases)
  func oneTable(precision: RandomPurchases.Precision) {
    var random = SplitMix64(seed: 71)
    var kinds: Set<MatchKind> = []
    for _ in 0..<20 {
      let lines = RandomPurchases.lines(80, precision, &random)
      let table = PurchaseTable.of([lines], lastDay: Self.windows.lastDay).table
      let divided = Divided(lines)
      #expect(divided.span == table.span)
      for _ in 0..<60 {
        var requests = MatchRequests()
        let order = Int.random(in: 0..<90, using: &random)
        let customer = Int.random(in: 0..<33, using: &random)
        requests.append(
          order: Self.key(order % 3 == 0 ? "" : "o\(order)"), customer: Self.key(customer == 0 ? "" : "c\(customer)"),
          submittedAt: RandomPurchases.moment(precision, 0...60, &random),
          isDeclaredUser: Int.random(in: 0..<9, using: &random) == 0)
        var matched = MatchedPurchases()
        table.match(requests, windows: Self.windows, into: &matched)
        let expected = matched.matches[0]
        let (found, foundOrder) = divided.match(requests)
        kinds.insert(expected.kind)
        #expect(found.match.kind == expected.kind)
        #expect(found.match.audience == expected.audience)
        #expect(found.match.hasCustomerConflict == expected.hasCustomerConflict)
        #expect(found.match.repurchased == expected.repurchased)
        #expect(foundOrder == table.order(expected.purchase))
        let next =
          expected.next == PurchaseTable.none ? PurchaseLines.missingAmount : table.rows[Int(expected.next)].amount
        #expect(found.nextAmount == next)
        if expected.kind != .none {
          let purchase = table.rows[Int(expected.purchase)]
          #expect(found.purchase.amount == purchase.amount)
          #expect(found.purchase.purchasedAt == purchase.purchasedAt)
        }
      }
    }
    #expect(kinds == [.order, .customer, .none])
  }
}
