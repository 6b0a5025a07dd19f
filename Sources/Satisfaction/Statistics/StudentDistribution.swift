/// Student's t distribution, for whole or broken degrees of freedom.
package struct StudentDistribution: Sendable {
  /// Above 0.
  package let degrees: Double

  /// Makes the distribution; fewer than a thousandth of a degree are taken for that.
  package init(degrees: Double) { self.degrees = max(degrees, 1e-3) }

  /// The 97.5 % quantile, of which tables need millions; infinite below one degree.
  package static func t95(_ degrees: Int64) -> Double {
    guard degrees >= 1 else { return .infinity }
    return degrees <= Int64(small.count) ? small[Int(degrees) - 1] : expansion(0.975, Double(degrees))
  }

  /// The probability of a value at least as far from zero, on either side; to 12 digits.
  package func twoSidedP(_ t: Double) -> Double {
    let square = t * t
    // Abramowitz, Stegun 26.7.8; what it leaves out is below 1e-12 here.
    guard degrees <= Self.manyDegrees else {
      return NormalDistribution.twoSidedP(t * (1 - 0.25 / degrees) / (1 + square / (2 * degrees)).squareRoot())
    }
    guard square > 0 else { return 1 }
    guard square.isFinite else { return 0 }
    return incompleteBeta(degrees / (degrees + square), square / (degrees + square))
  }

  /// The probability of a value of at most t.
  package func cumulative(_ t: Double) -> Double {
    let tail = twoSidedP(t) / 2
    return t < 0 ? tail : 1 - tail
  }

  /// The value below which a share p of the distribution lies, to 1e-10 of it; ∓∞ at 0 and 1, not a number outside.
  package func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    guard p >= 0.5 else { return -quantile(1 - p) }
    let tails = 2 * (1 - p)
    guard tails < 1 else { return 0 }
    var low = 0.0
    var high = 1.0
    while twoSidedP(high) > tails, high < 1e150 {
      low = high
      high *= 2
    }
    // Newton's method within a bracket that every step narrows.
    var t = low == 0 ? high / 2 : low
    for _ in 0..<200 {
      let excess = twoSidedP(t) - tails
      if excess > 0 { low = t } else { high = t }
      let newton = t + excess / (2 * density(t))
      let next = newton > low && newton < high ? newton : (low + high) / 2
      if abs(next - t) <= 1e-15 * t { return next }
      t = next
    }
    return t
  }

  private func density(_ t: Double) -> Double {
    let power = -(degrees + 1) / 2 * Elementary.log(1 + t * t / degrees)
    return gammaRatio(degrees / 2) / (degrees * Double.pi).squareRoot() * Elementary.exp(power)
  }

  /// I_x(ν/2, 1/2), the regularised incomplete beta function; y = 1 − x.
  private func incompleteBeta(_ x: Double, _ y: Double) -> Double {
    let a = degrees / 2
    let factor =
      Elementary.exp(a * Elementary.log(x) + Elementary.log(y) / 2) * gammaRatio(a) / Double.pi.squareRoot()
    // The continued fraction converges fast on one side of the mean and on the mirrored function's at the other.
    return x < (a + 1) / (a + 2.5)
      ? factor * betaFraction(a, 0.5, x) / a : 1 - factor * betaFraction(0.5, a, y) / 0.5
  }

  /// Abramowitz, Stegun 26.5.8, by Lentz's method.
  private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var product = d
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      product *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      product *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return product
  }

  /// Γ(a + 1/2) / Γ(a): its asymptotic series from 30 on, and from there down by Γ(a + 1) = a Γ(a).
  private func gammaRatio(_ a: Double) -> Double {
    var factor = 1.0
    var a = a
    while a < 30 {
      factor *= a / (a + 0.5)
      a += 1
    }
    let inverse = 1 / a
    let square = inverse * inverse
    let series = inverse * (-1 / 8.0 + square * (1 / 192.0 + square * (-1 / 640.0 + square * (17 / 14336.0))))
    return factor * a.squareRoot() * Elementary.exp(series)
  }

  /// The quantile by the normal one (Abramowitz, Stegun 26.7.5): to 1e-11 from 200 degrees on.
  private static func expansion(_ p: Double, _ degrees: Double) -> Double {
    let z = p == 0.975 ? NormalDistribution.z95 : NormalDistribution.quantile(p)
    let s = z * z
    let first = z * (s + 1) / 4
    let second = z * (3 + s * (16 + s * 5)) / 96
    let third = z * (-15 + s * (17 + s * (19 + s * 3))) / 384
    let fourth = z * (-945 + s * (-1920 + s * (1482 + s * (776 + s * 79)))) / 92_160
    return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
  }

  /// Above so many degrees a correction of the normal distribution is as exact as the continued fraction.
  private static let manyDegrees = 1e6
  private static let small = (1...200).map { StudentDistribution(degrees: Double($0)).quantile(0.975) }
}
