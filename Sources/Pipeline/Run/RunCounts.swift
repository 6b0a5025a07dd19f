import Buffers
import Satisfaction

/// What workers count besides the rows they write; merged at the end.
struct RunCounts: ~Copyable, Sendable {
  /// What was counted of each cube.
  var cubes: [Parcel<CubeCounts>]
  /// Per cube, for each of its dimensions the place of its values.
  let places: [[Int]]
  /// Values of dimensions by code, as `DimensionKey` writes them.
  var values: [Interner]
  var customers: CustomerNumbers
  /// All comments, as far as they are logged.
  var log: CommentLog
  var purchases: CommentedPurchases
  var insights: Parcel<InsightCounter>

  /// Adds up what is logged and forgets it, in a run of too many comments.
  mutating func dropLog(_ plans: [CubePlan]) {
    for (cube, plan) in zip(cubes, plans) {
      var counts = cube.take()
      counts.fold(log, withResponses: plan.countsResponses) { customers.hash($0) }
      cube.put(counts)
    }
    log = CommentLog()
  }

  /// Adds what another worker has counted.
  mutating func merge(_ other: consuming RunCounts) {
    let further = customers.merge(other.customers)
    var codes: [[UInt32]] = []
    for (place, theirs) in other.values.enumerated() {
      codes.append((0..<theirs.count).map { values[place].intern(theirs.strings.copy($0).span) })
    }
    for cube in cubes.indices {
      var mine = cubes[cube].take()
      mine.merge(other.cubes[cube].take(), codes: places[cube].map { codes[$0] })
      cubes[cube].put(mine)
    }
    log.append(other.log, known: customers.known, customers: further)
    purchases.formUnion(other.purchases)
    var mine = insights.take()
    mine.merge(other.insights.take())
    insights.put(mine)
  }
}

/// What comments say of the purchase records: who commented, and which orders were complained about.
struct CommentedPurchases: Sendable {
  /// Customers who commented.
  private(set) var customers: NumberSet
  /// Purchases that a complaint was matched to.
  private(set) var complained: NumberSet

  init(customerCount: Int, purchaseCount: Int) {
    customers = NumberSet(count: customerCount)
    complained = NumberSet(count: purchaseCount)
  }

  /// Adds a comment.
  mutating func insert(_ facts: CommentFacts) {
    customers.insert(facts.purchaseCustomer)
    if facts.counts(.complaint) { complained.insert(facts.purchase) }
  }

  mutating func formUnion(_ other: CommentedPurchases) {
    customers.formUnion(other.customers)
    complained.formUnion(other.complained)
  }
}

/// A set of numbers below a count, one bit each.
struct NumberSet: Sendable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  /// Adds a number; one that stands for none is in no set.
  mutating func insert(_ number: UInt32) {
    let word = Int(number >> 6)
    if word < words.count { words[word] |= 1 << UInt64(number & 63) }
  }

  func contains(_ number: UInt32) -> Bool {
    let word = Int(number >> 6)
    return word < words.count && words[word] & 1 << UInt64(number & 63) != 0
  }

  mutating func formUnion(_ other: NumberSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
