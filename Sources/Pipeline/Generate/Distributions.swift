import Buffers
/// One of several things, each with its own weight.
///
/// Whole numbers alone, so that no machine rounds differently.
struct WeightedChoice: Sendable {
  /// `sums[i]` is the weight of all things up to and with `i`.
  private let sums: [Int]
  private let total: Int

  /// Things 0 ..< `weights.count`; at least one weight must be above 0, none below.
  init(_ weights: [Int]) {
    var total = 0
    sums = weights.map { weight in
      total += weight
      return total
    }
    precondition(total > 0, "a choice needs a weight above 0")
    self.total = total
  }

  /// `count` (at least one) things of which the thing of rank r, from 0, weighs in proportion to 1 / (r + 1 + shift).
  ///
  /// Source: Mandelbrot's form of Zipf's law with the exponent 1; a shift above 0 makes the first ranks less dominant.
  static func zipf(count: Int, shift: Int) -> WeightedChoice {
    WeightedChoice((0..<count).map { zipfScale / ($0 + 1 + shift) })
  }

  /// Large beside every rank, so that the division keeps six digits and more; the sum stays below 2^46.
  private static let zipfScale = 1 << 40

  /// A thing by its number; costs a binary search.
  func draw(_ random: inout SplitMix64) -> Int {
    let target = random.below(total)
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] <= target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A quantity whose distribution is given by its values at equally spaced shares, straight lines between them.
///
/// Whole numbers alone: logarithms and powers differ in their last bits between C libraries.
struct QuantileTable: Sendable {
  private let values: [Int]

  /// At least two values, in ascending order: the smallest, those at each step, the largest.
  init(_ values: [Int]) {
    precondition(values.count >= 2, "a table of quantiles needs two values")
    self.values = values
  }

  /// A value.
  func draw(_ random: inout SplitMix64) -> Int {
    let place = random.next().multipliedFullWidth(by: UInt64(values.count - 1))
    let index = Int(place.high)
    let width = UInt64(values[index + 1] - values[index])
    return values[index] + Int(place.low.multipliedFullWidth(by: width).high)
  }

  /// Thousandths of the mean of an exponential distribution: −1000 ln(1 − i/32) for i of 0…31, then at 0.999.
  static let exponential = QuantileTable([
    0, 32, 65, 98, 134, 170, 208, 247, 288, 330, 375, 421, 470, 521, 575, 633, 693, 758, 827, 901, 981, 1068, 1163,
    1269, 1386, 1520, 1674, 1856, 2079, 2367, 2773, 3466, 6908,
  ])

  /// Cents of an amount: log-normal, the logarithm of the euros with the mean 3.4 and the deviation 0.8, at i/32 for i
  /// of 1…31, at 0.001 and at 0.999.
  static let amountCents = QuantileTable([
    253, 675, 878, 1044, 1194, 1336, 1474, 1610, 1747, 1885, 2027, 2172, 2322, 2478, 2642, 2814, 2996, 3190, 3398,
    3623, 3866, 4134, 4430, 4762, 5140, 5576, 6093, 6722, 7521, 8601, 10_224, 13_298, 35_502,
  ])
}
