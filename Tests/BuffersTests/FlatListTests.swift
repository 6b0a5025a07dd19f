import Buffers
import Testing

@Suite("FlatList and UniqueArray")
struct FlatListTests {
  @Test("elements stay where they were appended while the list grows to mapped memory")
  func growth() {
    var list = FlatList<UInt64>()
    for value in 0..<UInt64(400_000) { list.append(value &* 3) }
    #expect(list.count == 400_000)
    var wrong = 0
    for index in 0..<list.count where list[index] != UInt64(index) &* 3 { wrong += 1 }
    #expect(wrong == 0)
    list[7] = 1
    #expect(list[7] == 1)
    let third = list.withSpan(5..<9) { span in span[2] }
    #expect(third == 1)
    list.removeAll()
    #expect(list.count == 0)
    list.append(9)
    #expect(list[0] == 9)
  }

  @Test("a flat array keeps what it held and grows by zeros, from small memory to mapped and on")
  func resize() {
    var array = FlatArray<UInt32>(count: 3)
    for count in [10, 1000, 300_000, 300_001, 2_000_000] {
      let before = array.count
      array[before - 1] = UInt32(before)
      array.resize(to: count)
      #expect(array.count == count)
      #expect(array[before - 1] == UInt32(before))
      var wrong = 0
      for index in before..<count where array[index] != 0 { wrong += 1 }
      #expect(wrong == 0)
    }
  }

  /// Counts how many of it live.
  private struct Held: ~Copyable {
    final class Count { var live = 0 }
    let count: Count
    let number: Int

    init(_ count: Count, _ number: Int) {
      self.count = count
      self.number = number
      count.live += 1
    }

    deinit { count.live -= 1 }
  }

  private struct Refusal: Error {}

  @Test("a unique array owns its elements, and gives up those that were made where one can't be")
  func ownership() {
    let count = Held.Count()
    do {
      let array = UniqueArray<Held>(count: 5) { Held(count, $0) }
      #expect(count.live == 5)
      #expect(array[3].number == 3)
    }
    #expect(count.live == 0)
    #expect(throws: Refusal.self) {
      _ = try UniqueArray<Held>(count: 5) { (number) throws(Refusal) in
        if number == 3 { throw Refusal() }
        return Held(count, number)
      }
    }
    #expect(count.live == 0)
  }
}
