/// Where a byte string lies in an arena of at most 4 GiB.
public struct BytePlace: BitwiseCopyable, Sendable, Hashable {
  /// Its first byte.
  public var start: UInt32
  /// How many bytes it has.
  public var count: UInt32

  /// Makes a place.
  @inlinable
  public init(start: UInt32, count: UInt32) {
    self.start = start
    self.count = count
  }

  /// Makes the place of a range of an arena.
  ///
  /// Precondition: it lies below 4 GiB.
  @inlinable
  public init(_ range: Range<Int>) { self.init(start: UInt32(range.lowerBound), count: UInt32(range.count)) }

  /// No bytes.
  public static let empty = BytePlace(start: 0, count: 0)

  /// Whether there are no bytes.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The bytes' places in the arena.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
