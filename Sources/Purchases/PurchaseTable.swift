public import Buffers

/// All purchases of a run: the lines of one order gathered into one purchase, found by order or by customer and time.
///
/// Flat arrays without an object per row: about 110 bytes a purchase besides its id. Ids are known by 96 bits of hash;
/// the bytes of order ids are kept for output. Immutable once built and shared by all workers, hence a class. Cancelled lines
/// do not count; an order all of whose lines are cancelled has a row without lines.
public final class PurchaseTable: Sendable {
  /// "None" for every number below.
  public static let none = UInt32.max

  /// Order ids, as written; string n is that of purchase n.
  public let orderIDs: ByteStrings
  /// Products, categories, countries and currencies.
  public let values: ByteStrings
  /// The purchases, side by side, since a match reads all of one.
  public let rows: FlatList<Purchase>
  /// How many customers are known, numbered from 0.
  public let customerCount: Int

  /// First and last moment of purchase, those after the run date left out; nil without purchases.
  public let span: PurchaseSpan?
  /// Orders whose lines name different customers; the first is taken.
  public let conflictingCustomers: Int
  /// How many purchases count.
  public let count: Int
  /// Purchases after the run date: counted, never matched.
  public let futureCount: Int

  let orders: KeyTable
  let customers: KeyTable
  let runs: CustomerRuns
  let cells: PurchaseLineCells

  /// - Parameter span: that of all purchases, where these are a part of them.
  init(
    _ build: consuming PurchaseColumns, customers: consuming KeyTable, values: Interner, lastDay: Int32,
    span wholeSpan: PurchaseSpan?
  ) {
    build.cells.group()
    var span = wholeSpan
    var future = 0
    var count = 0
    for index in 0..<build.rows.count where build.rows[index].lineCount > 0 {
      let moment = build.rows[index].purchasedAt
      count += 1
      guard moment.day <= lastDay else {
        future += 1
        continue
      }
      if wholeSpan != nil { continue }
      if span?.formUnion(PurchaseSpan(moment)) == nil { span = PurchaseSpan(moment) }
    }
    self.span = span
    self.count = count
    futureCount = future
    customerCount = customers.count
    conflictingCustomers = build.conflictingCustomers
    runs = CustomerRuns(build.rows, build.orderIDs, customerCount: customers.count, lastDay: lastDay)
    self.values = values.strings
    orderIDs = build.orderIDs
    self.customers = customers
    orders = build.orders
    rows = build.rows
    cells = build.cells
  }

  /// Bytes of all of it, nearly.
  public var byteCount: Int {
    let perPurchase = MemoryLayout<Purchase>.stride + CustomerRuns.entryBytes + MemoryLayout<UInt32>.stride
    return rows.count * perPurchase + orderIDs.bytes.count + orders.byteCount + customers.byteCount
      + customerCount * MemoryLayout<UInt32>.stride + cells.lines.count * MemoryLayout<PurchaseLineCell>.stride
  }

  /// The number of an order, or nil where there is no line of it.
  public func number(ofOrder id: Span<UInt8>) -> UInt32? { orders.find(Key128(id)) }

  /// The number of a customer, or nil where none bought.
  public func number(ofCustomer id: Span<UInt8>) -> UInt32? { customers.find(Key128(id)) }

  /// Bytes of a value, or nil for none.
  public func range(ofValue value: UInt32) -> Range<Int>? {
    value == Self.none ? nil : values.range(Int(value))
  }
}
