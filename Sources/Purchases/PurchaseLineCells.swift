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

  /// Appends a line that belongs to another number here.
  mutating func append(_ line: PurchaseLineCell, _ purchase: Int) {
    var line = line
    line.purchase = UInt32(purchase)
    lines.append(line)
  }

  /// Brings the lines of an order together, where the exports do not; they stay in the order in which they came.
  mutating func group() {
    var isGrouped = true
    for index in 1..<max(1, lines.count) where lines[index].purchase < lines[index - 1].purchase { isGrouped = false }
    if isGrouped { return }
    let sorted = (0..<lines.count).map { lines[$0] }.enumerated().sorted {
      ($0.element.purchase, $0.offset) < ($1.element.purchase, $1.offset)
    }
    for (index, line) in sorted.enumerated() { lines[index] = line.element }
  }
}

extension PurchaseTable {
  /// Calls `body` with each line that counts, those of an order one after the other.
  ///
  /// First come those of orders with one line, then all others, both by order.
  public func forEachLine(_ body: (PurchaseLineCell) -> Void) {
    for purchase in 0..<rows.count where rows[purchase].lineCount == 1 {
      body(PurchaseLineCell(rows[purchase], purchase))
    }
    for line in 0..<cells.lines.count { body(cells.lines[line]) }
  }
}
