import Buffers
import Satisfaction
import Testing

@Suite("CellTable")
struct CellTableTests {
  private struct Comment {
    var key: [UInt8]
    /// Bits of the measures that it counts in.
    var counted: UInt64
    var sums: [Measure: Int64]
    /// Nil for a comment without customer id.
    var customer: UInt64?
  }

  private static let sums: [Measure] = [.ratingSum, .scoreSum, .amountSum]

  private func comments(_ count: Int, _ random: inout SeededGenerator) -> [Comment] {
    let counts = Measure.allCases.filter { !Self.sums.contains($0) && $0 != .customers && $0 != .anonymous }
    return (0..<count).map { _ in
      let isAnonymous = Int.random(in: 0...4, using: &random) == 0
      var counted: UInt64 = isAnonymous ? 1 << UInt64(Measure.anonymous.rawValue) : 0
      for measure in counts where Bool.random(using: &random) { counted |= 1 << UInt64(measure.rawValue) }
      let key = (0..<Int.random(in: 0...2, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) }
      return Comment(
        key: key, counted: counted,
        sums: Dictionary(uniqueKeysWithValues: Self.sums.map { ($0, Int64.random(in: -1000...1000, using: &random)) }),
        customer: isAnonymous ? nil : hash64([UInt8.random(in: 0...40, using: &random)].span))
    }
  }

  private func add(_ comment: Comment, to cell: Int, of table: inout CellTable) {
    table.add(comment.counted, to: cell)
    for (measure, value) in comment.sums { table.add(value, to: measure, of: cell) }
    if let customer = comment.customer { table.addCustomer(customer, to: cell) }
  }

  private func count(_ comments: some Sequence<Comment>, on begun: CellTable = CellTable()) -> CellTable {
    var table = begun
    for comment in comments { add(comment, to: table.cell(comment.key.span), of: &table) }
    return table
  }

  /// The cells in the order of their keys, each with all its states.
  private func contents(_ table: CellTable) -> [[Int64]] {
    table.sortedCells().map { cell in
      table.keys.strings.copy(cell).map(Int64.init) + [-9] + Measure.allCases.map { table.state($0, of: cell) }
    }
  }

  @Test("a cell's states are counted from its comments; a comment without customer id is a customer")
  func dictionaryTwin() {
    var random = SeededGenerator(seed: 23)
    let comments = comments(5_000, &random)
    let byKey = Dictionary(grouping: comments, by: \.key)
    let table = count(comments)
    #expect(table.count == byKey.count)
    for cell in 0..<table.count {
      let mine = byKey[table.keys.strings.copy(cell)] ?? []
      for measure in Measure.allCases {
        var expected = mine.reduce(0) { $0 + ($1.sums[measure] ?? 0) }
        expected += Int64(mine.count { $0.counted & 1 << UInt64(measure.rawValue) != 0 })
        if measure == .customers {
          expected = Int64(Set(mine.compactMap(\.customer)).count + mine.count { $0.customer == nil })
        }
        #expect(table.state(measure, of: cell) == expected, "\(measure)")
      }
    }
  }

  @Test("cells counted without keys and keyed in the end are the cells counted by key")
  func keyedInTheEnd() {
    var random = SeededGenerator(seed: 34)
    let comments = comments(2_000, &random)
    var table = CellTable()
    var keys: [[UInt8]] = []
    for comment in comments {
      let known = keys.firstIndex(of: comment.key)
      if known == nil { keys.append(comment.key) }
      let cell = known ?? table.appendCell()
      add(comment, to: cell, of: &table)
    }
    let keyed = table.keyed { keys[$0] }
    #expect(contents(keyed) == contents(count(comments)))
    var merged = count(comments.prefix(700))
    merged.merge(count(comments.dropFirst(700)))
    #expect(contents(merged) == contents(keyed))
  }

  @Test("tables merged in any partition and any order are the table of all comments")
  func merging() {
    var random = SeededGenerator(seed: 24)
    for round in 0..<60 {
      let comments = comments(400, &random)
      let whole = contents(count(comments))
      let parts = round % 7 + 1
      var groups = [[Comment]](repeating: [], count: parts)
      for comment in comments { groups[Int.random(in: 0..<parts, using: &random)].append(comment) }
      var tables = groups.map { count($0) }.shuffled(using: &random)
      // Merged pairwise as a tree of any shape.
      while tables.count > 1 {
        let second = tables.remove(at: Int.random(in: 0..<tables.count, using: &random))
        tables[Int.random(in: 0..<tables.count, using: &random)].merge(second)
      }
      #expect(tables.map { contents($0) } == [whole])
    }
  }

  @Test("an empty table adds nothing, and takes over what it is given")
  func emptyTable() {
    var random = SeededGenerator(seed: 25)
    let table = count(comments(50, &random))
    var grown = table
    grown.merge(CellTable())
    #expect(contents(grown) == contents(table))
    var filled = CellTable()
    filled.merge(table)
    #expect(contents(filled) == contents(table))
    #expect(CellTable().sortedCells().isEmpty)
  }

  @Test("a merged table can be counted on, and knows the customers of both")
  func countedOn() {
    var random = SeededGenerator(seed: 26)
    let first = comments(300, &random)
    let second = comments(300, &random)
    let third = comments(300, &random)
    var table = count(first)
    table.merge(count(second))
    table = count(third, on: table)
    #expect(contents(table) == contents(count(first + second + third)))
  }

  @Test("a customer counts once a cell, also one whose hash is zero")
  func zeroHash() {
    var table = CellTable()
    let first = table.cell([1].span)
    let second = table.cell([2].span)
    for hash in [0, 0, 5, 5, 0] as [UInt64] { table.addCustomer(hash, to: first) }
    table.addCustomer(5, to: second)
    #expect(table.state(.customers, of: first) == 2)
    #expect(table.state(.customers, of: second) == 1)
  }

  @Test("cells come in the order of their keys' bytes")
  func order() {
    var table = CellTable()
    let keys: [[UInt8]] = [[2], [], [1, 255], [1], [255], [1, 0]]
    for key in keys { _ = table.cell(key.span) }
    let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(table.sortedCells().map { table.keys.strings.copy($0) } == sorted)
  }
}
