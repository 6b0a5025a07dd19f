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
    guard moments.variables > 0 else { return nil }
    let outcome = moments.variables - 1
    self.init(PredictorBasis(moments, predictors: outcome), moments, outcomes: [outcome])
  }

  /// The weights for the sum of some variables as the outcome; nil where it does not vary.
  ///
  /// - Parameter basis: that of the same moments.
  package init?(_ basis: PredictorBasis, _ moments: Moments, outcomes: [Int]) {
    var variance: Int128 = 0
    for first in outcomes { for second in outcomes { variance &+= moments.deviation(first, second) } }
    guard variance > 0 else { return nil }
    let withOutcome = basis.varying.map { predictor in
      let covariance = outcomes.reduce(Int128(0)) { $0 &+ moments.deviation(predictor, $1) }
      let scale = Double(moments.deviation(predictor, predictor)).squareRoot() * Double(variance).squareRoot()
      return Double(covariance) / scale
    }
    weights = [Double](repeating: 0, count: basis.predictors)
    determination = 0
    // β = V D^(−1/2) V' r: what the uncorrelated variables weigh for the outcome.
    let projections = basis.eigenvectors.map { zip($0.vector, withOutcome).reduce(0) { $0 + $1.0 * $1.1 } }
    for other in basis.varying.indices {
      var weight = 0.0
      for (pair, projection) in zip(basis.eigenvectors, projections) {
        weight += pair.vector[other] * projection / pair.value.squareRoot()
      }
      determination += weight * weight
      for (place, variable) in basis.varying.enumerated() {
        weights[variable] += basis.root[place, other] * basis.root[place, other] * weight * weight
      }
    }
  }
}

/// The uncorrelated variables nearest to correlated ones: what relative weights for any outcome begin with.
package struct PredictorBasis: Sendable {
  /// How many variables there are, those that don't vary included.
  package let predictors: Int
  /// Those that vary.
  package let varying: [Int]
  /// Of their correlations.
  let eigenvectors: [(value: Double, vector: [Double])]
  /// Λ = V √D V', the correlations of the variables with the uncorrelated ones.
  let root: SymmetricMatrix

  /// The basis of the first `predictors` variables.
  package init(_ moments: Moments, predictors: Int) {
    self.predictors = predictors
    varying = (0..<predictors).filter { moments.deviation($0, $0) > 0 }
    var correlations = SymmetricMatrix(size: varying.count)
    for (row, first) in varying.enumerated() {
      correlations[row, row] = 1
      for (column, second) in varying.enumerated() where column < row {
        correlations[row, column] = moments.correlation(first, second) ?? 0
      }
    }
    eigenvectors = correlations.eigenvectors().filter { $0.value > Self.smallest }
    root = SymmetricMatrix(eigenvectors.map { ($0.value.squareRoot(), $0.vector) }, size: varying.count)
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
