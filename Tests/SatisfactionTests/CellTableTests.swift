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
    var customer: UInt32?
  }

  private static let sums: [Measure] = [.ratingSum, .scoreSum, .amountSum]
  /// Customers below are those whom all tables number alike.
  private static let known = 20

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
        customer: isAnonymous ? nil : UInt32.random(in: 0...40, using: &random))
    }
  }

  /// Counts comments in blocks; `customers` numbers those whom it has not met.
  private func count(
    _ comments: some Sequence<Comment>, on begun: consuming CellTable = CellTable(),
    customers: inout CustomerNumbers
  ) -> CellTable {
    var table = begun
    var block = CountedRows()
    var cells = FlatArray<UInt32>(count: CountedRows.capacity)
    for comment in comments {
      let row = block.count
      cells[row] = UInt32(table.cell(comment.key.span))
      block.counted[row] = comment.counted
      block.customers[row] =
        comment.customer.map { Int($0) < Self.known ? $0 : customers.number(UInt64($0)) } ?? CountedRows.anonymous
      block.ratings[row] = Int32(comment.sums[.ratingSum] ?? 0)
      block.scores[row] = Int32(comment.sums[.scoreSum] ?? 0)
      block.amounts[row] = comment.sums[.amountSum] ?? 0
      block.count += 1
      if block.count == CountedRows.capacity {
        table.add(block, to: cells)
        block.count = 0
      }
    }
    table.add(block, to: cells)
    return table
  }

  private func count(_ comments: some Sequence<Comment>) -> CellTable {
    var customers = CustomerNumbers(known: Self.known)
    return count(comments, customers: &customers)
  }

  /// The cells in the order of their keys, each with all its states.
  private func contents(_ table: borrowing CellTable) -> [[Int64]] {
    var contents: [[Int64]] = []
    for cell in table.sortedCells() {
      var row = table.keys.strings.copy(cell).map(Int64.init) + [-9]
      for measure in Measure.allCases { row.append(table.state(measure, of: cell)) }
      contents.append(row)
    }
    return contents
  }

  /// What a run merges.
  private struct Part: ~Copyable, Sendable {
    var table: CellTable
    var customers: CustomerNumbers

    mutating func merge(_ other: borrowing Part) {
      let further = customers.merge(other.customers)
      table.merge(other.table, known: customers.known, customers: further)
    }
  }

  private func part(_ comments: [Comment]) -> Parcel<Part> {
    var customers = CustomerNumbers(known: Self.known)
    let table = count(comments, customers: &customers)
    return Parcel(Part(table: table, customers: customers))
  }

  @Test("a cell's states are counted from its comments; a comment without customer id is a customer")
  func dictionaryTwin() {
    var random = SeededGenerator(seed: 23)
    // Some thousand comments a cell, so that counts leave their bytes.
    let comments = comments(20_000, &random)
    let byKey = Dictionary(grouping: comments, by: \.key)
    let table = count(comments)
    let cells = table.count
    #expect(cells == byKey.count)
    for cell in 0..<cells {
      let mine = byKey[table.keys.strings.copy(cell)] ?? []
      for measure in Measure.allCases {
        var expected = mine.reduce(0) { $0 + ($1.sums[measure] ?? 0) }
        expected += Int64(mine.count { $0.counted & 1 << UInt64(measure.rawValue) != 0 })
        if measure == .customers {
          expected = Int64(Set(mine.compactMap(\.customer)).count + mine.count { $0.customer == nil })
        }
        let state = table.state(measure, of: cell)
        #expect(state == expected, "\(measure)")
      }
    }
  }

  @Test("cells counted by number and keyed in the end are the cells counted by key")
  func keyedInTheEnd() {
    var random = SeededGenerator(seed: 34)
    let comments = comments(2_000, &random)
    let expected = contents(count(comments))
    var table = CellTable()
    var keys: [[UInt8]] = []
    var customers = CustomerNumbers(known: Self.known)
    for comment in comments {
      if !keys.contains(comment.key) { keys.append(comment.key) }
      var numbered = comment
      // The cells' numbers are keys of their own until they are named.
      numbered.key = [UInt8(keys.firstIndex(of: comment.key) ?? 0)]
      table = count([numbered], on: table, customers: &customers)
    }
    table.setKeys { keys[$0] }
    let found = contents(table)
    #expect(found == expected)
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
      var tables = groups.map { part($0) }.shuffled(using: &random)
      // Merged pairwise as a tree of any shape.
      while tables.count > 1 {
        let second = tables.remove(at: Int.random(in: 0..<tables.count, using: &random)).take()
        let parcel = tables[Int.random(in: 0..<tables.count, using: &random)]
        var first = parcel.take()
        first.merge(second)
        parcel.put(first)
      }
      let merged = contents(tables[0].take().table)
      #expect(merged == whole)
    }
  }

  @Test("an empty table adds nothing, and takes over what it is given")
  func emptyTable() {
    var random = SeededGenerator(seed: 25)
    let comments = comments(50, &random)
    let whole = contents(count(comments))
    var grown = part(comments).take()
    grown.merge(part([]).take())
    var filled = part([]).take()
    filled.merge(part(comments).take())
    let (first, second, empty) = (contents(grown.table), contents(filled.table), CellTable().sortedCells())
    #expect(first == whole)
    #expect(second == whole)
    #expect(empty.isEmpty)
  }

  @Test("a merged table can be counted on, and knows the customers of both")
  func countedOn() {
    var random = SeededGenerator(seed: 26)
    let first = comments(300, &random)
    let second = comments(300, &random)
    let third = comments(300, &random)
    let whole = contents(count(first + second + third))
    var merged = part(first).take()
    merged.merge(part(second).take())
    var customers = CustomerNumbers(known: Self.known)
    swap(&customers, &merged.customers)
    let table = count(third, on: merged.table, customers: &customers)
    let found = contents(table)
    #expect(found == whole)
  }

  @Test("cells come in the order of their keys' bytes")
  func order() {
    var table = CellTable()
    let keys: [[UInt8]] = [[2], [], [1, 255], [1], [255], [1, 0]]
    for key in keys { _ = table.cell(key.span) }
    let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
    let found = table.sortedCells().map { table.keys.strings.copy($0) }
    #expect(found == sorted)
  }
}
