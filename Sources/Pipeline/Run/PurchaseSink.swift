import CSV
import Purchases

/// A line that repeats an earlier one.
typealias DuplicateLine = PurchaseTableBuilder.Duplicate

/// Takes the order lines of all exports, chunk by chunk, in the order of the exports.
protocol LineGatherer: ~Copyable, Sendable {
  /// Takes the lines of a chunk and gives back those that are known to repeat earlier ones.
  mutating func append(_ lines: PurchaseLines, file: Int, chunkBytes: Int) throws(RunError) -> [DuplicateLine]
  /// Ends the lines.
  mutating func flush() throws(RunError)
  /// Orders so far whose lines name different customers.
  var conflictingCustomers: Int { get }
}

/// Hands order lines to a gatherer; what repeats becomes a reject.
struct PurchaseSink<Gatherer: LineGatherer & ~Copyable>: OrderedSink, ~Copyable, Sendable {
  private(set) var gatherer: Gatherer
  private(set) var rejects: [Reject] = []
  private(set) var quality: [FileQuality]
  private(set) var clock: StageClock

  init(_ files: [FileQuality], gatherer: consuming Gatherer, clock: StageClock) {
    self.gatherer = gatherer
    self.clock = clock
    quality = files
  }

  mutating func admit(_ batch: PurchaseBatch) throws(RunError) -> [Never] {
    clock.start()
    defer { clock.lap(.gather, rows: batch.lines.count) }
    var batch = batch
    let conflicts = gatherer.conflictingCustomers
    let duplicates = try gatherer.append(
      batch.lines, file: batch.input.file, chunkBytes: batch.input.chunk.bytes.count)
    for duplicate in duplicates {
      let reason: RejectReason = duplicate.isChanged ? .superseded : .duplicate
      batch.rejects.append(
        Reject(
          record: Int(batch.records[duplicate.row]), of: batch.input, reason: reason, column: nil,
          message: "an earlier record has the same order and line; \(reason.meaning)"))
    }
    batch.quality.customerConflicts = Int64(gatherer.conflictingCustomers - conflicts)
    batch.quality.accepted = Int64(batch.lines.count - duplicates.count)
    quality[batch.input.file].addRejects(&batch.rejects)
    quality[batch.input.file].add(batch.quality)
    rejects += batch.rejects
    return []
  }

  mutating func finish() throws(RunError) -> [Never] {
    try gatherer.flush()
    return []
  }

  mutating func append(_ encoded: Never) throws(RunError) {}

  /// Calls `body` with the gatherer, for what it has gathered.
  mutating func withGatherer<Value>(_ body: (inout Gatherer) -> Value) -> Value {
    clock.start()
    defer { clock.lap(.gather) }
    return body(&gatherer)
  }
}

/// Gathers order lines into the table of all purchases.
struct TableGatherer: LineGatherer, ~Copyable, Sendable {
  private var builder = PurchaseTableBuilder()
  /// Bytes of all exports; 0 where one is compressed.
  private let plainBytes: Int
  /// What the table may take.
  private let maximumBytes: Int
  private var isFirst = true
  /// Bytes that the table would have taken, once it is known to be too large.
  private(set) var outgrownBytes: Int?

  init(plainBytes: Int, maximumBytes: Int) {
    self.plainBytes = plainBytes
    self.maximumBytes = maximumBytes
  }

  /// - Throws: `defect`, having set `outgrownBytes`, where the table is larger than it may be.
  mutating func append(_ lines: PurchaseLines, file: Int, chunkBytes: Int) throws(RunError) -> [DuplicateLine] {
    let duplicates = builder.append(lines)
    var bytes = builder.byteCount
    if isFirst, plainBytes > chunkBytes {
      // A twentieth more, since the first lines are not exactly like the others.
      let factor = Double(plainBytes) / Double(chunkBytes) * 1.05
      bytes = Int(Double(bytes) * factor)
      if bytes <= maximumBytes { builder.reserve(times: factor) }
    }
    isFirst = false
    guard bytes <= maximumBytes else {
      outgrownBytes = bytes
      throw RunError(.defect, "the table of purchases takes \(bytes) bytes, and may take \(maximumBytes)")
    }
    return duplicates
  }

  mutating func flush() throws(RunError) {}

  var conflictingCustomers: Int { builder.conflictingCustomers }

  /// The finished table; the gatherer is empty afterwards.
  mutating func table(lastDay: Int32) -> PurchaseTable {
    var taken = PurchaseTableBuilder()
    swap(&taken, &builder)
    return taken.finish(lastDay: lastDay)
  }
}

/// Gives back the lines that are known to repeat others, in a second reading.
struct KnownLines: LineGatherer, ~Copyable, Sendable {
  private let repeated: RowFlags
  private var lineCount = 0

  init(_ repeated: RowFlags) { self.repeated = repeated }

  mutating func append(_ lines: PurchaseLines, file: Int, chunkBytes: Int) throws(RunError) -> [DuplicateLine] {
    guard lineCount + lines.count <= repeated.capacity else {
      throw RunError(.io, "the purchase files have changed between two readings of this run: run again")
    }
    defer { lineCount += lines.count }
    return (0..<lines.count).compactMap { row in
      let flag = repeated[lineCount + row]
      return flag == .first ? nil : DuplicateLine(row: row, isChanged: flag == .superseded)
    }
  }

  mutating func flush() throws(RunError) {}

  var conflictingCustomers: Int { 0 }
}

extension FileQuality {
  /// Counts a chunk's rejects by reason, and puts them into the order of the file.
  mutating func addRejects(_ rejects: inout [Reject]) {
    rejects.sort { $0.byteOffset < $1.byteOffset }
    for reject in rejects {
      rejected[reject.reason, default: 0] += 1
      rejectedBytes += Int64(reject.byteLength)
    }
  }
}
