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

  /// How a word was read: the same bytes read otherwise are another word.
  public enum Kind: UInt64, Sendable {
    /// Folded: lower case, NFC.
    case folded
    /// As typed.
    case typed
    /// As typed, and an apostrophe and a letter follow.
    case elision
  }

  /// Makes a key of a word's bytes, eight by eight.
  public struct Builder: Sendable, BitwiseCopyable {
    @usableFromInline var x: UInt64 = 0x2d35_8dcc_aa6c_78a5
    @usableFromInline var y: UInt64 = 0x8bb8_4b93_962e_acc9

    /// Begins a key.
    @inlinable
    public init() {}

    /// Adds the next eight bytes, least significant first; behind the word's end zeros.
    @inlinable
    @inline(__always)
    public mutating func add(_ word: UInt64) {
      x = mix64(x ^ word, WordKey.multiplier0)
      y = (y ^ word) &* WordKey.multiplier1
      y ^= y >> 29
    }

    /// The key of the word of `count` bytes that has been added.
    @inlinable
    @inline(__always)
    public func key(count: Int, _ kind: Kind) -> WordKey {
      let z = y ^ (UInt64(truncatingIfNeeded: count) << 2 | kind.rawValue) &* WordKey.multiplier0
      return WordKey(hash: x, check: UInt32(truncatingIfNeeded: z ^ z >> 32))
    }
  }

  /// A key that stands for no word.
  public static var none: WordKey { WordKey(hash: 0, check: 0) }

  @usableFromInline init(hash: UInt64, check: UInt32) {
    self.hash = hash
    self.check = check
  }

  /// The key of a folded word.
  public init(_ word: Span<UInt8>) { self.init(word, 0, word.count, .folded) }

  /// The key of the word of `count` bytes that stands at `start` of a text.
  @inlinable
  @inline(__always)
  public init(_ text: Span<UInt8>, _ start: Int, _ count: Int, _ kind: Kind) {
    // Two steps for all words of up to sixteen bytes: how long the next word is can't be foretold.
    var builder = Builder()
    builder.add(text.paddedWord(at: start) & Self.mask(count))
    builder.add(text.paddedWord(at: start &+ 8) & Self.mask(count &- 8))
    var done = 16
    while done < count {
      builder.add(text.paddedWord(at: start &+ done) & Self.mask(count &- done))
      done &+= 8
    }
    self = builder.key(count: count, kind)
  }

  /// Ones in the lowest `count` bytes: in all of them from eight on, in none below one.
  @inlinable
  @inline(__always)
  static func mask(_ count: Int) -> UInt64 {
    count <= 0 ? 0 : UInt64.max &>> UInt64(64 &- 8 &* min(count, 8))
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
    if offset >= count { return 0 }
    if count >= 8, offset >= 0 {
      // The last eight bytes lie in the span.
      let last = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: count &- 8, as: UInt64.self).littleEndian
      return last >> UInt64((offset &+ 8 &- count) &* 8)
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
