/// From the first moment of purchase to the last.
public struct PurchaseSpan: BitwiseCopyable, Sendable, Equatable {
  /// The first.
  public private(set) var from: Moment
  /// The last; of a date alone and a time at its end, the date.
  public private(set) var until: Moment

  /// Makes the span of one purchase.
  public init(_ moment: Moment) {
    from = moment
    until = moment
  }

  /// Takes in another span; the order does not matter.
  public mutating func formUnion(_ other: PurchaseSpan) {
    if other.from.microseconds < from.microseconds { from = other.from }
    let isLater = other.until.microseconds > until.microseconds
    if isLater || other.until.microseconds == until.microseconds && other.until.isDate { until = other.until }
  }
}
