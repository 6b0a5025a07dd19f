/// What a word is known by instead of its bytes: 96 bits of hash.
///
/// Two of n different words are taken for one with probability below n² / 2⁹⁷: below 10⁻¹⁶ for a million. The words' lengths take
/// part. Not seeded: the same word has the same key in every run.
public struct WordKey: Sendable, Equatable, BitwiseCopyable {
  /// Where the word is looked for.
  public var hash: UInt64
  /// What must agree besides.
  public var check: UInt32

  @usableFromInline static var multiplier0: UInt64 { 0x9e37_79b9_7f4a_7c15 }
  @usableFromInline static var multiplier1: UInt64 { 0xd6e8_feb8_6659_fd93 }

  /// The key of a word of `count` bytes that is given as its eight-byte words, least significant byte first, zeros behind its end.
  @inlinable
  @inline(__always)
  public init(count: Int, word: (Int) -> UInt64) {
    var x = UInt64(truncatingIfNeeded: count) &* 0xa076_1d64_78bd_642f
    var y = x ^ Self.multiplier1
    var offset = 0
    repeat {
      let next = word(offset)
      x = mix64(x ^ next, Self.multiplier0)
      y = (y ^ next) &* Self.multiplier1
      y ^= y >> 29
      offset += 8
    } while offset < count
    hash = x
    check = UInt32(truncatingIfNeeded: y ^ y >> 32)
  }

  /// A key that stands for no word.
  public static var none: WordKey { WordKey(hash: 0, check: 0) }

  private init(hash: UInt64, check: UInt32) {
    self.hash = hash
    self.check = check
  }

  /// The key of a word.
  public init(_ word: Span<UInt8>) {
    self.init(count: word.count) { word.paddedWord(at: $0) }
  }
}

extension Span where Element == UInt8 {
  /// Eight bytes from `offset` on as a number, least significant first; zeros where the span has ended.
  @inlinable
  @inline(__always)
  public func paddedWord(at offset: Int) -> UInt64 {
    if offset &+ 8 <= count, offset >= 0 {
      // All eight bytes lie in the span.
      return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self).littleEndian
    }
    var word: UInt64 = 0
    var index = offset
    while index < count {
      word |= UInt64(self[index]) << UInt64((index &- offset) &* 8)
      index += 1
    }
    return word
  }
}

extension FlatArray where Element == UInt8 {
  /// Eight bytes from `offset` on as a number, least significant first.
  @inlinable
  @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset &+ 8 <= count, "word out of bounds")
    // All eight bytes lie in the array.
    return unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self).littleEndian
  }

  /// Writes a number as eight bytes from `offset` on, least significant first.
  @inlinable
  @inline(__always)
  public mutating func setWord(_ word: UInt64, at offset: Int) {
    precondition(offset >= 0 && offset &+ 8 <= count, "word out of bounds")
    // As above.
    unsafe UnsafeMutableRawPointer(base + offset).storeBytes(of: word.littleEndian, as: UInt64.self)
  }

  /// Writes a number as two bytes from `offset` on, least significant first.
  @inlinable
  @inline(__always)
  public mutating func setHalf(_ half: UInt16, at offset: Int) {
    precondition(offset >= 0 && offset &+ 2 <= count, "bytes out of bounds")
    // Both bytes lie in the array.
    unsafe UnsafeMutableRawPointer(base + offset).storeBytes(of: half.littleEndian, as: UInt16.self)
  }
}
