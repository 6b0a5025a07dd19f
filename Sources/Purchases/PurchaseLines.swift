public import Buffers

/// What happened to an order line.
public enum LineStatus: UInt8, BitwiseCopyable, Sendable {
  case kept
  case cancelled
  case returned
}

/// Order lines as read from one chunk of an export: filled in parallel, added to the table in order.
///
/// Values that repeat (products, categories, countries, currencies) are numbered within the batch, so that adding them
/// costs a look-up per distinct value.
public struct PurchaseLines: Sendable {
  /// What is read of one line.
  public struct Line: BitwiseCopyable, Sendable {
    /// Of the order id.
    public var order = Key128.none
    /// Of order id and line number; none where the export numbers no lines.
    public var key = Key128.none
    /// Of the customer id, or none.
    public var customer = Key128.none
    /// Of all fields: tells a repeated line from a changed one.
    public var digest: UInt32 = 0
    /// Kept, cancelled or returned.
    public var status = LineStatus.kept
    /// The line as a purchase of its own, without customer and number of lines.
    ///
    /// Values are numbered in the batch, 0 is
    /// "none". An amount that the export does not give is `missingAmount`.
    public var purchase = Purchase()

    /// Makes a line without values.
    public init() {
      purchase.product = 0
      purchase.category = 0
      purchase.country = 0
      purchase.currency = 0
      purchase.amount = PurchaseLines.missingAmount
    }
  }

  /// The lines, in the order of the file.
  public internal(set) var lines: [Line] = []
  /// Order ids, one for each line; never empty.
  public internal(set) var orders = ByteStrings()
  /// Distinct products, categories, countries and currencies of the batch; number 0 is "none".
  public var values = ByteStrings()

  /// An amount that is not known.
  public static let missingAmount = Int64.min

  /// Makes an empty batch with room for `capacity` lines, whose order ids have `orderBytes` bytes together.
  public init(capacity: Int = 0, orderBytes: Int = 0) {
    lines.reserveCapacity(capacity)
    orders.reserve(count: capacity, byteCount: orderBytes)
  }

  /// How many lines there are.
  public var count: Int { lines.count }

  /// Appends a line and the id of its order.
  public mutating func append(_ line: Line, order: Span<UInt8>) {
    lines.append(line)
    orders.append(order)
  }
}
