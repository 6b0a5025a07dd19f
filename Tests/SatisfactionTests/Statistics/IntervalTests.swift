import Buffers
import Satisfaction
import Testing

@Suite("Intervals")
struct IntervalTests {
  @Test("an interval of a net share holds its value, stays within −1…1, has a length, and mirrors that of the opposite")
  func netShares() throws {
    for base in Int64(1)...24 {
      for positive in 0...base {
        for negative in 0...(base - positive) {
          for (interval, mirror) in [
            (
              NetShare.interval(positive: positive, negative: negative, of: base),
              NetShare.interval(positive: negative, negative: positive, of: base)
            ),
            (
              NetShare.promoterInterval(promoters: positive, detractors: negative, of: base),
              NetShare.promoterInterval(promoters: negative, detractors: positive, of: base)
            ),
          ] {
            let interval = try #require(interval)
            let mirror = try #require(mirror)
            #expect(-1 <= interval.low && interval.low <= interval.value)
            #expect(interval.value <= interval.high && interval.high <= 1)
            #expect(interval.low < interval.high)
            #expect(abs(interval.low + mirror.high) < 1e-14 && abs(interval.high + mirror.low) < 1e-14)
          }
        }
      }
    }
  }

  @Test("without a base there is no interval")
  func noBase() {
    #expect(NetShare.interval(positive: 0, negative: 0, of: 0) == nil)
    #expect(NetShare.promoterInterval(promoters: 0, detractors: 0, of: 0) == nil)
    #expect(Mean().interval(scale: 1, within: 0...1) == nil)
  }

  @Test("a design effect widens an interval as a smaller base does")
  func designEffect() throws {
    let clustered = try #require(Wilson.interval(30, of: 100, designEffect: 2))
    let smaller = try #require(Wilson.interval(15, of: 50))
    #expect(abs(clustered.low - smaller.low) < 1e-15 && abs(clustered.high - smaller.high) < 1e-15)
    #expect(Wilson.interval(30, of: 100, designEffect: 0.5) == Wilson.interval(30, of: 100))
  }

  @Test("nine in ten intervals and more hold the true value, on samples with a fixed seed", arguments: [12, 40, 200])
  func coverage(size: Int) throws {
    var random = SplitMix64(seed: UInt64(size))
    var held = [0, 0, 0, 0]
    let rounds = 4000
    for _ in 0..<rounds {
      let draws = (0..<size).map { _ in Int.random(in: 0..<10, using: &random) }
      let positive = Int64(draws.count { $0 < 6 })
      let negative = Int64(draws.count { $0 >= 8 })
      var mean = Mean()
      for draw in draws { mean.add(Int64(draw)) }
      let intervals = [
        (Wilson.interval(positive, of: Int64(size)), 0.6),
        (NetShare.interval(positive: positive, negative: negative, of: Int64(size)), 0.4),
        (NetShare.promoterInterval(promoters: positive, detractors: negative, of: Int64(size)), 0.4),
        (mean.interval(scale: 1, within: 0...9), 4.5),
      ]
      for (place, (interval, truth)) in intervals.enumerated() {
        let interval = try #require(interval)
        if interval.low <= truth, truth <= interval.high { held[place] += 1 }
      }
    }
    for count in held { #expect(Double(count) > 0.93 * Double(rounds), "\(held) of \(rounds)") }
  }

  @Test("the p of a difference is below 0.05 exactly where its interval leaves zero out")
  func pValues() throws {
    for first in Int64(0)...30 {
      for second in Int64(0)...25 {
        let one = try #require(Wilson.interval(first, of: 30))
        let difference = one.difference(from: try #require(Wilson.interval(second, of: 25)))
        #expect((difference.pValue < 0.05) == (difference.low > 0 || difference.high < 0))
        #expect(difference.pValue >= 0 && difference.pValue <= 1)
        #expect(-1 <= difference.low + 1e-12 && difference.high <= 1 + 1e-12)
      }
    }
  }

  @Test("one value says nothing of how values vary: the interval is the whole range")
  func oneValue() {
    var mean = Mean()
    mean.add(400)
    #expect(mean.interval(scale: 0.01, within: 1...5) == Interval(value: 4, low: 1, high: 5))
    #expect(mean.standardError == nil)
  }
}
