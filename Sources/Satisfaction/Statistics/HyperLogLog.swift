/// Estimates how many distinct values were added, in 2^precision bytes.
///
/// The standard error is 1.04 / √(2^precision): 1.6 % at the default. Sketches of one precision merge to the bytes that one
/// sketch of all values would have. Source: Flajolet et al. 2007; the estimator without tables of bias of Ertl 2017,
/// arXiv:1702.01284, algorithm 6.
package struct HyperLogLog: Sendable, Equatable {
  /// 4,096 bytes.
  package static let defaultPrecision = 12
  /// Bits of a hash that choose the register; 4 to 18.
  package let precision: Int
  /// For each register the longest run of leading zeros of a hash, + 1.
  package private(set) var registers: [UInt8]

  /// An empty sketch.
  package init(precision: Int = defaultPrecision) {
    precondition((4...18).contains(precision), "a sketch of this precision does not exist")
    self.precision = precision
    registers = [UInt8](repeating: 0, count: 1 << precision)
  }

  /// The standard error, as a share of the number.
  package var relativeError: Double { 1.04 / Double(registers.count).squareRoot() }

  /// Adds a value by 64 bits of its hash.
  ///
  /// Weak hashes will do, even running numbers: their bits are mixed once more (Stafford 2011, variant 13), one to one.
  package mutating func insert(_ hash: UInt64) {
    let (register, run) = Self.place(of: hash, precision: precision)
    insert(register: register, run: run)
  }

  /// Raises a register, as `place` says it of a value.
  package mutating func insert(register: Int, run: UInt8) { registers[register] = max(registers[register], run) }

  /// Which register a value raises, and to what: for sketches that are kept elsewhere.
  package static func place(of hash: UInt64, precision: Int = defaultPrecision) -> (register: Int, run: UInt8) {
    var mixed = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    let rest = mixed << UInt64(precision) | 1 << UInt64(precision - 1)
    return (Int(mixed >> UInt64(64 - precision)), UInt8(rest.leadingZeroBitCount + 1))
  }

  /// Adds what another sketch of the same precision has seen.
  package mutating func merge(_ other: HyperLogLog) {
    precondition(precision == other.precision, "sketches of different precision")
    for register in registers.indices { registers[register] = max(registers[register], other.registers[register]) }
  }

  /// The estimate, rounded.
  package var count: Int64 {
    let width = 64 - precision
    var histogram = [Int](repeating: 0, count: width + 2)
    for register in registers { histogram[Int(register)] += 1 }
    let size = Double(registers.count)
    var sum = size * Self.tau(1 - Double(histogram[width + 1]) / size)
    for run in stride(from: width, through: 1, by: -1) { sum = (sum + Double(histogram[run])) / 2 }
    sum += size * Self.sigma(Double(histogram[0]) / size)
    let estimate = size * size / sum * Self.bias
    return estimate.isFinite ? Int64(min(estimate.rounded(), 0x1p62)) : 0
  }

  /// x + Σ x^(2^k) 2^(k−1), infinite at 1.
  private static func sigma(_ x: Double) -> Double {
    guard x < 1 else { return .infinity }
    var (power, weight, sum) = (x, 1.0, x)
    while true {
      power *= power
      let next = sum + power * weight
      if next == sum { return sum }
      sum = next
      weight *= 2
    }
  }

  /// (1 − x − Σ (1 − x^(2^−k))² 2^−k) / 3.
  private static func tau(_ x: Double) -> Double {
    guard x > 0, x < 1 else { return 0 }
    var (root, weight, sum) = (x, 1.0, 1 - x)
    while true {
      root = root.squareRoot()
      weight /= 2
      let next = sum - (1 - root) * (1 - root) * weight
      if next == sum { return sum / 3 }
      sum = next
    }
  }

  /// 1 / (2 ln 2).
  private static let bias = 0.7213475204444817
}
