import Buffers
import Testing

@Suite("Interner")
struct InternerTests {
  /// Short strings over few letters, so that many repeat; the empty one and zero bytes among them.
  private func randomString(_ random: inout SplitMix64) -> [UInt8] {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 0...7, using: &random) }
  }

  @Test("numbers are those of a dictionary that counts up, through every growth", arguments: [0, 16, 5_000])
  func dictionaryTwin(capacity: Int) {
    var random = SplitMix64(seed: 1)
    var interner = Interner(capacity: capacity)
    var twin: [[UInt8]: UInt32] = [:]
    var order: [[UInt8]] = []
    var wrong = 0
    for step in 0..<60_000 {
      let string = randomString(&random)
      if interner.find(string.span) != twin[string] { wrong += 1 }
      let expected = twin[string] ?? UInt32(order.count)
      if twin[string] == nil {
        twin[string] = expected
        order.append(string)
      }
      let number =
        step % 2 == 0 ? interner.intern(string.span) : interner.intern(string.span, hash: hash64(string.span))
      if number != expected { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(interner.count == order.count)
    #expect(order.count > 20_000, "the table has grown many times")
    for (number, string) in order.enumerated() {
      if interner.strings.copy(number) != string { wrong += 1 }
      if interner.find(string.span, hash: hash64(string.span)) != UInt32(number) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("the empty string is a string like others")
  func emptyString() {
    var interner = Interner()
    let empty: [UInt8] = []
    #expect(interner.find(empty.span) == nil)
    #expect(interner.intern(empty.span) == 0)
    #expect(interner.intern([0].span) == 1)
    #expect(interner.intern(empty.span) == 0)
    #expect(interner.find(empty.span) == 0)
  }

  @Test("strings with the same hash are told apart by their bytes")
  func equalHashes() {
    var interner = Interner()
    // Fewer than make the table grow, which would hash them anew.
    let strings = (0..<20).map { Array("string \($0)".utf8) }
    for string in strings { _ = interner.intern(string.span, hash: 42) }
    for (number, string) in strings.enumerated() {
      #expect(interner.find(string.span, hash: 42) == UInt32(number))
    }
    #expect(interner.count == 20)
  }

  @Test("after removeAll the numbers begin anew")
  func removeAll() {
    var interner = Interner()
    for number in 0..<1_000 { _ = interner.intern(Array("\(number)".utf8).span) }
    interner.removeAll()
    #expect(interner.count == 0)
    #expect(interner.find(Array("7".utf8).span) == nil)
    #expect(interner.intern(Array("7".utf8).span) == 0)
  }
}
