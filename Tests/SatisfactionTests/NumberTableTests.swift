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

  @Test("tuples are numbered in order of first appearance, whatever their width and their numbers", arguments: 1...7)
  func tuples(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    var table = TupleTable(width: width)
    var twin: [[UInt32]: UInt32] = [:]
    var numbers = FlatList<UInt32>()
    var tuples: [[UInt32]] = []
    let places = (0..<300).map { UInt32(299 - $0) }
    for round in 0..<40 {
      // Greater numbers come later, at last such that a word holds two of them.
      let greatest: UInt32 = round < 30 ? (width == 1 ? 9000 : 12) : .max
      let block = (0..<300).map { _ in
        (0..<width).map { _ in Bool.random(using: &random) ? UInt32.random(in: 0...greatest, using: &random) : 3 }
      }
      let most = (0..<width).map { place in block.map { $0[place] }.max() ?? 0 }
      table.fit(most)
      for place in 0..<width {
        let codes = block.map { $0[place] }
        let backwards = Array(codes.reversed())
        if round % 2 == 0 {
          table.set(place, codes.span)
        } else {
          table.set(place, backwards.span, of: places.span)
        }
      }
      let kept = (0..<300).map { _ in UInt8.random(in: 0...3, using: &random) }
      table.number(300, kept: kept.span, to: &numbers)
      for (row, tuple) in block.enumerated() {
        var expected = CommentLog.noCell
        if kept[row] != 0 {
          expected = twin[tuple] ?? UInt32(twin.count)
          twin[tuple] = expected
          if Int(expected) == tuples.count { tuples.append(tuple) }
        }
        let number = numbers[round * 300 + row]
        #expect(number == expected)
      }
    }
    let count = table.count
    #expect(count == twin.count)
    let values = (0..<count).map { tuple in (0..<width).map { table.value($0, of: tuple) } }
    #expect(values == tuples)
  }

  @Test("cells of tuples come in the order of their ranks, however many words these need", arguments: 1...7)
  func order(width: Int) {
    var random = SplitMix64(seed: UInt64(width) + 100)
    var table = TupleTable(width: width)
    var numbers = FlatList<UInt32>()
    let kept: [UInt8] = []
    let greatest: UInt32 = 40_000
    for _ in 0..<3 {
      table.fit([UInt32](repeating: greatest, count: width))
      for place in 0..<width {
        let codes = (0..<500).map { _ in UInt32.random(in: 0...greatest, using: &random) }
        table.set(place, codes.span)
      }
      table.number(500, kept: kept.span, to: &numbers)
    }
    // Backwards, and two codes have one rank.
    let ranks = (0...greatest).map { (greatest - $0) / 2 }
    var cells = FlatArray<UInt32>(count: 0)
    let keys = CellKeys(table, ranks: [[UInt32]](repeating: ranks, count: width), level: 2, cells: &cells)
    let tuples = (0..<table.count).map { tuple in (0..<width).map { ranks[Int(table.value($0, of: tuple))] } }
    let expected = Set(tuples).sorted { $0.lexicographicallyPrecedes($1) }
    let found = (0..<keys.count).map { cell in (0..<width).map { keys.rank($0, of: cell) } }
    #expect(found == expected)
    let places = (0..<table.count).map { found[Int(cells[$0])] }
    #expect(places == tuples)
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
