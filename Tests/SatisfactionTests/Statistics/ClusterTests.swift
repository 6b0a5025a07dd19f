import Buffers
import Satisfaction
import Testing

@Suite("ClusterSums")
struct ClusterTests {
  /// Customers with one to four values of −1, 0 or 1.
  static func customers(_ seed: UInt64) -> [[Int64]] {
    var random = SplitMix64(seed: seed)
    return (0..<Int.random(in: 2...40, using: &random)).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in Int64.random(in: -1...1, using: &random) }
    }
  }

  static func sums(_ customers: some Sequence<[Int64]>) -> ClusterSums {
    var sums = ClusterSums()
    for values in customers { sums.add(total: values.reduce(0, +), base: Int64(values.count)) }
    return sums
  }

  @Test(
    "value by value, customer by customer and merged from parts, the sums are the same",
    arguments: 1...30 as ClosedRange<UInt64>)
  func ways(seed: UInt64) {
    let customers = Self.customers(seed)
    let whole = Self.sums(customers)
    var merged = Self.sums(customers.dropFirst(customers.count / 3))
    merged.merge(Self.sums(customers.prefix(customers.count / 3)))
    #expect(merged == whole)
    var oneByOne = ClusterSums()
    for place in 0..<4 {
      for values in customers where values.count > place {
        let before = values.prefix(place)
        oneByOne.add(value: values[place], previousTotal: before.reduce(0, +), previousBase: Int64(place))
      }
    }
    #expect(oneByOne == whole)
  }

  @Test("customers with one value each are independent: the variance is that of the mean, the design effect 1")
  func independent() throws {
    let values: [Int64] = [1, 0, -1, 1, 1, 0, 1]
    let sums = Self.sums(values.map { [$0] })
    var mean = Mean()
    for value in values { mean.add(value) }
    let error = try #require(mean.standardError)
    #expect(abs(try #require(sums.standardError) - error) < 1e-15)
    #expect(sums.designEffect(squares: 5) == 1)
  }

  @Test("values that always agree within a customer count about once a customer")
  func agreeing() {
    let sums = Self.sums((0..<50).map { [Int64](repeating: $0 % 2, count: 3) })
    #expect(abs(sums.designEffect(squares: 75) - 3) < 0.05)
    #expect(Self.sums(Array(repeating: [1, 1, 1], count: 50)).designEffect(squares: 150) == 3)
    #expect(Self.sums([[1, 0, 1, 1]]).designEffect(squares: 3) == 4)
    #expect(ClusterSums().designEffect(squares: 0) == 1)
  }

  @Test("sums too large for 128 bits still give a variance", arguments: [Int64.max / 4, -(Int64.max / 4), 1 << 50])
  func large(total: Int64) throws {
    var sums = ClusterSums()
    sums.add(total: total, base: 1000)
    sums.add(total: total / 2, base: 1000)
    #expect(try #require(sums.variance).isFinite)
  }
}
