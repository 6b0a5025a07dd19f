import CSV
import Purchases

/// Gathers order lines in the order of the exports; what repeats becomes a reject.
struct PurchaseSink: OrderedSink, ~Copyable, Sendable {
  private var builder = PurchaseTableBuilder()
  private(set) var rejects: [Reject] = []
  private(set) var quality: [FileQuality]
  /// Bytes of all exports; 0 where one is compressed.
  private let plainBytes: Int
  private var isFirst = true

  init(_ files: [FileQuality], plainBytes: Int) {
    quality = files
    self.plainBytes = plainBytes
  }

  mutating func admit(_ batch: PurchaseBatch) throws(RunError) -> [Never] {
    var batch = batch
    let conflicts = builder.conflictingCustomers
    let duplicates = builder.append(batch.lines)
    if isFirst, plainBytes > batch.input.chunk.bytes.count {
      // A twentieth more, since the first lines are not exactly like the others.
      builder.reserve(times: Double(plainBytes) / Double(batch.input.chunk.bytes.count) * 1.05)
    }
    isFirst = false
    for duplicate in duplicates {
      let reason: RejectReason = duplicate.isChanged ? .superseded : .duplicate
      batch.rejects.append(
        Reject(
          record: Int(batch.records[duplicate.row]), of: batch.input, reason: reason, column: nil,
          message: "an earlier record has the same order and line; \(reason.meaning)"))
    }
    batch.quality.customerConflicts = Int64(builder.conflictingCustomers - conflicts)
    batch.quality.accepted = Int64(batch.lines.count - duplicates.count)
    quality[batch.input.file].addRejects(&batch.rejects)
    quality[batch.input.file].add(batch.quality)
    rejects += batch.rejects
    return []
  }

  mutating func finish() throws(RunError) -> [Never] { [] }

  mutating func append(_ encoded: Never) throws(RunError) {}

  /// The finished table; the sink is empty afterwards.
  mutating func table(lastDay: Int32) -> PurchaseTable {
    var taken = PurchaseTableBuilder()
    swap(&taken, &builder)
    return taken.finish(lastDay: lastDay)
  }
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
