import Buffers
import CSV
import Purchases

/// Our columns of purchases, numbered as in `PurchaseSource.columns`.
enum PurchaseField: Int {
  case order, line, customer, product, category, country, purchasedAt, promisedAt, deliveredAt, quantity, amount
  case currency, status
}

/// The order lines of one chunk.
struct PurchaseBatch: Sendable {
  var input: InputChunk
  var lines = PurchaseLines()
  /// Per line: its record in the chunk.
  var records: [UInt32] = []
  /// Per line: digest of all fields.
  var digests: [UInt32] = []
  var rejects: [Reject] = []
  var quality: FileQuality
}

/// Reads purchases: a chunk's records parsed and typed.
///
/// One a worker.
struct PurchaseWorker: StageWorker, ~Copyable {
  private let plan: RunPlan
  private let readers: [PurchaseReader]

  init(_ plan: RunPlan) throws(RunError) {
    self.plan = plan
    var readers: [PurchaseReader] = []
    for source in plan.definition.purchases {
      readers.append(try PurchaseReader(source, zone: plan.zone, amountScale: plan.amountScale))
    }
    self.readers = readers
  }

  mutating func process(_ input: InputChunk) throws(RunError) -> PurchaseBatch {
    let file = plan.inputs.purchases[input.file]
    let reader = readers[file.source]
    var batch = PurchaseBatch(
      input: input,
      quality: FileQuality(
        input: "purchases", source: String(file.source), file: file.file.name,
        encoding: reader.source.format.encoding))
    try reader.read(input, of: file, into: &batch)
    batch.quality.records = Int64(batch.lines.count + batch.rejects.count)
    return batch
  }

  /// Purchases are written as cells at the end, not in groups.
  mutating func encode(_ group: Never) throws(RunError) -> Never {}
}

/// Reads the records of one purchase source.
///
/// One a worker, never shared; a class because an array can't hold what is not copyable.
final class PurchaseReader {
  let source: PurchaseSource
  private let amountScale: Int
  private var records: RecordReader
  private var timestamps: TimestampParser
  private let missing: MissingTokens
  private let decimals: DecimalParser
  private let cancelled: [[UInt8]]
  private let returned: [[UInt8]]
  private var takenCounts: (Int64, Int64) = (0, 0)

  /// Quantities are kept in thousandths.
  private static let quantityScale = 3

  init(_ source: PurchaseSource, zone: TimeZoneRules, amountScale: Int) throws(RunError) {
    self.source = source
    self.amountScale = amountScale
    records = try RecordReader(source.format)
    timestamps = try TimestampParser.make(source.format, zone: zone)
    missing = MissingTokens(source.format.missing)
    decimals = DecimalParser(decimal: source.format.decimal)
    cancelled = source.cancelled.map { Array($0.utf8) }
    returned = source.returned.map { Array($0.utf8) }
  }

  func read(_ input: InputChunk, of file: PlannedFile, into batch: inout PurchaseBatch) throws(RunError) {
    try records.read(input, columns: file.header.count, rejects: &batch.rejects)
    for row in 0..<records.table.rowCount {
      if let reject = records.invalidReject(row, input, header: file.header) {
        batch.rejects.append(reject)
      } else {
        read(row, file, &batch)
      }
    }
    let counts = (Int64(timestamps.ambiguousCount), Int64(timestamps.nonexistentCount))
    batch.quality.ambiguousTimes = counts.0 - takenCounts.0
    batch.quality.nonexistentTimes = counts.1 - takenCounts.1
    takenCounts = counts
  }

  /// Arena of all fields of the chunk.
  private var bytes: [UInt8] { records.table.bytes }

  private func range(_ field: PurchaseField, _ row: Int, _ file: PlannedFile) -> Range<Int> {
    let place = file.places[field.rawValue]
    guard place >= 0 else { return 0..<0 }
    let range = records.table.range(row: row, column: place)
    let bytes = bytes
    return missing.contains(bytes.span.extracting(range)) ? range.lowerBound..<range.lowerBound : range
  }

  private func read(_ row: Int, _ file: PlannedFile, _ batch: inout PurchaseBatch) {
    let bytes = bytes
    let order = range(.order, row, file)
    let time = range(.purchasedAt, row, file)
    let moment = time.isEmpty ? nil : timestamps.parse(bytes.span.extracting(time))
    guard !order.isEmpty, let moment else {
      let (reason, field, message): (RejectReason, PurchaseField, String) =
        if order.isEmpty {
          (.missingID, .order, "the order id is empty: a line is known by its order")
        } else if time.isEmpty {
          (.missingTimestamp, .purchasedAt, "the time is empty")
        } else {
          (
            .unreadableTimestamp, .purchasedAt,
            "in none of the formats \(source.format.timestamps.joined(separator: ", ")): see 'formats: timestamp:'"
          )
        }
      let place = file.places[field.rawValue]
      batch.rejects.append(
        Reject(
          record: row, of: batch.input, reason: reason, column: place < 0 ? nil : file.header[place], message: message))
      return
    }
    batch.lines.orders.append(bytes.span.extracting(order))
    batch.lines.lines.append(bytes.span.extracting(range(.line, row, file)))
    batch.lines.customers.append(bytes.span.extracting(range(.customer, row, file)))
    batch.lines.products.append(batch.lines.values.intern(bytes.span.extracting(range(.product, row, file))))
    batch.lines.categories.append(batch.lines.values.intern(bytes.span.extracting(range(.category, row, file))))
    batch.lines.countries.append(batch.lines.values.intern(bytes.span.extracting(range(.country, row, file))))
    batch.lines.currencies.append(batch.lines.values.intern(bytes.span.extracting(range(.currency, row, file))))
    batch.lines.purchasedAt.append(moment)
    batch.lines.promisedAt.append(optionalMoment(.promisedAt, row, file, &batch))
    batch.lines.deliveredAt.append(optionalMoment(.deliveredAt, row, file, &batch))
    batch.lines.quantities.append(number(.quantity, Self.quantityScale, row, file, &batch) ?? 0)
    batch.lines.amounts.append(number(.amount, amountScale, row, file, &batch) ?? PurchaseLines.missingAmount)
    batch.lines.statuses.append(status(range(.status, row, file)))
    batch.records.append(UInt32(row))
    let all =
      records.table.range(row: row, column: 0)
      .lowerBound..<records.table.range(row: row, column: records.table.columnCount - 1).upperBound
    batch.digests.append(UInt32(truncatingIfNeeded: hash64(bytes.span.extracting(all))))
    let time64 = moment.microseconds
    batch.quality.purchasesFrom = min(batch.quality.purchasesFrom ?? time64, time64)
    batch.quality.purchasesUntil = max(batch.quality.purchasesUntil ?? time64, time64)
  }

  private func optionalMoment(
    _ field: PurchaseField, _ row: Int, _ file: PlannedFile, _ batch: inout PurchaseBatch
  ) -> Moment {
    let range = range(field, row, file)
    if range.isEmpty { return .none }
    let bytes = bytes
    guard let moment = timestamps.parse(bytes.span.extracting(range)) else {
      batch.quality.unreadableValues += 1
      return .none
    }
    return moment
  }

  private func number(
    _ field: PurchaseField, _ scale: Int, _ row: Int, _ file: PlannedFile, _ batch: inout PurchaseBatch
  ) -> Int64? {
    let range = range(field, row, file)
    if range.isEmpty { return nil }
    let bytes = bytes
    guard let number = decimals.parse(bytes.span.extracting(range), scale: scale) else {
      batch.quality.unreadableValues += 1
      return nil
    }
    return number
  }

  private func status(_ range: Range<Int>) -> LineStatus {
    if range.isEmpty { return .kept }
    let value = records.table.bytes[range]
    if cancelled.contains(where: { value.elementsEqual($0) }) { return .cancelled }
    if returned.contains(where: { value.elementsEqual($0) }) { return .returned }
    return .kept
  }
}
