import Buffers
import CSV
import Purchases

/// The order lines of one chunk.
struct PurchaseBatch: Sendable {
  var input: InputChunk
  var lines = PurchaseLines()
  /// Per line: its record in the chunk.
  var records: [UInt32] = []
  var rejects: [Reject] = []
  var quality: FileQuality
}

/// Reads purchases: a chunk's records parsed and typed.
///
/// One a worker.
struct PurchaseWorker: StageWorker, ~Copyable {
  private let plan: RunPlan
  private var readers: UniqueArray<PurchaseReader>
  private(set) var clock: StageClock

  init(_ plan: RunPlan) throws(RunError) {
    self.plan = plan
    clock = plan.timings.clock()
    let sources = plan.definition.purchases
    readers = try UniqueArray(count: sources.count) { (number) throws(RunError) in
      try PurchaseReader(
        sources[number], zone: plan.zone, amountScale: plan.amountScale, lastDay: plan.windows.lastDay)
    }
  }

  mutating func process(_ input: InputChunk) throws(RunError) -> PurchaseBatch {
    let file = plan.inputs.purchases[input.file]
    var batch = PurchaseBatch(
      input: input,
      quality: FileQuality(
        input: "purchases", source: String(file.source), file: file.file.name,
        encoding: plan.definition.purchases[file.source].format.encoding))
    clock.start()
    try readers[file.source].read(input, of: file, into: &batch)
    clock.lap(.parse, rows: input.chunk.records.count, bytes: input.chunk.bytes.count)
    batch.quality.records = Int64(batch.lines.count + batch.rejects.count)
    return batch
  }

  /// Purchases are written as cells at the end, not in groups.
  mutating func encode(_ group: Never) throws(RunError) -> Never {}
}
