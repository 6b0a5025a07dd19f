import Buffers
import Purchases
import Testing

@Suite("Moment")
struct MomentTests {
  @Test("a moment is either at or before another, or after it within days enough")
  func exhaustive() {
    var random = SplitMix64(seed: 33)
    for _ in 0..<20_000 {
      let first = RandomPurchases.moment(.mixed, 0...8, &random)
      let second = RandomPurchases.moment(.mixed, 0...8, &random)
      #expect(first.isAtOrBefore(second) != first.isAfter(second, withinDays: 9))
    }
  }

  @Test(
    "a window of days ends at the same time of its last day, or with it where either is a date alone",
    arguments: [
      (.time(10, 12), .time(7, 12), true), (.time(10, 13), .time(7, 12), false), (.date(10), .time(7, 0), true),
      (.date(11), .time(7, 23), false), (.time(10, 23), .date(7), true), (.date(7), .date(7), false),
    ] as [(Moment, Moment, Bool)])
  func window(later: Moment, earlier: Moment, expected: Bool) {
    #expect(later.isAfter(earlier, withinDays: 3) == expected)
  }

  @Test("no value is told from every value")
  func none() {
    #expect(!Moment.none.exists)
    #expect(Moment.date(0).exists)
    #expect(Moment.time(-20_000, 5).exists)
  }
}
