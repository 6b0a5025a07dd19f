import Satisfaction
import Testing

@Suite("Wilson")
struct WilsonTests {
  /// Source: statsmodels 0.15.0, `proportion_confint(count, nobs, alpha=0.05, method="wilson")`.
  static let known: [(count: Int64, base: Int64, low: Double, high: Double)] = [
    (0, 1, 0.0, 0.7934506856227627), (1, 1, 0.2065493143772374, 1.0), (0, 5, 0.0, 0.43448246478317487),
    (5, 5, 0.5655175352168252, 1.0), (1, 2, 0.09453120573423068, 0.9054687942657693),
    (1, 10, 0.017876213095072924, 0.40415002679523854), (3, 10, 0.10779126740630104, 0.6032218525388546),
    (7, 10, 0.39677814746114537, 0.8922087325936989), (50, 100, 0.4038315303659956, 0.5961684696340044),
    (81, 263, 0.2552885198782742, 0.36620957698280004), (15, 148, 0.06238639953073628, 0.16048724172330803),
    (1, 29, 0.006113214292762667, 0.17175521879320294), (999, 1000, 0.9943574414020421, 0.9998234536293739),
    (123_456, 1_000_000, 0.12281269653142285, 0.12410219641400438),
    (1, 1_000_000_000, 1.7652455495696288e-10, 5.664934243297439e-09),
  ]

  @Test("intervals are those of statsmodels to twelve digits", arguments: known)
  func knownValues(count: Int64, base: Int64, low: Double, high: Double) throws {
    let interval = try #require(Wilson.interval(count, of: base))
    #expect(abs(interval.low - low) <= 1e-12 * max(1e-3, low))
    #expect(abs(interval.high - high) <= 1e-12 * high)
    #expect(interval.value == Double(count) / Double(base))
  }

  @Test("z is the 97.5 % quantile of the normal distribution (scipy 1.17.1, norm.ppf)")
  func quantile() {
    #expect(NormalDistribution.z95 == 1.959963984540054)
  }

  @Test("without a base there is no interval", arguments: [0, -1] as [Int64])
  func noBase(base: Int64) {
    #expect(Wilson.interval(0, of: base) == nil)
  }

  @Test("an interval lies within 0…1, holds its value, mirrors that of the complement, and narrows as the base grows")
  func invariants() throws {
    for base in Int64(1)...120 {
      for count in 0...base {
        let interval = try #require(Wilson.interval(count, of: base))
        #expect(0 <= interval.low && interval.low <= interval.value)
        #expect(interval.value <= interval.high && interval.high <= 1)
        let mirror = try #require(Wilson.interval(base - count, of: base))
        #expect(abs(mirror.low - (1 - interval.high)) < 1e-14)
        let wider = try #require(Wilson.interval(count * 4, of: base * 4))
        #expect(wider.high - wider.low < interval.high - interval.low)
      }
    }
  }
}
