import Buffers
import Pipeline
import Testing

@Suite struct SplitMix64Tests {
  @Test("Gives the published numbers of the seed 1234567")
  func published() {
    // Source: rosettacode.org, "Pseudo-random numbers/Splitmix64", the five numbers of the task.
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test("Gives the published counts of 100,000 numbers from 0 to 4 of the seed 987654321")
  func publishedCounts() {
    // Source: as above; the task scales the number to 0 ..< 1 and takes the floor of five times it.
    var random = SplitMix64(seed: 987_654_321)
    var counts = [0, 0, 0, 0, 0]
    for _ in 0..<100_000 { counts[random.below(5)] += 1 }
    #expect(counts == [20_027, 19_892, 20_073, 19_978, 20_030])
  }

  @Test("Keeps below every bound, and reaches all of a small one", arguments: [1, 2, 3, 7, 1000, Int.max])
  func bounds(bound: Int) {
    var random = SplitMix64(seed: 1)
    var seen: Set<Int> = []
    for _ in 0..<200 {
      let number = random.below(bound)
      #expect((0..<bound).contains(number))
      seen.insert(number)
    }
    if bound <= 7 { #expect(seen.count == bound) }
  }

  @Test("Gives a numbered thing its own sequence, the same each time")
  func numbered() {
    func first(_ seed: UInt64, _ number: Int) -> UInt64 {
      var random = SplitMix64(seed: seed, number: number)
      return random.next()
    }
    let firsts = (0..<1000).map { first(5, $0) }
    #expect(firsts == (0..<1000).map { first(5, $0) })
    #expect(Set(firsts).count == 1000)
    #expect(Set(firsts).isDisjoint(with: (0..<1000).map { first(6, $0) }))
  }
}
