import Buffers
import CSV
import Purchases

/// What joining and admission need of a chunk's comments, without their texts.
struct ExtractedBatch: Sendable {
  var requests: MatchRequests
  var keys: [Key128]
  var digests: [UInt32]
}

/// Reads comments for their keys alone; one a worker.
struct ExtractionWorker: StageWorker, ~Copyable {
  private let plan: RunPlan
  private var readers: UniqueArray<FeedbackReader>
  private(set) var clock: StageClock

  init(_ plan: RunPlan) throws(RunError) {
    self.plan = plan
    clock = plan.timings.clock()
    let sources = plan.definition.feedback
    readers = try UniqueArray(count: sources.count) { (number) throws(RunError) in
      try FeedbackReader(sources[number], zone: plan.zone)
    }
  }

  mutating func process(_ input: InputChunk) throws(RunError) -> ExtractedBatch {
    clock.start()
    let file = plan.inputs.feedback[input.file]
    let source = plan.definition.feedback[file.source]
    // Rejects and counts are those of the reading that makes the tables.
    var rejects: [Reject] = []
    var quality = FileQuality(input: "", source: source.name, file: file.file.name, encoding: "")
    try readers[file.source].read(input, of: file, rejects: &rejects, quality: &quality)
    let count = readers[file.source].rowCount
    var batch = ExtractedBatch(requests: readers[file.source].requests, keys: [], digests: [])
    batch.keys.reserveCapacity(count)
    batch.digests.reserveCapacity(count)
    for row in 0..<count {
      batch.keys.append(readers[file.source].key(row))
      batch.digests.append(readers[file.source].digest(row))
    }
    clock.lap(.spill, rows: count, bytes: input.chunk.bytes.count)
    return batch
  }

  mutating func encode(_ group: Never) throws(RunError) -> Never {}
}

/// A comment's key as it is written aside.
struct SpilledKey: BitwiseCopyable {
  var row: Int
  var key: Key128
  var digest: UInt32
}

/// Writes probes and keys of comments to parts, and numbers the comments in the order of the input.
struct ExtractionSink: OrderedSink, ~Copyable, Sendable {
  static let orderProbes = "order-probes"
  static let customerProbes = "customer-probes"
  static let keys = "keys"

  private let folder: SpillFolder
  private let purchaseParts: SpillParts?
  private let keyParts: SpillParts?
  private var byOrder: SpillWriter
  private var byCustomer: SpillWriter
  private var byKey: SpillWriter
  /// The first comment of each chunk.
  private(set) var firstRows: [Int] = []
  private(set) var rowCount = 0

  /// - Parameters:
  ///   - purchaseParts: nil where the table of purchases is in memory.
  ///   - keyParts: nil where the keys are kept in memory.
  init(_ folder: SpillFolder, purchaseParts: SpillParts?, keyParts: SpillParts?) {
    self.folder = folder
    self.purchaseParts = purchaseParts
    self.keyParts = keyParts
    byOrder = SpillWriter(folder, Self.orderProbes, parts: purchaseParts?.count ?? 0)
    byCustomer = SpillWriter(folder, Self.customerProbes, parts: purchaseParts?.count ?? 0)
    byKey = SpillWriter(folder, Self.keys, parts: keyParts?.count ?? 0)
  }

  mutating func admit(_ batch: ExtractedBatch) throws(RunError) -> [Never] {
    firstRows.append(rowCount)
    for index in batch.keys.indices {
      if let purchaseParts {
        let probe = MatchProbe(row: rowCount, batch.requests, index)
        if probe.order.exists {
          try byOrder.append(probe, to: purchaseParts.part(of: probe.order))
        } else {
          try byCustomer.append(probe, to: purchaseParts.part(of: probe.customer))
        }
      }
      if let keyParts {
        let key = SpilledKey(row: rowCount, key: batch.keys[index], digest: batch.digests[index])
        try byKey.append(key, to: keyParts.part(of: key.key))
      }
      rowCount += 1
    }
    return []
  }

  mutating func finish() throws(RunError) -> [Never] {
    try byOrder.flush()
    try byCustomer.flush()
    try byKey.flush()
    return []
  }

  mutating func append(_ encoded: Never) throws(RunError) {}
}
