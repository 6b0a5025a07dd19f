public import Buffers

/// A block of comments as cells count them: arrays of one length, small enough to stay in a core's cache.
public struct CountedRows: ~Copyable, Sendable {
  /// How many rows a block may have.
  public static let capacity = 512
  /// Stands for "no customer id".
  public static let anonymous = UInt32.max

  /// Bit n is 1 where the measure with raw value n counts the row; those of sums and of customers stay 0.
  public var counted = FlatArray<UInt64>(count: capacity)
  /// Numbers of customers, or `anonymous`.
  public var customers = FlatArray<UInt32>(count: capacity)
  /// In thousandths; 0 without a label.
  public var scores = FlatArray<Int32>(count: capacity)
  /// In hundredths; 0 without a rating.
  public var ratings = FlatArray<Int32>(count: capacity)
  /// In minor units; 0 where unknown.
  public var amounts = FlatArray<Int64>(count: capacity)
  /// How many rows there are.
  public var count = 0

  /// Makes an empty block.
  public init() {}
}
