/// The variance of a share or mean whose values come in clusters: several comments of one customer are not independent.
///
/// The estimate is Y / X with Y the sum of values and X their number. Six sums over customers are all it needs; whole numbers,
/// so that partial sums of different customers merge exactly in any order. Source: Liang, Zeger 1986, Biometrika 73, 13–22;
/// CR1 multiplies by G / (G − 1), as statsmodels and Stata do for a single mean.
package struct ClusterSums: Sendable, Equatable {
  /// Customers (G); a comment without customer is one of its own.
  package private(set) var clusters: Int64 = 0
  /// Values (X).
  package private(set) var base: Int64 = 0
  /// Their sum (Y).
  package private(set) var total: Int64 = 0
  /// Σ y², Σ x y and Σ x² over customers.
  package private(set) var totalSquares: Int128 = 0
  package private(set) var products: Int128 = 0
  package private(set) var baseSquares: Int128 = 0

  /// The sums of nothing.
  package init() {}

  /// Takes sums that were made elsewhere.
  package init(
    clusters: Int64, base: Int64, total: Int64, totalSquares: Int128, products: Int128, baseSquares: Int128
  ) {
    self.clusters = clusters
    self.base = base
    self.total = total
    self.totalSquares = totalSquares
    self.products = products
    self.baseSquares = baseSquares
  }

  /// Adds so many customers who have `base` values with the sum `total` each.
  ///
  /// A customer must not be added again. Without values it is none.
  package mutating func add(total: Int64, base: Int64, times: Int64 = 1) {
    guard base > 0 else { return }
    clusters &+= times
    self.base &+= base &* times
    self.total &+= total &* times
    totalSquares &+= Int128(total) &* Int128(total) &* Int128(times)
    products &+= Int128(total) &* Int128(base) &* Int128(times)
    baseSquares &+= Int128(base) &* Int128(base) &* Int128(times)
  }

  /// A customer has one more value: moves it from what it was to what it is.
  ///
  /// - Parameters:
  ///   - value: the new value.
  ///   - previous: the customer's sum and number of values before.
  package mutating func add(value: Int64, previousTotal: Int64, previousBase: Int64) {
    if previousBase == 0 { clusters &+= 1 }
    base &+= 1
    total &+= value
    totalSquares &+= Int128(value) &* Int128(2 &* previousTotal &+ value)
    products &+= Int128(previousTotal &+ value) &+ Int128(value) &* Int128(previousBase)
    baseSquares &+= Int128(2 &* previousBase &+ 1)
  }

  /// Adds the sums of other customers.
  package mutating func merge(_ other: ClusterSums) {
    clusters &+= other.clusters
    base &+= other.base
    total &+= other.total
    totalSquares &+= other.totalSquares
    products &+= other.products
    baseSquares &+= other.baseSquares
  }

  /// The CR1 variance of Y / X; nil for fewer than two customers.
  package var variance: Double? {
    guard clusters > 1, base > 0 else { return nil }
    let squaredBase = Double(base) * Double(base)
    return Double(clusters) / Double(clusters - 1) * residuals / squaredBase / squaredBase
  }

  /// X² Σ (y − x Y / X)²: exactly, unless amounts are so large that 128 bits don't hold it.
  private var residuals: Double {
    let (x, y) = (Int128(base), Int128(total))
    let first = (x &* x).multipliedReportingOverflow(by: totalSquares)
    let second = (2 &* x &* y).multipliedReportingOverflow(by: products)
    let third = (y &* y).multipliedReportingOverflow(by: baseSquares)
    guard !first.overflow, !second.overflow, !third.overflow else {
      let mean = Double(total) / Double(base)
      let rest = Double(totalSquares) - mean * (2 * Double(products) - mean * Double(baseSquares))
      return max(0, rest) * Double(base) * Double(base)
    }
    return max(0, Double(nearest: first.partialValue &- second.partialValue &+ third.partialValue))
  }

  /// Its root; nil for fewer than two customers.
  package var standardError: Double? { variance.map { $0.squareRoot() } }

  /// How many times the variance of as many independent values the estimate has; at least 1, and 1 where no customer has two.
  ///
  /// Values that are all alike show no variance: they are then worth X² / Σ x² values, as if all of a customer were one
  /// (Kish 1965). All values of a single customer are worth one.
  ///
  /// - Parameter squares: the sum of the squared values: the count of a share, positive + negative of a net share.
  package func designEffect(squares: Int64) -> Double {
    guard base > 1, clusters < base else { return 1 }
    guard let variance else { return Double(base) }
    guard let independent = Mean(count: base, sum: total, squares: Int128(squares)).variance, independent > 0 else {
      return Double(baseSquares) / Double(base)
    }
    return max(1, variance * Double(base) / independent)
  }
}
