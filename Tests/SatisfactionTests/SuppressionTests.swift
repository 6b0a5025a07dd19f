import Buffers
import Satisfaction
import Testing

@Suite("Suppression")
struct SuppressionTests {
  /// Somebody with some dimensions of small numbers of values.
  private static func customers(_ count: Int, _ sizes: [Int], _ random: inout SplitMix64) -> [[Int]] {
    (0..<count).map { _ in
      sizes.map { size in
        // Small values are frequent, so that there are large and small cells.
        min(Int.random(in: 0..<size, using: &random), Int.random(in: 0..<size, using: &random))
      }
    }
  }

  /// Views by dimensions: cells in the order of their values.
  private struct Views {
    var dimensions: [[Int]]
    var cells: [[[Int]]] = []
    var counts: [[Int64]] = []

    init(_ customers: [[Int]], _ dimensions: [[Int]]) {
      self.dimensions = dimensions
      for chosen in dimensions {
        let groups = Dictionary(grouping: customers) { customer in chosen.map { customer[$0] } }
        let keys = groups.keys.sorted { $0.lexicographicallyPrecedes($1) }
        cells.append(keys)
        counts.append(keys.map { Int64(groups[$0]?.count ?? 0) })
      }
    }

    /// Pairs of a coarser and a finer view, with the parents of the finer one's cells.
    var relations: [(coarse: Int, fine: Int, parents: [Int])] {
      dimensions.indices.flatMap { fine in
        dimensions.indices.compactMap { coarse in
          guard coarse != fine, Set(dimensions[coarse]).isSubset(of: dimensions[fine]) else { return nil }
          let places = dimensions[coarse].compactMap { dimensions[fine].firstIndex(of: $0) }
          let parents = cells[fine].map { cell in
            cells[coarse].firstIndex(of: places.map { cell[$0] }) ?? -1
          }
          return (coarse, fine, parents)
        }
      }
    }

    var lattice: CellLattice {
      var lattice = CellLattice()
      for counts in counts { lattice.addView(customers: counts) }
      for (coarse, fine, parents) in relations { lattice.relate(coarse: coarse, fine: fine, parents: parents) }
      return lattice
    }
  }

  /// The slow attacker: dense elimination over the numbers modulo a small prime; suppressed cells that it can compute.
  private func recovered(_ views: Views, _ isSuppressed: [Bool]) -> [Int] {
    let prime = 1_000_003
    func power(_ base: Int, _ exponent: Int) -> Int {
      exponent == 0 ? 1 : power(base * base % prime, exponent / 2) * (exponent % 2 == 1 ? base : 1) % prime
    }
    let starts = views.counts.indices.map { views.counts[..<$0].reduce(0) { $0 + $1.count } }
    let unknowns = isSuppressed.indices.filter { isSuppressed[$0] }
    let columns = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($0.element, $0.offset) })
    var rows: [[Int]] = []
    for (coarse, fine, parents) in views.relations {
      for parent in views.cells[coarse].indices {
        var row = [Int](repeating: 0, count: unknowns.count)
        if let column = columns[starts[coarse] + parent] { row[column] = prime - 1 }
        for (part, owner) in parents.enumerated() where owner == parent {
          if let column = columns[starts[fine] + part] { row[column] = 1 }
        }
        rows.append(row)
      }
    }
    var done = 0
    for column in unknowns.indices {
      guard let pivot = rows[done...].firstIndex(where: { $0[column] != 0 }) else { continue }
      rows.swapAt(done, pivot)
      let inverse = power(rows[done][column], prime - 2)
      rows[done] = rows[done].map { $0 * inverse % prime }
      for other in rows.indices where other != done && rows[other][column] != 0 {
        let factor = rows[other][column]
        for place in unknowns.indices {
          rows[other][place] = (rows[other][place] + (prime - factor) * rows[done][place]) % prime
        }
      }
      done += 1
    }
    return rows.compactMap { row in
      let places = row.indices.filter { row[$0] != 0 }
      return places.count == 1 ? unknowns[places[0]] : nil
    }
  }

  static let lattices: [[[Int]]] = [
    [[0], [0, 1]],
    [[], [0], [0, 1], [0, 1, 2]],
    [[0], [1], [0, 1]],
    [[], [0], [1], [2], [0, 1, 2]],
    [[0, 1], [0, 2], [1, 2], [0, 1, 2]],
    [[0, 1], [0, 1]],
  ]

  @Test("no suppressed cell follows from published ones, and most cells are published", arguments: lattices)
  func attacker(_ dimensions: [[Int]]) {
    var random = SplitMix64(seed: 61)
    var published = 0
    var hidden = 0
    for round in 0..<40 {
      let sizes = [3 + round % 3, 2 + round % 4, 3]
      let views = Views(Self.customers(60 + 40 * (round % 5), sizes, &random), dimensions)
      let isSuppressed = Suppression(views.lattice, minimumBase: 5).isSuppressed
      let customers = views.counts.flatMap { $0 }
      for (cell, count) in customers.enumerated() where count < 5 { #expect(isSuppressed[cell]) }
      #expect(recovered(views, isSuppressed) == [], "round \(round)")
      published += isSuppressed.count { !$0 }
      hidden += zip(isSuppressed, customers).count { $0 && $1 >= 5 }
    }
    // What is hidden for others' sake stays the smaller part.
    #expect(published > hidden)
  }

  @Test("the attacker finds what a careless suppression gives away")
  func attackerWorks() {
    var random = SplitMix64(seed: 62)
    let found = (0..<20).reduce(0) { found, _ in
      let views = Views(Self.customers(60, [3, 4, 3], &random), [[0], [0, 1]])
      return found + recovered(views, views.counts.flatMap { $0 }.map { $0 < 5 }).count
    }
    #expect(found > 5)
  }

  @Test("where the sums are too many to be solved, the largest view is published, and what it adds up to")
  func tooMany() {
    var random = SplitMix64(seed: 63)
    for _ in 0..<20 {
      let views = Views(Self.customers(150, [4, 5, 3], &random), [[0], [1], [0, 1]])
      let customers = views.counts.flatMap { $0 }
      let isSuppressed = Suppression(views.lattice, minimumBase: 5, maximumWork: 3).isSuppressed
      #expect(recovered(views, isSuppressed) == [])
      let coarse = views.counts[0].count + views.counts[1].count
      for cell in coarse..<customers.count { #expect(isSuppressed[cell] == (customers[cell] < 5)) }
    }
  }

  @Test("without related views only cells with too few customers are suppressed")
  func alone() {
    var lattice = CellLattice()
    lattice.addView(customers: [4, 5, 1, 100])
    lattice.addView(customers: [3, 50])
    #expect(Suppression(lattice, minimumBase: 5).isSuppressed == [true, false, true, false, true, false])
  }

  @Test("the hidden parts of a published sum have enough customers together")
  func together() {
    var lattice = CellLattice()
    lattice.addView(customers: [30])
    lattice.addView(customers: [2, 2, 6, 20])
    lattice.relate(coarse: 0, fine: 1, parents: [0, 0, 0, 0])
    // Two and two would be four people: the next smallest part hides them.
    #expect(Suppression(lattice, minimumBase: 5).isSuppressed == [false, true, true, true, false])
  }
}
