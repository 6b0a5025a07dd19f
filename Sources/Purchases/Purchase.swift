/// One purchase: the lines of an order gathered, cancelled ones left out.
///
/// Plain data, 64 bytes: one line of the processor's cache, which a match reads as a whole.
public struct Purchase: BitwiseCopyable, Sendable {
  @usableFromInline var purchased = PackedMoment.none
  @usableFromInline var promised = PackedMoment.none
  @usableFromInline var delivered = PackedMoment.none
  /// Sum, in thousandths.
  public var quantity: Int64 = 0
  /// Sum in minor units; `PurchaseLines.missingAmount` where a line has none or the currencies differ.
  public var amount: Int64 = 0
  /// Number of the customer, or none.
  public var customer = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var product = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var category = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var country = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var currency = PurchaseTable.none
  /// The number of lines, and above it the two facts.
  @usableFromInline var linesAndFacts: UInt32 = 0

  private static let conflictBit: UInt32 = 1 << 31
  private static let returnedBit: UInt32 = 1 << 30
  @inlinable static var lineBits: UInt32 { 1 << 30 - 1 }

  /// Makes a purchase without lines.
  public init() {}

  /// When; the earliest of its lines.
  public var purchasedAt: Moment {
    @inline(__always) get { purchased.moment }
    set { purchased = PackedMoment(newValue) }
  }

  /// The latest promise of its lines, or `.none`.
  public var promisedAt: Moment {
    get { promised.moment }
    set { promised = PackedMoment(newValue) }
  }

  /// The latest delivery of its lines; `.none` unless all are delivered.
  public var deliveredAt: Moment {
    get { delivered.moment }
    set { delivered = PackedMoment(newValue) }
  }

  // For columns, which need no more of a moment: the day costs a division.

  /// Microseconds since 1970 of `purchasedAt`; nil where there is no purchase.
  @inlinable public var purchasedMicroseconds: Int64? { purchased.microseconds }
  /// Microseconds since 1970 of `promisedAt`; nil for no value.
  @inlinable public var promisedMicroseconds: Int64? { promised.microseconds }
  /// Microseconds since 1970 of `deliveredAt`; nil for no value.
  @inlinable public var deliveredMicroseconds: Int64? { delivered.microseconds }

  /// Whether it was made at or before a moment; it must have lines.
  public func wasMade(atOrBefore moment: Moment) -> Bool { purchased.isAtOrBefore(moment) }

  /// How many lines, at most a thousand million; 0 for an order that is wholly cancelled.
  @inlinable
  public var lineCount: UInt32 {
    @inline(__always) get { linesAndFacts & Self.lineBits }
    set { linesAndFacts = linesAndFacts & ~Self.lineBits | min(newValue, Self.lineBits) }
  }

  /// Whether its lines name different customers; the first is taken.
  public var hasCustomerConflict: Bool {
    get { linesAndFacts & Self.conflictBit != 0 }
    set { linesAndFacts = newValue ? linesAndFacts | Self.conflictBit : linesAndFacts & ~Self.conflictBit }
  }

  /// Whether a line was returned.
  public var isReturned: Bool {
    get { linesAndFacts & Self.returnedBit != 0 }
    set { linesAndFacts = newValue ? linesAndFacts | Self.returnedBit : linesAndFacts & ~Self.returnedBit }
  }
}
