public import Buffers

/// What happened to an order line.
public enum LineStatus: UInt8, Sendable {
  case kept
  case cancelled
  case returned
}

/// Order lines as read from one chunk of an export: a struct of arrays, filled in parallel, added to the table in order.
///
/// Strings that repeat (products, categories, countries, currencies) are numbered within the batch, so that adding them
/// costs a look-up per distinct value.
public struct PurchaseLines: Sendable {
  /// Order ids; never empty.
  public var orders = ByteStrings()
  /// Line numbers as written; empty where the export has none.
  public var lines = ByteStrings()
  /// Customer ids; empty for none.
  public var customers = ByteStrings()
  /// Distinct products, categories, countries and currencies of this batch; number 0 is "none".
  public var values = Interner()
  /// Per line, numbers in `values`.
  public var products: [UInt32] = []
  /// Per line, numbers in `values`.
  public var categories: [UInt32] = []
  /// Per line, numbers in `values`.
  public var countries: [UInt32] = []
  /// Per line, numbers in `values`.
  public var currencies: [UInt32] = []
  /// When it was bought.
  public var purchasedAt: [Moment] = []
  /// When delivery was promised; may be `.none`.
  public var promisedAt: [Moment] = []
  /// When it was delivered; may be `.none`.
  public var deliveredAt: [Moment] = []
  /// In thousandths.
  public var quantities: [Int64] = []
  /// In minor units; `missingAmount` where the export has none.
  public var amounts: [Int64] = []
  /// Kept, cancelled or returned.
  public var statuses: [LineStatus] = []

  /// An amount that is not known.
  public static let missingAmount = Int64.min

  /// Makes an empty batch.
  public init() { _ = values.intern([UInt8]().span) }

  /// How many lines there are.
  public var count: Int { orders.count }
}
