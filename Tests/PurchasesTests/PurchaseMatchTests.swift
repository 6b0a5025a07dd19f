import Buffers
import Purchases
import Testing

@Suite("Matching comments to purchases")
struct PurchaseMatchTests {
  private static let windows = MatchWindows(matchDays: 30, repurchaseDays: 10, lastDay: 100)

  private func matched(_ lines: [OrderLine], order: String = "", customer: String = "c", at moment: Moment) -> String {
    let (table, _) = PurchaseTable.of([lines], lastDay: Self.windows.lastDay)
    let match = table.match(order: order, customer: customer, at: moment, windows: Self.windows)
    return "\(match.kind.name) \(table.order(match.purchase) ?? "-")\(match.hasCustomerConflict ? " conflict" : "")"
  }

  @Test(
    "by the order that the comment names, else by its customer's latest purchase, else not",
    arguments: [
      ("o1", "c", "order o1"), ("o2", "c", "order o2"), ("", "c", "customer o2"), ("none", "c", "customer o2"),
      ("cancelled", "c", "customer o2"), ("future", "c", "customer o2"), ("o1", "", "order o1"), ("", "", "none -"),
      ("", "stranger", "none -"), ("o3", "c", "order o3 conflict"), ("o3", "stranger", "order o3 conflict"),
      ("o4", "c", "order o4"), ("none", "", "none -"),
    ])
  func kinds(order: String, customer: String, expected: String) {
    let lines = [
      OrderLine(order: "o1", customer: "c", at: .date(10)), OrderLine(order: "o2", customer: "c", at: .date(20)),
      OrderLine(order: "o3", customer: "d", at: .date(25)), OrderLine(order: "o4", at: .date(26)),
      OrderLine(order: "cancelled", customer: "c", at: .date(28), status: .cancelled),
      OrderLine(order: "future", customer: "c", at: .date(101)),
    ]
    #expect(matched(lines, order: order, customer: customer, at: .date(30)) == expected)
  }

  @Test("an order is matched whenever it was bought, also after the comment")
  func orderAtAnyTime() {
    let lines = [
      OrderLine(order: "o", customer: "c", at: .date(90)), OrderLine(order: "p", customer: "c", at: .date(1)),
    ]
    #expect(matched(lines, order: "o", at: .date(50)) == "order o")
    #expect(matched(lines, order: "p", at: .date(99)) == "order p")
  }

  @Test(
    "the latest purchase at or before the comment counts; where either is a date alone, days are compared",
    arguments: [
      (.time(10, 12), .time(10, 12), "customer o"), (.time(10, 12), .time(10, 11), "none -"),
      (.time(10, 12), .date(10), "customer o"), (.time(10, 12), .date(9), "none -"),
      (.date(10), .time(10, 0), "customer o"),
      (.date(10), .time(9, 23), "none -"), (.date(10), .date(10), "customer o"), (.date(10), .date(9), "none -"),
    ] as [(Moment, Moment, String)])
  func asOf(bought: Moment, submitted: Moment, expected: String) {
    #expect(matched([OrderLine(order: "o", customer: "c", at: bought)], at: submitted) == expected)
  }

  @Test("a purchase of which only the day is known is found among others of that day with a time")
  func mixedPrecision() {
    let lines = [
      OrderLine(order: "noon", customer: "c", at: .time(10, 14)),
      OrderLine(order: "late", customer: "c", at: .time(10, 15)),
      OrderLine(order: "day", customer: "c", at: .date(10)),
    ]
    #expect(matched(lines, at: .time(10, 12)) == "customer day")
  }

  @Test(
    "a purchase is matched to the last day of the window",
    arguments: [
      (39, "customer o"), (40, "customer o"), (41, "none -"), (9, "none -"),
    ] as [(Int32, String)])
  func windowEdge(day: Int32, expected: String) {
    #expect(matched([OrderLine(order: "o", customer: "c", at: .date(10))], at: .date(day)) == expected)
  }

  @Test("of purchases at the same time the greater order id by bytes is the latest")
  func ties() {
    for orders in [["a2", "a10", "a1"], ["a10", "a2"], ["Z", "a"], ["é", "z"]] {
      let lines = orders.map { OrderLine(order: $0, customer: "c", at: .date(10)) }
      let greatest = orders.max { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? ""
      #expect(matched(lines, at: .date(11)) == "customer \(greatest)")
    }
  }

  @Test("the customer is the comment's, else the purchase's")
  func customer() throws {
    let (table, _) = PurchaseTable.of([
      [
        OrderLine(order: "o", customer: "c", at: .date(10)), OrderLine(order: "p", customer: "d", at: .date(10)),
      ]
    ])
    func customer(_ order: String, _ named: String) -> UInt32 {
      table.match(order: order, customer: named, at: .date(12), windows: Self.windows).customer
    }
    #expect(customer("o", "") == table.customer("c"))
    #expect(customer("o", "d") == table.customer("d"))
    #expect(customer("o", "stranger") == PurchaseTable.none)
    #expect(customer("", "") == PurchaseTable.none)
  }

  @Test(
    "the audience: buyers are customers; known customers without purchase are users where the export covers the window",
    arguments: [
      ("o", "", 50, false, .customer), ("", "c", 50, false, .customer), ("o", "", 50, true, .customer),
      ("", "", 50, true, .user), ("none", "", 50, true, .user), ("", "stranger", 50, true, .user),
      ("", "stranger", 50, false, .user), ("", "stranger", 40, false, .user), ("", "stranger", 39, false, .unknown),
      ("", "stranger", 90, false, .user), ("", "stranger", 91, false, .unknown),
      ("none", "stranger", 50, false, .unknown),
      ("", "", 50, false, .unknown), ("none", "", 50, false, .unknown), ("", "old", 50, false, .user),
    ] as [(String, String, Int32, Bool, Audience)])
  func audience(order: String, customer: String, day: Int32, isDeclaredUser: Bool, expected: Audience) {
    // The export reaches from day 10 to day 90.
    let (table, _) = PurchaseTable.of([
      [
        OrderLine(order: "first", customer: "old", at: .date(10)), OrderLine(order: "o", customer: "c", at: .date(45)),
        OrderLine(order: "last", customer: "d", at: .date(90)),
      ]
    ])
    let match = table.match(
      order: order, customer: customer, at: .date(day), isDeclaredUser: isDeclaredUser, windows: Self.windows)
    #expect(match.audience == expected)
  }

  @Test("without purchases nothing is known")
  func empty() {
    let (table, _) = PurchaseTable.of([])
    let match = table.match(order: "o", customer: "c", at: .date(1), windows: Self.windows)
    #expect(match.purchase == PurchaseTable.none)
    #expect(match.audience == .unknown)
    #expect(match.repurchased == nil)
  }

  @Test(
    "repurchase: a further order within the window, known only when the window has closed",
    arguments: [
      ("", "c", 20, true, "o2"), ("", "c", 19, false, nil), ("", "c", 29, true, "o2"), ("", "c", 30, false, nil),
      ("o2", "c", 20, false, nil), ("o1", "", 20, true, "o2"), ("", "d", 70, false, nil), ("", "d", 80, true, "o9"),
      ("", "d", 81, nil, nil), ("", "", 20, nil, nil), ("", "stranger", 20, false, nil), ("", "d", 90, nil, nil),
      ("", "e", 20, false, nil),
    ] as [(String, String, Int32, Bool?, String?)])
  func repurchase(order: String, customer: String, day: Int32, expected: Bool?, next: String?) {
    // The data end at day 90; the window has ten days.
    let (table, _) = PurchaseTable.of(
      [
        [
          OrderLine(order: "o1", customer: "c", at: .date(10)), OrderLine(order: "o2", customer: "c", at: .date(30)),
          OrderLine(order: "o3", customer: "d", at: .date(60)), OrderLine(order: "o9", customer: "d", at: .date(90)),
          OrderLine(order: "o5", customer: "e", at: .date(25), status: .cancelled),
          OrderLine(order: "o6", customer: "e", at: .date(5)), OrderLine(order: "o7", customer: "d", at: .date(150)),
        ]
      ], lastDay: 100)
    let match = table.match(order: order, customer: customer, at: .date(day), windows: Self.windows)
    #expect(match.repurchased == (day == 29 ? true : expected))
    #expect(table.order(match.next) == next)
  }

  @Test(
    "the run date ends the data, though purchases are dated later",
    arguments: [(40, true), (41, false)] as [(Int32, Bool)])
  func runDate(day: Int32, isKnown: Bool) {
    let windows = MatchWindows(matchDays: 30, repurchaseDays: 10, lastDay: 50)
    let lines = [10, 50, 60].map { OrderLine(order: "o\($0)", customer: "c", at: .date($0)) }
    let (table, _) = PurchaseTable.of([lines], lastDay: 50)
    #expect((table.match(customer: "c", at: .date(day), windows: windows).repurchased != nil) == isKnown)
  }

  @Test("a window that closes later on the last day than the last purchase is still open")
  func windowOpenWithinTheLastDay() {
    let lines = [
      OrderLine(order: "o", customer: "d", at: .time(5, 1)), OrderLine(order: "p", customer: "d", at: .time(90, 1)),
    ]
    let (table, _) = PurchaseTable.of([lines])
    #expect(table.match(customer: "c", at: .time(80, 1), windows: Self.windows).repurchased == false)
    #expect(table.match(customer: "c", at: .time(80, 23), windows: Self.windows).repurchased == nil)
  }

  private func agree(_ precision: RandomPurchases.Precision, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for round in 0..<50 {
      let windows = MatchWindows(
        matchDays: Int.random(in: 0...40, using: &random), repurchaseDays: Int.random(in: 0...20, using: &random),
        lastDay: Int32.random(in: 40...70, using: &random))
      let lines = RandomPurchases.lines([0, 3, 40, 200, 1_500][round % 5], precision, &random)
      let (table, _) = PurchaseTable.of([lines], lastDay: windows.lastDay)
      let twin = MatchTwin(lines, windows)
      for _ in 0..<200 {
        let order = Bool.random(using: &random) ? "" : "o\(Int.random(in: 0...250, using: &random))"
        let customer = Bool.random(using: &random) ? "" : "c\(Int.random(in: 1...32, using: &random))"
        let moment = RandomPurchases.moment(.mixed, 0...70, &random)
        let isDeclaredUser = Int.random(in: 0...5, using: &random) == 0
        let match = table.match(
          order: order, customer: customer, at: moment, isDeclaredUser: isDeclaredUser, windows: windows)
        let found = MatchTwin.Result(
          purchase: table.order(match.purchase), kind: match.kind, audience: match.audience,
          hasCustomerConflict: match.hasCustomerConflict, repurchased: match.repurchased, next: table.order(match.next))
        let expected = twin.match(order: order, customer: customer, at: moment, isDeclaredUser: isDeclaredUser)
        #expect(found == expected, "round \(round): '\(order)' '\(customer)' at \(moment)")
      }
    }
  }

  @Test(
    "10,000 comments match as by the rules one after the other, where all purchases have a time or all a date",
    arguments: [
      RandomPurchases.Precision.times, .dates,
    ])
  func slowTwin(precision: RandomPurchases.Precision) {
    agree(precision, seed: 31)
  }

  @Test("10,000 comments match as by the rules one after the other, where some purchases have a time and some a date")
  func slowTwinOfMixedPrecision() {
    agree(.mixed, seed: 32)
  }
}
