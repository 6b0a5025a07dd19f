/// How much each of several correlated variables has in what all of them together say of an outcome: parts of R² that add up to
/// it.
///
/// The variables are replaced by the uncorrelated ones nearest to them, whose squared weights are shared out again. A
/// variable that does not vary has no part. It says what goes together, not what causes what. Source: Johnson 2000,
/// Multivariate Behavioral Research 35, 1–19.
package struct RelativeWeights: Sendable, Equatable {
  /// R² of the regression on all variables.
  package var determination: Double
  /// The parts of R², in the variables' order; none below 0.
  package var weights: [Double]

  /// The weights of all variables but the last, which is the outcome; nil where the outcome does not vary.
  package init?(_ moments: Moments) {
    let outcome = moments.variables - 1
    guard outcome >= 0, moments.deviation(outcome, outcome) > 0 else { return nil }
    weights = [Double](repeating: 0, count: outcome)
    determination = 0
    let varying = (0..<outcome).filter { moments.deviation($0, $0) > 0 }
    var correlations = SymmetricMatrix(size: varying.count)
    for (row, first) in varying.enumerated() {
      correlations[row, row] = 1
      for (column, second) in varying.enumerated() where column < row {
        correlations[row, column] = moments.correlation(first, second) ?? 0
      }
    }
    let withOutcome = varying.map { moments.correlation($0, outcome) ?? 0 }
    let eigenvectors = correlations.eigenvectors().filter { $0.value > Self.smallest }
    // Λ = V √D V', the correlations with the uncorrelated variables; β = V D^(−1/2) V' r, their weights for the outcome.
    let projections = eigenvectors.map { zip($0.vector, withOutcome).reduce(0) { $0 + $1.0 * $1.1 } }
    let root = SymmetricMatrix(eigenvectors.map { ($0.value.squareRoot(), $0.vector) }, size: varying.count)
    for other in varying.indices {
      var weight = 0.0
      for (pair, projection) in zip(eigenvectors, projections) {
        weight += pair.vector[other] * projection / pair.value.squareRoot()
      }
      determination += weight * weight
      for (place, variable) in varying.enumerated() {
        weights[variable] += root[place, other] * root[place, other] * weight * weight
      }
    }
  }

  /// Eigenvalues below are of variables that follow from the others.
  private static let smallest = 1e-10
}

extension SymmetricMatrix {
  /// Σ value · vector · vector'.
  fileprivate init(_ pairs: [(value: Double, vector: [Double])], size: Int) {
    self.init(size: size)
    for row in 0..<size {
      for column in 0...row {
        self[row, column] = pairs.reduce(0) { $0 + $1.value * $1.vector[row] * $1.vector[column] }
      }
    }
  }
}
