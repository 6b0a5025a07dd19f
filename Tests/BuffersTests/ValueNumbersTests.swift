import Buffers
import Testing

@Suite("ValueNumbers")
struct ValueNumbersTests {
  @Test("values are numbered from 1 in the order of their first appearance, batch by batch; 0 is the empty string")
  func twin() {
    var random = SplitMix64(seed: 52)
    var numbers = ValueNumbers()
    for batch in 0..<4 {
      var twin = [""]
      for _ in 0..<6_000 {
        // All lengths around the words' sizes, and many that differ in one byte alone.
        let value =
          String(repeating: "v", count: Int.random(in: 0...20, using: &random))
          + (Bool.random(using: &random) ? "" : String(Int.random(in: 0...400, using: &random)))
        let expected = twin.firstIndex(of: value) ?? twin.count
        if expected == twin.count { twin.append(value) }
        #expect(numbers.number(of: Array(value.utf8).span) == UInt32(expected))
      }
      let values = numbers.take()
      #expect((0..<values.count).map { values.text($0) } == twin, "batch \(batch)")
    }
  }
}
