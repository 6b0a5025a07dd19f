/// Pseudo-random numbers: the same seed gives the same numbers on every machine.
///
/// Not for secrets. SplitMix64: a counter that steps by the golden ratio, its bits mixed. Source: Steele, Lea and
/// Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the constants of Stafford's variant 13.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// 2^64 divided by the golden ratio, made odd.
  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Begins the sequence of a seed.
  package init(seed: UInt64) { state = seed }

  /// Begins the sequence that belongs to one of many numbered things: it can be drawn again at any time.
  package init(seed: UInt64, number: Int) {
    state = Self.mix(seed ^ Self.mix(UInt64(truncatingIfNeeded: number) &+ Self.step))
  }

  /// The next 64 bits.
  @inline(__always)
  package mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// A number from 0 up to, without, `bound`, which must be positive.
  ///
  /// Multiply and shift without rejection: the bias is below `bound` / 2^64. Source: Lemire, "Fast Random Integer
  /// Generation in an Interval", ACM TOMACS 2019.
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// True `share` times in a thousand.
  @inline(__always)
  package mutating func happens(perThousand share: Int) -> Bool { below(1000) < share }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
