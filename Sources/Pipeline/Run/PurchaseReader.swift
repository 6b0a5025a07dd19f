import Buffers
import CSV
import Purchases

/// Our columns of purchases, numbered as in `PurchaseSource.columns`.
enum PurchaseField: Int {
  case order, line, customer, product, category, country, purchasedAt, promisedAt, deliveredAt, quantity, amount
  case currency, status
}

/// Reads the records of one purchase source: ids become keys, values become numbers, times and amounts are parsed.
///
/// One a worker and source.
struct PurchaseReader: ~Copyable {
  private let source: PurchaseSource
  private let amountScale: Int
  /// The run date.
  private let lastDay: Int32
  private var records: RecordReader
  private var timestamps: TimestampParser
  private var values: ValueNumbers
  private let decimals: DecimalParser
  private let cancelled: ByteStrings
  private let returned: ByteStrings
  /// Places of our columns in the file that is read.
  private var places: [Int] = []

  /// Quantities are kept in thousandths.
  private static let quantityScale = 3

  init(_ source: PurchaseSource, zone: TimeZoneRules, amountScale: Int, lastDay: Int32) throws(RunError) {
    let timestamps = try TimestampParser.make(source.format, zone: zone)
    let records = try RecordReader(source.format)
    self.source = source
    self.amountScale = amountScale
    self.lastDay = lastDay
    self.timestamps = timestamps
    self.records = records
    values = ValueNumbers()
    decimals = DecimalParser(decimal: source.format.decimal)
    cancelled = Self.names(source.cancelled)
    returned = Self.names(source.returned)
  }

  /// Reads a chunk of `file`: lines, rejects and counts go to `batch`.
  mutating func read(_ input: InputChunk, of file: PlannedFile, into batch: inout PurchaseBatch) throws(RunError) {
    try records.read(input, columns: file.header.count, rejects: &batch.rejects, quality: &batch.quality)
    places = file.places
    let times = (timestamps.ambiguousCount, timestamps.nonexistentCount)
    let count = records.table.rowCount
    batch.lines = PurchaseLines(capacity: count, orderBytes: count * 12)
    batch.records.reserveCapacity(count)
    var first = Int64.max
    var last = Int64.min
    let bytes = records.table.bytes
    for row in 0..<count {
      if let reject = records.invalidReject(row, input, header: file.header) {
        batch.rejects.append(reject)
        continue
      }
      let order = field(.order, row)
      let time = field(.purchasedAt, row)
      let moment = time.isEmpty ? nil : timestamps.parse(bytes.span.extracting(time.range))
      guard !order.isEmpty, let moment else {
        batch.rejects.append(reject(row, input, file, hasOrder: !order.isEmpty, hasTime: !time.isEmpty))
        continue
      }
      first = min(first, moment.microseconds)
      last = max(last, moment.microseconds)
      let line = readLine(row, bytes.span, order, moment, &batch.quality)
      batch.lines.append(line, order: bytes.span.extracting(order.range))
      batch.records.append(UInt32(row))
    }
    batch.lines.values = values.take()
    if !batch.records.isEmpty {
      batch.quality.purchasesFrom = first
      batch.quality.purchasesUntil = last
    }
    batch.quality.ambiguousTimes = Int64(timestamps.ambiguousCount - times.0)
    batch.quality.nonexistentTimes = Int64(timestamps.nonexistentCount - times.1)
  }

  @inline(__always)
  private func field(_ field: PurchaseField, _ row: Int) -> FieldRange {
    records.field(places[field.rawValue], row)
  }

  @inline(__always)
  private mutating func readLine(
    _ row: Int, _ bytes: Span<UInt8>, _ order: FieldRange, _ purchasedAt: Moment, _ quality: inout FileQuality
  ) -> PurchaseLines.Line {
    var line = PurchaseLines.Line()
    line.order = Key128(bytes.extracting(order.range))
    let lineNumber = field(.line, row)
    if !lineNumber.isEmpty {
      line.key = line.order.paired(with: Key128(bytes.extracting(lineNumber.range)))
    }
    let customer = field(.customer, row)
    if !customer.isEmpty { line.customer = Key128(bytes.extracting(customer.range)) }
    line.digest = records.digest(row)
    line.status = status(bytes.extracting(field(.status, row).range))
    line.purchase.product = value(.product, row, bytes)
    line.purchase.category = value(.category, row, bytes)
    line.purchase.country = value(.country, row, bytes)
    line.purchase.currency = value(.currency, row, bytes)
    line.purchase.purchasedAt = purchasedAt
    if let moment = moment(.promisedAt, row, bytes, &quality) { line.purchase.promisedAt = moment }
    if purchasedAt.day > lastDay { quality.inFuture += 1 }
    if let moment = moment(.deliveredAt, row, bytes, &quality) {
      line.purchase.deliveredAt = moment
      if !purchasedAt.isAtOrBefore(moment) { quality.deliveredBefore += 1 }
    }
    if let quantity = number(.quantity, Self.quantityScale, row, bytes, &quality) { line.purchase.quantity = quantity }
    if let amount = number(.amount, amountScale, row, bytes, &quality) { line.purchase.amount = amount }
    return line
  }

  @inline(__always)
  private mutating func value(_ field: PurchaseField, _ row: Int, _ bytes: Span<UInt8>) -> UInt32 {
    values.number(of: bytes.extracting(self.field(field, row).range))
  }

  @inline(__always)
  private mutating func moment(
    _ field: PurchaseField, _ row: Int, _ bytes: Span<UInt8>, _ quality: inout FileQuality
  ) -> Moment? {
    let range = self.field(field, row)
    if range.isEmpty { return nil }
    let moment = timestamps.parse(bytes.extracting(range.range))
    if moment == nil { quality.unreadableValues += 1 }
    return moment
  }

  @inline(__always)
  private func number(
    _ field: PurchaseField, _ scale: Int, _ row: Int, _ bytes: Span<UInt8>, _ quality: inout FileQuality
  ) -> Int64? {
    let range = self.field(field, row)
    if range.isEmpty { return nil }
    let number = decimals.parse(bytes.extracting(range.range), scale: scale)
    if number == nil { quality.unreadableValues += 1 }
    return number
  }

  @inline(__always)
  private func status(_ value: Span<UInt8>) -> LineStatus {
    if value.isEmpty { return .kept }
    if Self.contains(cancelled, value) { return .cancelled }
    return Self.contains(returned, value) ? .returned : .kept
  }

  private static func names(_ texts: [String]) -> ByteStrings {
    var names = ByteStrings()
    for text in texts { names.append(text) }
    return names
  }

  @inline(__always)
  private static func contains(_ names: ByteStrings, _ value: Span<UInt8>) -> Bool {
    let bytes = names.bytes.span
    for name in 0..<names.count where value.hasSameBytes(as: bytes.extracting(names.range(name))) { return true }
    return false
  }

  private func reject(
    _ record: Int, _ input: InputChunk, _ file: PlannedFile, hasOrder: Bool, hasTime: Bool
  ) -> Reject {
    let (reason, field, message): (RejectReason, PurchaseField, String) =
      if !hasOrder {
        (.missingID, .order, "the order id is empty: a line is known by its order")
      } else if !hasTime {
        (.missingTimestamp, .purchasedAt, "the time is empty")
      } else {
        (
          .unreadableTimestamp, .purchasedAt,
          "in none of the formats \(source.format.timestamps.joined(separator: ", ")): see 'formats: timestamp:'"
        )
      }
    let place = places[field.rawValue]
    return Reject(
      record: record, of: input, reason: reason, column: place < 0 ? nil : file.header[place], message: message)
  }
}
