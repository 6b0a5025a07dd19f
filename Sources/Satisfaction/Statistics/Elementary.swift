/// Logarithm and exponential by the four operations alone, which IEEE 754 rounds alike everywhere.
///
/// The C library chooses among versions by processor, and they differ in the last bit; published figures must not.
package enum Elementary {
  /// The natural logarithm, to 2 units in the last place; −∞ for 0, not a number below.
  package static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    var exponent = Double(x.exponent)
    var fraction = x.significand
    if fraction > 1.4142135623730951 {
      fraction /= 2
      exponent += 1
    }
    // log m = 2 artanh s; |s| < 0.172, so that the twelfth term is below half a unit in the last place.
    let s = (fraction - 1) / (fraction + 1)
    let square = s * s
    var sum = 0.0
    for term in stride(from: 25, through: 3, by: -2) { sum = (sum + 1 / Double(term)) * square }
    return exponent * logarithmOfTwoHigh + (2 * s + (2 * s * sum + exponent * logarithmOfTwoLow))
  }

  /// e to the power of x, to 4 units in the last place.
  package static func exp(_ x: Double) -> Double {
    guard x < 710 else { return x.isNaN ? x : .infinity }
    guard x > -746 else { return x.isNaN ? x : 0 }
    let power = (x / (logarithmOfTwoHigh + logarithmOfTwoLow)).rounded()
    let rest = (x - power * logarithmOfTwoHigh) - power * logarithmOfTwoLow
    // Taylor's series; |rest| < 0.35, so that what follows the 16th power is below 2⁻⁶⁰.
    var sum = 1.0
    for term in stride(from: 16, through: 1, by: -1) { sum = 1 + sum * rest / Double(term) }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }

  /// ln 2 in two parts: the first has 32 bits, so that its product with a binary exponent is exact.
  private static let logarithmOfTwoHigh = 6.93147180369123816490e-01
  private static let logarithmOfTwoLow = 1.90821492927058770002e-10
}
