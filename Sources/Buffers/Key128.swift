/// 128 bits of hash that stand for a byte string: an id that is never compared with its bytes again.
///
/// Two of n different strings have the same key with probability below n² / 2¹²⁹. No key of a string is `none`.
public struct Key128: BitwiseCopyable, Sendable, Hashable {
  /// The first 64 bits: `hash64` of the string, or 1 where that is 0.
  public let first: UInt64
  /// The other 64 bits.
  public let second: UInt64

  /// The key of no string at all.
  public static let none = Key128(first: 0, second: 0)

  @inlinable
  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// The key of a string: `hash128` of it.
  @inlinable
  public init(_ string: Span<UInt8>) {
    let (first, second) = hash128(string)
    self.init(first: first == 0 ? 1 : first, second: second)
  }

  /// The key of three words, which stands for them as that of a string does for the string.
  @inlinable
  public init(_ a: UInt64, _ b: UInt64, _ c: UInt64) {
    let first = mix64(a ^ 0x8bb8_4b93_962e_acc9, mix64(b ^ 0x4b33_a62e_d433_d4a3, c ^ 0x4d5a_2da5_1de1_aa47))
    let second = mix64(c ^ 0xa076_1d64_78bd_642f, mix64(a ^ 0xe703_7ed1_a0b4_28db, b ^ 0x8ebc_6af0_9c88_c6e3))
    self.init(first: first == 0 ? 1 : first, second: second)
  }

  /// Whether this is the key of a string.
  @inlinable
  public var exists: Bool { first != 0 }

  /// The key of a pair, of which the other string is the second.
  @inlinable
  public func paired(with other: Key128) -> Key128 {
    let first = mix64(self.first ^ 0x8bb8_4b93_962e_acc9, other.first ^ 0x4b33_a62e_d433_d4a3)
    let second = mix64(self.second ^ 0x4d5a_2da5_1de1_aa47, other.second ^ 0xa076_1d64_78bd_642f)
    return Key128(first: first == 0 ? 1 : first, second: second)
  }
}
