import Buffers
import CSV
import Purchases

// Where memory is short, comments are read twice: first for their keys, then for the tables.
extension PipelineRun {
  /// Joins comments to purchases beforehand, and finds those that repeat others, as far as memory makes it necessary.
  ///
  /// - Returns: the purchases, and what is known of the comments; nil where they need not be read twice.
  func prepare(
    _ plan: RunPlan, _ reading: inout PurchaseReading, _ output: OutputFolder
  ) throws(RunError) -> (PurchaseSide, SpilledFeedback?) {
    let keyBytes = MemoryBudget.keyBytes(plan.inputs.feedback)
    var free = plan.memory.tableBytes
    if case .table(let table) = reading.gathered { free -= table.byteCount }
    let keyParts = keyBytes > free ? SpillParts(bytes: keyBytes, limit: plan.memory.tableBytes / 2) : nil
    switch reading.gathered {
    case .table(let table):
      guard let keyParts else { return (.table(table), nil) }
      let folder = try output.spillFolder()
      try folder.require(keyBytes * 2)
      notice(
        "the keys of all comments need about \(MemorySize.text(keyBytes)) and may take \(MemorySize.text(max(0, free))): "
          + "they are compared in \(keyParts.count) parts through \(folder.path)")
      return (.table(table), try extract(plan, folder, purchaseParts: nil, keyParts: keyParts))
    case .lines(let folder, let parts, let values, let lineCount):
      var feedback = try extract(plan, folder, purchaseParts: parts, keyParts: keyParts)
      var clock = timings.clock()
      clock.start()
      var join = PurchaseJoin(folder, parts, windows: plan.windows, values: values, lineCount: lineCount)
      try join.run(rowCount: feedback.firstRows.last ?? 0, interruption: { interruption?.error })
      clock.lap(.spill)
      timings.add(clock)
      timings.endPhase("join", serial: nil, waiting: 0)
      feedback.joined = folder
      try rejectRepeated(plan, join.lines, &reading)
      for (file, conflicts) in join.conflicts { reading.quality[file].customerConflicts += conflicts }
      let purchases = PurchaseParts(
        folder: folder, parts: parts, values: values, count: join.count, futureCount: join.futureCount, span: join.span,
        firstCustomers: join.firstCustomers + [join.customerCount], firstPurchases: join.firstPurchases)
      return (.parts(purchases), feedback)
    }
  }

  /// Reads the comments for their keys.
  private func extract(
    _ plan: RunPlan, _ folder: SpillFolder, purchaseParts: SpillParts?, keyParts: SpillParts?
  ) throws(RunError) -> SpilledFeedback {
    progress.add(total: InputPlan.plainBytes(plan.inputs.feedback))
    let source = FileSequence(
      plan.inputs.feedback, formats: plan.definition.feedback.map(\.format), limits: limits, progress: progress,
      digests: plan.digests, firstFile: 0, clock: timings.clock())
    let run = OrderedRun(
      source: source, sink: ExtractionSink(folder, purchaseParts: purchaseParts, keyParts: keyParts),
      window: plan.memory.window
    ) { [interruption] in interruption?.error }
    _ = try run.run(workers: request.workers) { (_) throws(RunError) in
      try ExtractionWorker(plan)
    } retire: { worker in
      plan.timings.add(worker.clock)
    }
    timings.add(run.withSource { $0.clock })
    let (firstRows, rowCount) = try run.withSink { (sink) throws(RunError) in (sink.firstRows, sink.rowCount) }
    var feedback = SpilledFeedback(firstRows: firstRows + [rowCount], repeated: nil, joined: nil)
    if let keyParts { feedback.repeated = try findRepeated(folder, keyParts, rowCount: rowCount) }
    timings.endPhase("keys", serial: run.times.serial, waiting: run.times.waiting)
    return feedback
  }

  /// The comments that repeat others, found part by part.
  private func findRepeated(_ folder: SpillFolder, _ parts: SpillParts, rowCount: Int) throws(RunError) -> RowFlags {
    var repeated = RowFlags(count: rowCount)
    for part in 0..<parts.count {
      if let error = interruption?.error { throw error }
      var keys = KeyTable()
      var reader = try SpillReader(folder, ExtractionSink.keys, part)
      while let spilled = try reader.next(SpilledKey.self) {
        guard let first = keys.insert(spilled.key, spilled.digest) else { continue }
        repeated.mark(spilled.row, isChanged: first != spilled.digest)
      }
      folder.remove(ExtractionSink.keys, part)
    }
    return repeated
  }
}
