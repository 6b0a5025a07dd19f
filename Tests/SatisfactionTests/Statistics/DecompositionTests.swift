import Buffers
import Satisfaction
import Testing

@Suite("Decompositions")
struct DecompositionTests {
  static func parts(_ random: inout SplitMix64, dimensions: Int) -> [MixAndRate.Part] {
    (0..<1 << dimensions).flatMap { code in
      (0..<2).map { _ in
        var part = MixAndRate.Part(values: (0..<dimensions).map { Int32(code >> $0 & 1) })
        part.before.base = Int64.random(in: 0...9, using: &random)
        part.before.total = Int64.random(in: -part.before.base...part.before.base, using: &random)
        part.after.base = Int64.random(in: 0...9, using: &random)
        part.after.total = Int64.random(in: -part.after.base...part.after.base, using: &random)
        return part
      }
    }
  }

  @Test(
    "mix and rate add up to the difference, exactly but for rounding, in any order of the parts",
    arguments: 1...40 as ClosedRange<UInt64>)
  func exact(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = Self.parts(&random, dimensions: Int(seed % 5))
    guard let split = MixAndRate(parts) else {
      #expect(parts.allSatisfy { $0.before.base == 0 } || parts.allSatisfy { $0.after.base == 0 })
      return
    }
    #expect(abs(split.mix.reduce(0, +) + split.rate - split.difference) < 1e-14)
    #expect(MixAndRate(parts.shuffled(using: &random)) == split)
  }

  @Test("where only shares of parts change it is all mix, where only rates change it is all rate")
  func pure() throws {
    func part(_ values: [Int32], _ before: (Int64, Int64), _ after: (Int64, Int64)) -> MixAndRate.Part {
      var part = MixAndRate.Part(values: values)
      (part.before.base, part.before.total) = before
      (part.after.base, part.after.total) = after
      return part
    }
    let mix = try #require(MixAndRate([part([0, 0], (10, 5), (30, 15)), part([1, 0], (10, 1), (10, 1))]))
    #expect(abs(mix.rate) < 1e-15 && abs(mix.mix[0] - 0.1) < 1e-15 && mix.mix[1] == 0)
    let rate = try #require(MixAndRate([part([0, 0], (10, 5), (20, 12)), part([1, 1], (10, 1), (20, 4))]))
    #expect(abs(rate.rate - 0.1) < 1e-15 && rate.mix.allSatisfy { abs($0) < 1e-15 })
    // A part that was not there before has no rate that could have changed.
    let new = try #require(MixAndRate([part([0], (10, 5), (10, 5)), part([1], (0, 0), (10, 0))]))
    #expect(abs(new.rate) < 1e-15 && abs(new.mix[0] + 0.25) < 1e-15)
  }

  static func observations(_ seed: UInt64, variables: Int) -> [[Int64]] {
    var random = SplitMix64(seed: seed)
    return (0..<120).map { _ in
      let common = Int64.random(in: -2...2, using: &random)
      return (0..<variables).map {
        $0 % 2 == 0 ? common + Int64.random(in: -1...1, using: &random) : Int64.random(in: -1...1, using: &random)
      }
    }
  }

  static func moments(_ rows: some Sequence<[Int64]>, variables: Int) -> Moments {
    var moments = Moments(variables: variables)
    for row in rows { moments.add(row.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) }) }
    return moments
  }

  @Test("moments of parts add up and come off exactly", arguments: 1...10 as ClosedRange<UInt64>)
  func momentsMerge(seed: UInt64) {
    let rows = Self.observations(seed, variables: 5)
    let whole = Self.moments(rows, variables: 5)
    var merged = Self.moments(rows.suffix(50), variables: 5)
    merged.add(Self.moments(rows.prefix(70), variables: 5))
    #expect(merged == whole)
    merged.subtract(Self.moments(rows.prefix(70), variables: 5))
    #expect(merged == Self.moments(rows.suffix(50), variables: 5))
  }

  @Test(
    "relative weights are not negative and add up to R²; what never varies weighs nothing",
    arguments: 1...20 as ClosedRange<UInt64>)
  func weights(seed: UInt64) throws {
    let rows = Self.observations(seed, variables: 6).map { $0.prefix(3) + [7] + $0.dropFirst(3) }
    let weights = try #require(RelativeWeights(Self.moments(rows.map { Array($0) }, variables: 7)))
    #expect(weights.weights.allSatisfy { $0 >= 0 } && weights.weights[3] == 0)
    #expect(abs(weights.weights.reduce(0, +) - weights.determination) < 1e-12)
    #expect(weights.determination <= 1 + 1e-12)
  }

  @Test("variables that are copies of one another share what they say")
  func copies() throws {
    let rows = Self.observations(3, variables: 3).map { [$0[0], $0[0], $0[1], $0[2]] }
    let single = try #require(RelativeWeights(Self.moments(rows.map { [$0[0], $0[2], $0[3]] }, variables: 3)))
    let doubled = try #require(RelativeWeights(Self.moments(rows, variables: 4)))
    #expect(abs(doubled.weights[0] - doubled.weights[1]) < 1e-9)
    #expect(abs(doubled.determination - single.determination) < 1e-9)
    #expect(RelativeWeights(Moments(variables: 3)) == nil)
  }

  @Test(
    "an eigenvector is what its matrix only stretches, and the vectors are orthonormal", arguments: [1, 2, 5, 16, 33])
  func eigenvectors(size: Int) {
    var random = SplitMix64(seed: UInt64(size))
    var matrix = SymmetricMatrix(size: size)
    for row in 0..<size { for column in 0...row { matrix[row, column] = Double.random(in: -1...1, using: &random) } }
    let pairs = matrix.eigenvectors()
    for (place, pair) in pairs.enumerated() {
      for row in 0..<size {
        let product = (0..<size).reduce(0) { $0 + matrix[row, $1] * pair.vector[$1] }
        #expect(abs(product - pair.value * pair.vector[row]) < 1e-12)
      }
      for (other, second) in pairs.enumerated() {
        let product = zip(pair.vector, second.vector).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (place == other ? 1 : 0)) < 1e-12)
      }
    }
    #expect(SymmetricMatrix(size: 0).eigenvectors().isEmpty)
  }

  @Test("an adjusted p is at least its p, at most 1, and keeps the order; what was not tested stays so")
  func discoveries() {
    let p: [Double?] = [0.5, nil, 0.01, 0.01, 0.9, 0.04]
    let adjusted = FalseDiscovery.adjusted(p)
    #expect(adjusted[1] == nil && adjusted[2] == adjusted[3])
    for (before, after) in zip(p, adjusted) where before != nil { #expect((after ?? 0) >= (before ?? 1)) }
    #expect(adjusted[4] == 0.9 && FalseDiscovery.adjusted([]).isEmpty)
  }
}
