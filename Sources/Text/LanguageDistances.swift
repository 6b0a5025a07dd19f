/// How far the words of a comment are from each language, summed: one addition of two vectors a word.
///
/// Lane n of a word's distances belongs to the n-th code of the table, the last to any other language.
public struct LanguageDistances: Sendable {
  /// The sums of the even and of the odd lanes: bytes are widened in pairs.
  private var even = SIMD8<UInt16>.zero
  private var odd = SIMD8<UInt16>.zero
  /// How many words were added.
  public private(set) var wordCount = 0

  /// Begins a comment.
  public init() {}

  /// Whether as many words were added as may be.
  @inlinable
  public var isFull: Bool { wordCount >= LanguageIdentifier.maximumWords }

  /// Adds a word's distances; at most `LanguageIdentifier.maximumWords` words are added.
  @inline(__always)
  public mutating func add(_ word: SIMD16<UInt8>) {
    // Both types have sixteen bytes without padding; the lower byte of a pair is the even lane (voc runs on little-endian machines).
    let pairs = unsafe unsafeBitCast(word, to: SIMD8<UInt16>.self)
    even &+= pairs & 0x00ff
    odd &+= pairs &>> 8
    wordCount &+= 1
  }

  /// The sum of a lane.
  subscript(lane: Int) -> Int { Int(lane & 1 == 0 ? even[lane >> 1] : odd[lane >> 1]) }
}
