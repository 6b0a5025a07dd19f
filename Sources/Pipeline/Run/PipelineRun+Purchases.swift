import Buffers
import CSV
import Purchases

/// The purchases as they were read, before comments are joined to them.
struct PurchaseReading: Sendable {
  enum Gathered: Sendable {
    case table(PurchaseTable)
    /// Lines in parts by their order.
    case lines(SpillFolder, SpillParts, values: ByteStrings, lineCount: Int)
  }

  var gathered: Gathered
  var rejects: [Reject]
  var quality: [FileQuality]
}

// Purchases are read before comments: into one table, or where it would not fit, into parts.
extension PipelineRun {
  /// Reads all purchases.
  ///
  /// - Parameter limit: bytes that their table may take.
  func readPurchases(_ plan: RunPlan, limit: Int, _ output: OutputFolder) throws(RunError) -> PurchaseReading {
    let outgrown: Int
    switch try readTable(plan, limit: limit) {
    case .success(let reading): return reading
    case .failure(let error): outgrown = error.bytes
    }
    progress.repeatBytes()
    let parts = SpillParts(bytes: outgrown, limit: limit)
    let folder = try output.spillFolder()
    let files = InputPlan.storedBytes(plan.inputs.purchases)
    let comments = InputPlan.storedBytes(plan.inputs.feedback)
    try folder.require(files * Self.spilledShare + comments * Self.spilledShare)
    notice(
      "the table of purchases needs about \(MemorySize.text(outgrown)) and may take \(MemorySize.text(limit)): both sides "
        + "are joined in \(parts.count) parts through \(folder.path)")
    let run = purchaseRun(plan, LineSpill(folder, parts))
    try execute(run, plan)
    let bytes = run.withSource { $0.bytesByFile }
    return try run.withSink { (sink) throws(RunError) in
      timings.add(sink.clock)
      return PurchaseReading(
        gathered: .lines(
          folder, parts, values: sink.gatherer.values.strings, lineCount: sink.gatherer.lineCount),
        rejects: sink.rejects, quality: try Self.adding(bytes, to: sink.quality))
    }
  }

  /// Bytes of temporary files for each byte of an export: twice, and a little.
  private static let spilledShare = 2

  private struct Outgrown: Error { var bytes: Int }

  /// The table of all purchases, or how large it would be.
  private func readTable(_ plan: RunPlan, limit: Int) throws(RunError) -> Result<PurchaseReading, Outgrown> {
    let plainBytes = InputPlan.plainBytes(plan.inputs.purchases)
    let run = purchaseRun(plan, TableGatherer(plainBytes: plainBytes, maximumBytes: limit))
    do throws(RunError) { try execute(run, plan) } catch {
      let outgrown = try run.withSink { (sink) throws(RunError) in sink.gatherer.outgrownBytes }
      guard let bytes = outgrown else { throw error }
      // Where sizes tell nothing, as many parts as a table of fifty times the limit needs.
      return .failure(Outgrown(bytes: plainBytes > 0 ? bytes : limit * 50))
    }
    let bytes = run.withSource { $0.bytesByFile }
    return try run.withSink { (sink) throws(RunError) in
      let table = sink.withGatherer { $0.table(lastDay: plan.windows.lastDay) }
      timings.add(sink.clock)
      return .success(
        PurchaseReading(
          gathered: .table(table), rejects: sink.rejects, quality: try Self.adding(bytes, to: sink.quality)))
    }
  }

  /// Reads the purchases again for the rejects, where lines repeat others.
  func rejectRepeated(_ plan: RunPlan, _ repeated: RowFlags, _ reading: inout PurchaseReading) throws(RunError) {
    guard repeated.count > 0 else { return }
    let run = purchaseRun(plan, KnownLines(repeated))
    try execute(run, plan)
    let bytes = run.withSource { $0.bytesByFile }
    (reading.rejects, reading.quality) = try run.withSink { (sink) throws(RunError) in
      (sink.rejects, try Self.adding(bytes, to: sink.quality))
    }
  }

  private func purchaseRun<Gatherer: LineGatherer & ~Copyable>(
    _ plan: RunPlan, _ gatherer: consuming Gatherer
  ) -> OrderedRun<FileSequence, PurchaseSink<Gatherer>> {
    let files = plan.inputs.purchases.map {
      FileQuality(
        input: "purchases", source: String($0.source), file: $0.file.name,
        encoding: plan.definition.purchases[$0.source].format.encoding)
    }
    let source = FileSequence(
      plan.inputs.purchases, formats: plan.definition.purchases.map(\.format), limits: limits, progress: progress,
      digests: plan.digests, firstFile: plan.inputs.feedback.count, clock: timings.clock())
    return OrderedRun(
      source: source, sink: PurchaseSink(files, gatherer: gatherer, clock: timings.clock()), window: plan.memory.window
    ) { [interruption] in interruption?.error }
  }

  private func execute<Gatherer: LineGatherer & ~Copyable>(
    _ run: OrderedRun<FileSequence, PurchaseSink<Gatherer>>, _ plan: RunPlan
  ) throws(RunError) {
    _ = try run.run(workers: request.workers) { (_) throws(RunError) in
      try PurchaseWorker(plan)
    } retire: { worker in
      plan.timings.add(worker.clock)
    }
    timings.add(run.withSource { $0.clock })
    timings.endPhase("purchases", serial: run.times.serial, waiting: run.times.waiting)
  }
}
