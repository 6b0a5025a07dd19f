import Buffers
import Foundation
import Satisfaction
import Testing

@Suite("LogOdds")
struct LogOddsTests {
  @Test(
    "log-odds and z are those computed by hand",
    arguments: [
      // Prior 100 · 25 / 2000 = 1.25: ln(21.25 / 1078.75) − ln(6.25 / 1093.75); variance 1 / 21.25 + 1 / 6.25.
      (
        LogOdds(firstTotal: 1000, secondTotal: 1000, total: 2000, priorWords: 100), 20, 5, 25,
        (1.237584626896, 2.719744047554)
      ),
      (
        LogOdds(firstTotal: 400, secondTotal: 600, total: 1600, priorWords: 50), 0, 8, 8,
        (-3.141000614546, -1.547232349749)
      ),
      (
        LogOdds(firstTotal: 500, secondTotal: 250, total: 1000, priorWords: 100), 12, 3, 30,
        (0.385320542016, 0.797689306056)
      ),
    ] as [(LogOdds, Int, Int, Int, (Double, Double))])
  func byHand(_ odds: LogOdds, _ first: Int, _ second: Int, _ all: Int, _ expected: (Double, Double)) {
    let score = odds.score(first: first, second: second, all: all)
    #expect(abs(score.logOdds - expected.0) < 1e-9)
    #expect(abs(score.z - expected.1) < 1e-9)
  }

  @Test("exchanging the groups changes the sign alone", arguments: 1...20)
  func symmetry(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let first = Int.random(in: 0...50, using: &random)
    let second = Int.random(in: 0...50, using: &random)
    let all = first + second + Int.random(in: 1...20, using: &random)
    let there = LogOdds(firstTotal: 900, secondTotal: 1500, total: 3000, priorWords: 70)
    let back = LogOdds(firstTotal: 1500, secondTotal: 900, total: 3000, priorWords: 70)
    let one = there.score(first: first, second: second, all: all)
    let other = back.score(first: second, second: first, all: all)
    #expect(abs(one.logOdds + other.logOdds) < 1e-12)
    #expect(abs(one.z + other.z) < 1e-12)
  }

  @Test("a word that is equally frequent in both groups and overall says nothing")
  func equal() {
    let odds = LogOdds(firstTotal: 1000, secondTotal: 500, total: 2000, priorWords: 80)
    #expect(abs(odds.score(first: 20, second: 10, all: 40).logOdds) < 1e-12)
  }

  @Test("with a vanishing prior it is the plain ratio of odds")
  func withoutPrior() {
    let odds = LogOdds(firstTotal: 100, secondTotal: 200, total: 300, priorWords: 1e-9)
    let plain = log((30.0 / 70) / (20.0 / 180))
    #expect(abs(odds.score(first: 30, second: 20, all: 50).logOdds - plain) < 1e-9)
  }

  @Test("the same shares are surer in more comments")
  func moreIsSurer() {
    let few = LogOdds(firstTotal: 100, secondTotal: 100, total: 200, priorWords: 20).score(first: 4, second: 1, all: 5)
    let many = LogOdds(firstTotal: 1000, secondTotal: 1000, total: 2000, priorWords: 200)
      .score(first: 40, second: 10, all: 50)
    #expect(many.z > few.z * 3)
    #expect(abs(many.logOdds - few.logOdds) < 1e-12)
  }
}
