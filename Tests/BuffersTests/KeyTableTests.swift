import Buffers
import Testing

@Suite("KeyTable")
struct KeyTableTests {
  @Test("values are those of a dictionary that keeps the first, through every growth", arguments: [0, 1, 50_000])
  func dictionaryTwin(capacity: Int) {
    var random = SplitMix64(seed: 51)
    var table = KeyTable(capacity: capacity)
    var twin: [Int: UInt32] = [:]
    var wrong = 0
    for value in 0..<UInt32(100_000) {
      let number = Int.random(in: 0...60_000, using: &random)
      let key = Key128(Array("order \(number)".utf8).span)
      table.prefetch(key)
      if table.find(key) != twin[number] { wrong += 1 }
      if table.insert(key, value) != twin[number] { wrong += 1 }
      if twin[number] == nil { twin[number] = value }
    }
    #expect(wrong == 0)
    #expect(table.count == twin.count)
    #expect(table.find(Key128(Array("another".utf8).span)) == nil)
  }

  @Test("keys of strings exist, are told apart, and pairs depend on their order")
  func keys() {
    let strings = ["", "a", "b", "ab", "ba", "O0000000001", "O0000000002", String(repeating: "x", count: 40)]
    let keys = strings.map { Key128(Array($0.utf8).span) }
    #expect(Set(keys).count == strings.count)
    #expect(keys.allSatisfy { $0.exists })
    #expect(!Key128.none.exists)
    let pairs = keys.flatMap { first in keys.map { first.paired(with: $0) } }
    #expect(Set(pairs).count == strings.count * strings.count)
    #expect(pairs.allSatisfy { $0.exists })
  }
}
