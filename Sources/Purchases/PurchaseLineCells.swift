internal import Buffers

/// A line that counts, with what the cells of purchases are made of.
public struct PurchaseLineCell: BitwiseCopyable, Sendable {
  /// In minor units, or `PurchaseLines.missingAmount`.
  public var amount: Int64
  /// Number of the purchase.
  public var purchase: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public var product: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public var category: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public var country: UInt32
  /// Number in `PurchaseTable.values`, or none.
  public var currency: UInt32

  @inline(__always)
  init(_ line: Purchase, _ purchase: Int) {
    amount = line.amount
    self.purchase = UInt32(purchase)
    product = line.product
    category = line.category
    country = line.country
    currency = line.currency
  }
}

/// The lines of all orders that have several; an order of one line is that line.
struct PurchaseLineCells: ~Copyable, Sendable {
  private(set) var lines = FlatList<PurchaseLineCell>()

  @inline(__always)
  mutating func append(_ line: Purchase, _ purchase: Int) { lines.append(PurchaseLineCell(line, purchase)) }
}

extension PurchaseTable {
  /// Calls `body` with each line that counts: those of orders with one line by order, then all others as they came.
  public func forEachLine(_ body: (PurchaseLineCell) -> Void) {
    for purchase in 0..<rows.count where rows[purchase].lineCount == 1 {
      body(PurchaseLineCell(rows[purchase], purchase))
    }
    for line in 0..<cells.lines.count { body(cells.lines[line]) }
  }
}
