public import Buffers

/// A block of comments as cells count them: arrays of one length, small enough to stay in a core's cache.
public struct CountedRows: ~Copyable, Sendable {
  /// How many rows a block may have.
  public static let capacity = 512
  /// Stands for "no customer id".
  public static let anonymous = UInt32.max
  /// Stands for "no cell", of a row that a cube's filter leaves out.
  public static let noCell = UInt32.max

  /// Bit n is 1 where the measure with raw value n counts the row; those of other kinds stay 0.
  public var counted = FlatArray<UInt64>(count: capacity)
  /// In thousandths; 0 without a label.
  public var scores = FlatArray<Int32>(count: capacity)
  /// In minor units; 0 where unknown.
  public var amounts = FlatArray<Int64>(count: capacity)
  /// Times of response, as `ResponseTime` writes them.
  public var responses = FlatArray<UInt32>(count: capacity)
  /// How many rows there are.
  public var count = 0

  /// Makes an empty block.
  public init() {}
}
