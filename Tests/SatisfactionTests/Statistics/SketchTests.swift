import Buffers
import Satisfaction
import Testing

@Suite("Sketches")
struct SketchTests {
  @Test("every number falls into the bucket that stands for it, off by at most the stated error, and buckets ascend")
  func buckets() {
    var random = SplitMix64(seed: 7)
    let values =
      Array(0..<5000)
      + (0..<5000).map { _ in
        Int64.random(in: 0...Int64.max, using: &random) >> Int64.random(in: 0...55, using: &random)
      }
    for value in values + [.max] {
      let bucket = QuantileSketch.bucket(of: value)
      let middle = QuantileSketch.value(of: bucket)
      #expect(QuantileSketch.bucket(of: middle) == bucket)
      #expect(abs(Double(middle) - Double(value)) <= (value < 256 ? 0 : Double(value) * QuantileSketch.relativeError))
    }
    let ascending = values.sorted().map { QuantileSketch.bucket(of: $0) }
    #expect(zip(ascending, ascending.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(QuantileSketch.bucket(of: -5) == 0)
  }

  @Test("percentiles are those of the sorted numbers within the stated error", arguments: 1...20 as ClosedRange<UInt64>)
  func percentiles(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let values = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
      Int64.random(in: 0...2_000_000, using: &random)
    }
    var sketch = QuantileSketch()
    for value in values { sketch.add(value) }
    let sorted = values.sorted()
    for percent in Int64(0)...100 {
      let exact = sorted[max(0, (values.count * Int(percent) + 99) / 100 - 1)]
      let found = try #require(sketch.percentile(percent))
      #expect(abs(Double(found - exact)) <= Double(exact) * QuantileSketch.relativeError)
    }
    #expect(QuantileSketch().percentile(50) == nil)
  }

  @Test("parts merge to the whole in any order", arguments: 1...20 as ClosedRange<UInt64>)
  func merging(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var parts = (0..<5).map { _ in (QuantileSketch(), HyperLogLog(precision: 6), KaplanMeier()) }
    var whole = (QuantileSketch(), HyperLogLog(precision: 6), KaplanMeier())
    for _ in 0..<2000 {
      let part = Int.random(in: 0..<5, using: &random)
      let value = Int64.random(in: 0...100_000, using: &random)
      whole.0.add(value)
      parts[part].0.add(value)
      whole.1.insert(UInt64(value))
      parts[part].1.insert(UInt64(value))
      let day = Int(value % 90)
      if value % 2 == 0 { whole.2.addEvent(day: day) } else { whole.2.addCensored(day: day) }
      if value % 2 == 0 { parts[part].2.addEvent(day: day) } else { parts[part].2.addCensored(day: day) }
    }
    for order in [parts, parts.reversed(), parts.shuffled(using: &random)] {
      var merged = (QuantileSketch(), HyperLogLog(precision: 6), KaplanMeier())
      for part in order {
        merged.0.merge(part.0)
        merged.1.merge(part.1)
        merged.2.merge(part.2)
      }
      #expect(merged.0 == whole.0)
      #expect(merged.1 == whole.1)
      #expect(merged.2 == whole.2)
    }
  }

  @Test(
    "estimates of distinct values are within four standard errors", arguments: [0, 1, 10, 100, 5000, 50_000, 400_000])
  func distinct(count: Int) {
    var sketch = HyperLogLog()
    for value in 0..<count {
      for _ in 0..<2 { sketch.insert(UInt64(value)) }
    }
    #expect(abs(Double(sketch.count) - Double(count)) <= max(0.5, 4 * sketch.relativeError * Double(count)))
  }

  @Test(
    "a curve begins below 1, never rises, and its intervals hold it within 0…1",
    arguments: 1...20 as ClosedRange<UInt64>)
  func curves(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var group = KaplanMeier()
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      let day = Int.random(in: -1...40, using: &random)
      if Bool.random(using: &random) { group.addEvent(day: day) } else { group.addCensored(day: day) }
    }
    var last = 1.0
    for step in group.curve() {
      #expect(step.survival.value < last && step.survival.low >= 0 && step.survival.high <= 1)
      #expect(step.survival.low <= step.survival.value && step.survival.value <= step.survival.high)
      last = step.survival.value
    }
  }
}
