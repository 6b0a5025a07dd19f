/// One purchase: the lines of an order gathered, cancelled ones left out.
///
/// Plain data, 120 bytes.
public struct Purchase: Sendable {
  /// When; the earliest of its lines.
  public var purchasedAt = Moment.none
  /// The latest promise of its lines, or `.none`.
  public var promisedAt = Moment.none
  /// The latest delivery of its lines; `.none` unless all are delivered.
  public var deliveredAt = Moment.none
  /// Sum, in thousandths.
  public var quantity: Int64 = 0
  /// Sum in minor units; `PurchaseLines.missingAmount` where a line has none or the currencies differ.
  public var amount: Int64 = 0
  /// Number in `PurchaseTable.customers`, or none.
  public var customer = PurchaseTable.none
  /// How many lines; 0 for an order that is wholly cancelled.
  public var lineCount: UInt32 = 0
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var product = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var category = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var country = PurchaseTable.none
  /// Number in `PurchaseTable.values` where all lines agree, else none.
  public var currency = PurchaseTable.none
  /// Whether its lines name different customers; the first is taken.
  public var hasCustomerConflict = false
  /// Whether a line was returned.
  public var isReturned = false

  init() {}
}
