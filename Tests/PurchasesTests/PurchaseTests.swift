import Buffers
import Purchases
import Testing

@Suite("Purchase")
struct PurchaseTests {
  @Test("a purchase gives back the moments that it was given, of all clocks and of days alone")
  func moments() {
    var random = SplitMix64(seed: 41)
    var purchase = Purchase()
    #expect(purchase.purchasedAt == .none)
    for _ in 0..<20_000 {
      // The years 1900 to 2100, and clocks up to fifteen hours from UTC.
      let microseconds = Int64.random(in: -2_208_988_800_000_000..<4_133_980_800_000_000, using: &random)
      let local = microseconds + Int64.random(in: -15...15, using: &random) * 3_600_000_000
      let day = Int32((Double(local) / Double(Moment.dayMicroseconds)).rounded(.down))
      let moment = Moment(microseconds: microseconds, day: day, isDate: Bool.random(using: &random))
      purchase.purchasedAt = moment
      purchase.promisedAt = .none
      purchase.deliveredAt = moment
      #expect(purchase.purchasedAt == moment)
      #expect(purchase.promisedAt == .none)
      #expect(purchase.deliveredAt == moment)
    }
  }

  @Test("the number of lines and the two facts do not touch each other")
  func facts() {
    var purchase = Purchase()
    purchase.lineCount = 7
    purchase.isReturned = true
    #expect(purchase.lineCount == 7)
    #expect(!purchase.hasCustomerConflict)
    purchase.hasCustomerConflict = true
    purchase.lineCount = .max
    #expect(purchase.lineCount == 1 << 30 - 1)
    purchase.isReturned = false
    #expect(purchase.hasCustomerConflict)
    #expect(!purchase.isReturned)
  }

  @Test("a purchase is one line of the processor's cache")
  func size() { #expect(MemoryLayout<Purchase>.stride == 64) }
}
