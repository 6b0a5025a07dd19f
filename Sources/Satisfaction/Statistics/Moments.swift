/// Sums, squares and products of several whole-numbered variables: all that correlations and regressions need.
///
/// They add and subtract exactly, so that groups merge in any order and a sample without one group is a subtraction.
package struct Moments: Sendable, Equatable {
  /// How many variables.
  package let variables: Int
  /// How many observations.
  package private(set) var count: Int64 = 0
  /// The sum of each variable.
  package private(set) var sums: [Int64]
  /// The sums of the products of each two, row by row; the upper triangle is filled.
  private var products: [Int64]

  /// Moments of no observation.
  package init(variables: Int) {
    self.variables = variables
    sums = [Int64](repeating: 0, count: variables)
    products = [Int64](repeating: 0, count: variables * variables)
  }

  /// Adds an observation, of which only the variables that are not zero are named, in ascending order.
  package mutating func add(_ values: [(variable: Int, value: Int64)]) {
    count += 1
    for place in values.indices {
      let first = values[place]
      sums[first.variable] &+= first.value
      for other in place..<values.count {
        products[first.variable * variables + values[other].variable] &+= first.value &* values[other].value
      }
    }
  }

  /// Adds other observations of the same variables.
  package mutating func add(_ other: Moments) {
    count += other.count
    for index in sums.indices { sums[index] &+= other.sums[index] }
    for index in products.indices { products[index] &+= other.products[index] }
  }

  /// Takes observations out that were added.
  package mutating func subtract(_ other: Moments) {
    count -= other.count
    for index in sums.indices { sums[index] &-= other.sums[index] }
    for index in products.indices { products[index] &-= other.products[index] }
  }

  /// The sum of the products of two variables.
  package func product(_ first: Int, _ second: Int) -> Int64 {
    products[min(first, second) * variables + max(first, second)]
  }

  /// n Σ x y − Σ x Σ y, exact; 0 for a variable that does not vary.
  package func deviation(_ first: Int, _ second: Int) -> Int128 {
    Int128(count) &* Int128(product(first, second)) &- Int128(sums[first]) &* Int128(sums[second])
  }

  /// Pearson's correlation; nil where one does not vary.
  package func correlation(_ first: Int, _ second: Int) -> Double? {
    let (one, other) = (deviation(first, first), deviation(second, second))
    guard one > 0, other > 0 else { return nil }
    return Double(deviation(first, second)) / (Double(one).squareRoot() * Double(other).squareRoot())
  }
}
