import Buffers
import Satisfaction
import Testing

@Suite("Tables of numbers")
struct NumberTableTests {
  @Test("a set of members tells what it had from what is new, through every growth")
  func memberSet() {
    var random = SeededGenerator(seed: 29)
    var set = MemberSet()
    var twin: Set<[UInt32]> = []
    var wrong = 0
    for _ in 0..<50_000 {
      let member = UInt32.random(in: 0...300, using: &random)
      let cell = UInt32.random(in: 0...90, using: &random)
      if set.insert(member, cell) != twin.insert([member, cell]).inserted { wrong += 1 }
    }
    let count = set.count
    #expect(wrong == 0)
    #expect(count == twin.count)
  }

  @Test("tuples are numbered in order of first appearance, whatever their width", arguments: 1...7)
  func tuples(width: Int) {
    var random = SeededGenerator(seed: UInt64(width))
    var table = TupleTable(width: width)
    var twin: [[UInt32]: UInt32] = [:]
    var rows = FlatArray<UInt32>(count: 300 * width)
    var numbers = FlatArray<UInt32>(count: 300)
    for _ in 0..<40 {
      var tuples: [[UInt32]] = []
      for row in 0..<300 {
        let tuple = (0..<width).map { _ in UInt32.random(in: 0...(width == 1 ? 9000 : 12), using: &random) }
        tuples.append(tuple)
        for place in 0..<width { rows[row * width + place] = tuple[place] }
      }
      table.number(rows, rowCount: 300, into: &numbers)
      for (row, tuple) in tuples.enumerated() {
        let expected = twin[tuple] ?? UInt32(twin.count)
        twin[tuple] = expected
        let number = numbers[row]
        #expect(number == expected)
        if row == 0 {
          let values = (0..<width).map { table.value($0, of: Int(number)) }
          #expect(values == tuple)
        }
      }
    }
    let count = table.count
    #expect(count == twin.count)
  }

  @Test("customers whom the purchase records lack follow those they have; merging keeps each once")
  func customers() {
    var first = CustomerNumbers(known: 7)
    var second = CustomerNumbers(known: 7)
    let numbers = (0..<3000).map { first.number(UInt64($0 * $0)) }
    #expect(numbers == (0..<3000).map { UInt32(7 + $0) })
    let again = (0..<3000).map { first.number(UInt64($0 * $0)) }
    #expect(again == numbers)
    for hash in [4, 10, 0, 11, 9_000_000] as [UInt64] { _ = second.number(hash) }
    let mapped = first.merge(second)
    #expect(mapped == [9, 3007, 7, 3008, 3009])
  }
}
