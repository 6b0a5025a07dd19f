import Buffers
import Satisfaction
import Testing

@Suite("Tables of numbers")
struct NumberTableTests {
  @Test("numbers by cell and code are combined as told, through every growth", arguments: [true, false])
  func pairs(isSum: Bool) {
    var random = SplitMix64(seed: 29)
    var table = PairTable(isSum ? .sum : .maximum)
    var twin: [[UInt32]: UInt64] = [:]
    for _ in 0..<50_000 {
      let cell = UInt32.random(in: 0...90, using: &random)
      let code = UInt32.random(in: 0...300, using: &random)
      let number = UInt64.random(in: 1...9, using: &random)
      table.insert(cell, code, number)
      twin[[cell, code], default: 0] =
        isSum ? twin[[cell, code], default: 0] + number : max(twin[[cell, code]] ?? 0, number)
    }
    let count = table.count
    #expect(count == twin.count)
    let byCell = table.byCell(100)
    for cell in 0..<100 {
      let expected = twin.filter { Int($0.key[0]) == cell }.sorted { $0.key[1] < $1.key[1] }
      #expect(byCell[cell].map(\.code) == expected.map { $0.key[1] })
      #expect(byCell[cell].map(\.number) == expected.map(\.value))
    }
  }

  @Test("tuples are numbered in order of first appearance, whatever their width", arguments: 1...7)
  func tuples(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
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
