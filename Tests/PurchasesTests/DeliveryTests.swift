import Buffers
import Purchases
import Testing

@Suite("Delivery against promise")
struct DeliveryTests {
  private static let lastDay: Int32 = 100

  @Test(
    "delivered on or before the promised day is on time; undelivered past it is late",
    arguments: [
      (.date(50), .date(50), true, 0), (.date(50), .date(47), true, -3), (.date(50), .date(51), false, 1),
      (.time(50, 1), .time(50, 23), true, 0), (.time(50, 23), .time(51, 0), false, 1),
      (.date(50), .none, false, 50), (.date(99), .none, false, 1), (.date(100), .none, nil, nil),
      (.date(120), .none, nil, nil),
      (.none, .date(50), nil, nil), (.none, .none, nil, nil), (.date(120), .date(90), true, -30),
    ] as [(Moment, Moment, Bool?, Int32?)])
  func table(promised: Moment, delivered: Moment, isOnTime: Bool?, daysLate: Int32?) {
    let line = OrderLine(order: "o", at: .date(1), promised: promised, delivered: delivered)
    let (table, _) = PurchaseTable.of([[line]], lastDay: Self.lastDay)
    let delivery = table.rows[0].delivery(lastDay: Self.lastDay)
    #expect(delivery?.isOnTime == isOnTime)
    #expect(delivery?.daysLate == daysLate)
  }
}
