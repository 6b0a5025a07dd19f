public import Buffers

/// Gathers order lines into purchases, in the order of the exports.
///
/// The serial part of reading purchases, so it does nothing that a reader could do: keys are hashed and values parsed
/// before. What a look-up needs is fetched some lines ahead.
public struct PurchaseTableBuilder: ~Copyable, Sendable {
  /// Lines between the fetching of a slot and its use: a look-up in memory takes as long as the work on so many.
  private static let lookahead = 16

  private var columns = PurchaseColumns()
  /// Key and digest of each order's first line, which most orders have alone.
  private var firstLines = FlatList<FirstLine>()
  /// Digests by key of all further lines.
  private var furtherLines = KeyTable()
  private var customers = KeyTable()
  private var values = Interner()
  /// Numbers of the batch's values in the table.
  private var mapped: [UInt32] = []
  /// Whether values are numbered already, by a table of another's.
  private let hasNumberedValues: Bool

  private struct FirstLine: BitwiseCopyable {
    var key: UInt64
    var keyRest: UInt32
    var digest: UInt32

    init(_ line: PurchaseLines.Line) {
      key = line.key.first
      keyRest = UInt32(truncatingIfNeeded: line.key.second >> 32)
      digest = line.digest
    }
  }

  /// Makes an empty table.
  public init() { hasNumberedValues = false }

  /// Makes an empty table of lines whose values stand in a table elsewhere: value n + 1 of a line is number n there.
  ///
  /// Precondition: lines have values up to `numberedValues` alone, and their batches list none.
  public init(numberedValues: Int) {
    hasNumberedValues = true
    mapped = [PurchaseTable.none] + (0..<UInt32(numberedValues))
  }

  /// Orders so far whose lines name different customers; the first is taken.
  public var conflictingCustomers: Int { columns.conflictingCustomers }

  /// A line that was seen before.
  public struct Duplicate: Sendable, Equatable {
    /// Row of the batch.
    public var row: Int
    /// Whether it differs from the line that was kept.
    public var isChanged: Bool

    /// Makes a duplicate that is known from elsewhere.
    public init(row: Int, isChanged: Bool) {
      self.row = row
      self.isChanged = isChanged
    }
  }

  /// Adds the lines of a batch, except those that were seen before, which it gives back.
  public mutating func append(_ batch: PurchaseLines) -> [Duplicate] {
    var duplicates: [Duplicate] = []
    if !hasNumberedValues { map(batch.values) }
    let lines = batch.lines.span
    for row in lines.indices {
      if row + Self.lookahead < lines.count {
        let ahead = lines[row + Self.lookahead]
        columns.orders.prefetch(ahead.order)
        if ahead.customer.exists { customers.prefetch(ahead.customer) }
        // A line that follows one of its order is a further line.
        if ahead.order == lines[row + Self.lookahead - 1].order { furtherLines.prefetch(ahead.key) }
      }
      let number = UInt32(columns.rows.count)
      if let order = columns.orders.insert(lines[row].order, number) {
        if let isChanged = admit(lines[row], to: Int(order)) {
          duplicates.append(Duplicate(row: row, isChanged: isChanged))
        } else if lines[row].status != .cancelled {
          add(lines[row], to: Int(order))
        }
      } else {
        columns.orderIDs.append(batch.orders.bytes.span.extracting(batch.orders.range(row)))
        columns.rows.append(Purchase())
        firstLines.append(FirstLine(lines[row]))
        if lines[row].status != .cancelled { begin(lines[row], Int(number)) }
      }
    }
    return duplicates
  }

  /// Adds a purchase that was gathered elsewhere, all of whose lines are known.
  ///
  /// - Parameters:
  ///   - customer: of its customer's id, or none; what the purchase says of it does not count.
  ///   - lines: its lines where it has several.
  public mutating func append(
    gathered purchase: Purchase, order: Key128, customer key: Key128, id: Span<UInt8>, lines: [PurchaseLineCell]
  ) {
    let number = UInt32(columns.rows.count)
    guard columns.orders.insert(order, number) == nil else { return }
    columns.orderIDs.append(id)
    var row = purchase
    row.customer = key.exists ? customer(key) : PurchaseTable.none
    columns.rows.append(row)
    for line in lines { columns.cells.append(line, Int(number)) }
  }

  /// Bytes of the table that `finish` would make now, and of what is held until then.
  public var byteCount: Int {
    let perPurchase = MemoryLayout<Purchase>.stride + MemoryLayout<FirstLine>.stride + CustomerRuns.entryBytes
    let perLine = MemoryLayout<PurchaseLineCell>.stride
    let keys = columns.orders.byteCount + furtherLines.byteCount + customers.byteCount
    let ids = columns.orderIDs.bytes.count + columns.orderIDs.count * MemoryLayout<UInt32>.stride
    return columns.rows.count * perPurchase + columns.cells.lines.count * perLine + keys + ids
      + customers.count * MemoryLayout<UInt32>.stride
  }

  private mutating func map(_ batch: ByteStrings) {
    mapped.removeAll(keepingCapacity: true)
    mapped.append(PurchaseTable.none)
    for value in 1..<max(1, batch.count) {
      mapped.append(values.intern(batch.bytes.span.extracting(batch.range(value))))
    }
  }

  /// Makes room for `factor` times what there is now, where the size of the exports lets it be foretold.
  ///
  /// Tables of keys that grow step by step cost twice the time and half as much memory again. Customers come back, so
  /// that their number is not foretold.
  public mutating func reserve(times factor: Double) {
    let orderCount = Int(Double(columns.rows.count) * factor)
    columns.orders.reserve(orderCount)
    columns.rows.reserve(orderCount)
    columns.orderIDs.reserve(count: orderCount, byteCount: Int(Double(columns.orderIDs.bytes.count) * factor))
    firstLines.reserve(orderCount)
    furtherLines.reserve(Int(Double(furtherLines.count) * factor))
  }

  /// The finished table; purchases after `lastDay` (days since 1970-01-01) are counted and never matched.
  ///
  /// - Parameter span: first and last moment of all purchases, where these are a part of them.
  public consuming func finish(
    lastDay: Int32, span: PurchaseSpan? = nil
  ) -> PurchaseTable {
    // Nothing repeats a line any more; the room goes before the table makes its own.
    firstLines = FlatList()
    furtherLines = KeyTable()
    return PurchaseTable(columns, customers: customers, values: values, lastDay: lastDay, span: span)
  }

  /// Whether a further line of an order changes one that was seen before; nil where it is new.
  ///
  /// A line's key is its order and number; without numbers no line repeats another.
  private mutating func admit(_ line: PurchaseLines.Line, to order: Int) -> Bool? {
    guard line.key.exists else { return nil }
    let first = firstLines[order]
    let own = FirstLine(line)
    if first.key == own.key, first.keyRest == own.keyRest { return first.digest != own.digest }
    return furtherLines.insert(line.key, line.digest).map { $0 != line.digest }
  }

  /// Takes the first line of an order that counts.
  @inline(__always)
  private mutating func begin(_ line: PurchaseLines.Line, _ order: Int) {
    var row = line.purchase
    row.product = mapped[Int(row.product)]
    row.category = mapped[Int(row.category)]
    row.country = mapped[Int(row.country)]
    row.currency = mapped[Int(row.currency)]
    row.lineCount = 1
    row.isReturned = line.status == .returned
    if line.customer.exists { row.customer = customer(line.customer) }
    columns.rows[order] = row
  }

  @inline(__always)
  private mutating func customer(_ key: Key128) -> UInt32 {
    let number = UInt32(customers.count)
    return customers.insert(key, number) ?? number
  }

  private mutating func add(_ line: PurchaseLines.Line, to order: Int) {
    if columns.rows[order].lineCount == 0 { return begin(line, order) }
    if columns.rows[order].lineCount == 1 { columns.cells.append(columns.rows[order], order) }
    var row = columns.rows[order]
    var other = line.purchase
    other.product = mapped[Int(other.product)]
    other.category = mapped[Int(other.category)]
    other.country = mapped[Int(other.country)]
    other.currency = mapped[Int(other.currency)]
    columns.cells.append(other, order)
    if line.customer.exists { addCustomer(customer(line.customer), to: &row) }
    if other.purchasedAt.microseconds < row.purchasedAt.microseconds { row.purchasedAt = other.purchasedAt }
    if other.promisedAt.microseconds > row.promisedAt.microseconds { row.promisedAt = other.promisedAt }
    Self.addDelivery(other.deliveredAt, to: &row)
    if row.product != other.product { row.product = PurchaseTable.none }
    if row.category != other.category { row.category = PurchaseTable.none }
    if row.country != other.country { row.country = PurchaseTable.none }
    Self.addAmount(other.amount, other.currency, to: &row)
    row.quantity &+= other.quantity
    row.lineCount += 1
    if line.status == .returned { row.isReturned = true }
    columns.rows[order] = row
  }

  private mutating func addCustomer(_ customer: UInt32, to row: inout Purchase) {
    if row.customer == PurchaseTable.none {
      row.customer = customer
    } else if row.customer != customer, !row.hasCustomerConflict {
      row.hasCustomerConflict = true
      columns.conflictingCustomers += 1
    }
  }

  /// An order is delivered when its last line is.
  private static func addDelivery(_ moment: Moment, to row: inout Purchase) {
    let known = row.deliveredAt
    if !known.exists || !moment.exists {
      row.deliveredAt = .none
    } else if moment.microseconds > known.microseconds {
      row.deliveredAt = moment
    }
  }

  /// Amounts of different currencies, unknown amounts and sums beyond 64 bits make the order's amount unknown.
  private static func addAmount(_ amount: Int64, _ currency: UInt32, to row: inout Purchase) {
    if row.currency != currency {
      row.currency = PurchaseTable.none
      row.amount = PurchaseLines.missingAmount
    } else if row.amount != PurchaseLines.missingAmount {
      let (sum, overflow) = row.amount.addingReportingOverflow(amount)
      let isKnown = amount != PurchaseLines.missingAmount && !overflow
      row.amount = isKnown ? sum : PurchaseLines.missingAmount
    }
  }
}

/// What the builder hands to the table.
struct PurchaseColumns: ~Copyable, Sendable {
  /// Purchases by key of their order.
  var orders = KeyTable()
  var orderIDs = ByteStrings()
  var rows = FlatList<Purchase>()
  var cells = PurchaseLineCells()
  var conflictingCustomers = 0
}
