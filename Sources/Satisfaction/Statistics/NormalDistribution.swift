/// The standard normal distribution.
package enum NormalDistribution {
  /// The 97.5 % quantile: two-sided 95 %.
  package static let z95 = 1.959963984540054

  /// The probability of a value of at most x; to 13 digits in both tails.
  package static func cumulative(_ x: Double) -> Double { complementaryError(-x * squareRootOfHalf) / 2 }

  /// The probability of a value at least as far from zero, on either side.
  package static func twoSidedP(_ z: Double) -> Double { complementaryError(abs(z) * squareRootOfHalf) }

  /// The value below which a share p of the distribution lies; ∓∞ at 0 and 1, not a number outside.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    guard p <= 0.5 else { return -quantile(1 - p) }
    // Abramowitz, Stegun 26.2.23 to 4.5e-4; Halley's method triples the digits with each step.
    let t = (-2 * Elementary.log(p)).squareRoot()
    var x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<3 {
      let step = (cumulative(x) - p) * Elementary.exp(x * x / 2) / inverseSquareRootOfTwoPi
      x -= step / (1 + x * step / 2)
    }
    return x
  }

  /// erfc: by its power series below 2, by its continued fraction from there on (Abramowitz, Stegun 7.1.6, 7.1.14).
  private static func complementaryError(_ x: Double) -> Double {
    guard x >= 0 else { return 2 - complementaryError(-x) }
    let square = x * x
    let factor = Elementary.exp(-square) * 2 * inverseSquareRootOfPi
    guard x >= 2 else {
      var term = x
      var sum = x
      var odd = 1.0
      while term > sum * 1e-17 {
        odd += 2
        term *= 2 * square / odd
        sum += term
      }
      return 1 - factor * sum
    }
    guard x < 28 else { return 0 }
    var fraction = x
    for term in stride(from: 120, through: 1, by: -1) { fraction = x + Double(term) / 2 / fraction }
    return factor / 2 / fraction
  }

  private static let squareRootOfHalf = 0.7071067811865476
  private static let inverseSquareRootOfPi = 0.5641895835477563
  private static let inverseSquareRootOfTwoPi = 0.3989422804014327
}
