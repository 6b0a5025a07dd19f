import Buffers
import CSV
import Columnar
import Dispatch
import Foundation
import Parquet
import Purchases
import Sentiment
import Text

/// The main job: steps 1, 9, 11 and 12, and the order of everything; the parallel steps are the workers'.
public struct PipelineRun {
  let request: RunRequest
  let interruption: Interruption?
  let timings: TimingRecorder
  /// Called with what the user should know of the run's course.
  let notice: @Sendable (String) -> Void
  /// How far the run has come.
  public let progress = Progress()

  /// - Parameters:
  ///   - interruption: asked now and then; its error stops the run and nothing is published.
  ///   - notice: called with what the user should know of the run's course, such as that memory is short.
  public init(
    _ request: RunRequest, interruption: Interruption? = nil,
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.request = request
    timings = TimingRecorder(isOn: request.measuresTimings)
    self.notice = notice
    self.interruption = interruption
  }

  /// What is wrong with the inputs' headers, and the plan where nothing is.
  func planInputs() -> (plan: InputPlan, issues: [DefinitionIssue]) {
    var planner = InputPlanner(request.definition, runDate: request.runDate.text)
    let plan = planner.plan()
    return (plan, planner.issues)
  }

  /// The files that would be read.
  ///
  /// - Throws: what `run` would throw before it begins.
  public func describeInputs() throws(RunError) -> [(kind: String, source: String, path: String)] {
    let (plan, issues) = planInputs()
    try Self.check(issues)
    return plan.feedback.map { ("feedback", request.definition.feedback[$0.source].name, $0.file.path) }
      + plan.purchases.map { ("purchases", String($0.source), $0.file.path) }
  }

  /// Runs to the end.
  ///
  /// - Parameter warn: called with what is worth a look.
  /// - Throws: `RunError`; nothing is published then, but for rejects and quality where the quality gate failed.
  public func run(warn: (DefinitionIssue) -> Void) throws(RunError) -> RunSummary {
    let (inputs, issues) = planInputs()
    for issue in issues where issue.kind == .warning { warn(issue) }
    try Self.check(issues)
    let plan = try makePlan(inputs)
    let tables = Self.tables(plan)
    let previous = try readPrevious(plan)
    let output = try OutputFolder(
      directory: request.directory, runDate: request.runDate.text, waitSeconds: request.waitSeconds,
      tables: tables.map(\.name), interruption: interruption)
    do throws(RunError) { return try run(plan, inputs, tables, output, previous) } catch {
      output.discard()
      throw error
    }
  }

  /// Throws what the issues amount to: the gravest kind, all messages.
  public static func check(_ issues: [DefinitionIssue]) throws(RunError) {
    let errors = issues.filter { $0.kind != .warning }
    guard !errors.isEmpty else { return }
    let kind: RunError.Kind =
      if errors.contains(where: { $0.kind == .definition }) {
        .definition
      } else if errors.contains(where: { $0.kind == .missing }) {
        .noInput
      } else if errors.contains(where: { $0.kind == .io }) {
        .io
      } else { .data }
    throw RunError(kind, errors.map(\.description).joined(separator: "\n"))
  }

  private func makePlan(_ inputs: InputPlan) throws(RunError) -> RunPlan {
    let definition = request.definition
    guard let zone = TimeZoneRules(name: definition.timeZone) else {
      throw RunError(.definition, "\(definition.file): unknown time zone '\(definition.timeZone)'")
    }
    var options = WriterOptions()
    options.compression =
      definition.output.compresses ? .zstd(level: definition.output.compressionLevel) : .uncompressed
    options.createdBy = WriterOptions.createdBy(version: Version.number, build: "release")
    let amountScale = definition.purchases.map(\.amountScale).max() ?? Defaults.amountScale
    let comments = CommentsTable.schema(extras: inputs.extras, amountScale: amountScale)
    var memory = try MemoryBudget(
      total: request.memoryBytes, workers: request.workers, chunkBytes: request.chunkBytes, output: definition.output,
      keepsText: definition.privacy.keepText)
    if let tableBytes = request.tableBytes { memory.tableBytes = tableBytes }
    return RunPlan(
      definition: definition, inputs: inputs, model: request.model, zone: zone,
      windows: MatchWindows(
        matchDays: definition.match.windowDays, repurchaseDays: definition.match.repurchaseDays,
        lastDay: request.runDate.day),
      dayEnd: zone.end(ofDay: request.runDate.day) * TimeZoneRules.secondMicroseconds,
      mask: PersonalDataMask(Set(definition.privacy.mask.map(\.kind))), amountScale: amountScale, comments: comments,
      cubes: definition.cubes.map { CubePlan($0, comments: comments) },
      insights: InsightPlan(
        definition, comments: comments, drivers: request.model.drivers.names, lastDay: request.runDate.day,
        feedbackBytes: InputPlan.storedBytes(inputs.feedback), previous: request.previous), writerOptions: options,
      timings: timings,
      digests: InputDigests(count: inputs.feedback.count + inputs.purchases.count, isTimed: timings.isOn),
      memory: memory)
  }

  private func readPrevious(_ plan: RunPlan) throws(RunError) -> ChangeCounts? {
    guard let folder = request.previous else { return nil }
    guard let change = plan.insights.change else {
      throw RunError(.usage, "--previous: the pipeline has no 'change:' that says what is compared")
    }
    return try PreviousRun.read(folder, change)
  }

  /// All tables of a run, in the order of the manifest.
  private static func tables(_ plan: RunPlan) -> [TableSchema] {
    var tables = [plan.comments, DriversTable.schema]
    if plan.definition.output.evidence { tables.append(EvidenceTable.schema) }
    tables += plan.cubes.map { CubeTable.schema($0, amountScale: plan.amountScale) }
    tables += plan.insights.tables
    return tables + [PurchaseCells.schema(amountScale: plan.amountScale), RejectsTable.schema, QualityTable.schema]
  }

  private func run(
    _ plan: RunPlan, _ inputs: InputPlan, _ tables: [TableSchema], _ output: OutputFolder, _ previous: ChangeCounts?
  ) throws(RunError) -> RunSummary {
    timings.endPhase("plan", serial: nil, waiting: 0)
    progress.setTotal(bytes: InputPlan.plainBytes(inputs.feedback + inputs.purchases))
    let keyBytes = MemoryBudget.keyBytes(inputs.feedback)
    // Purchases may take what keys leave, and half at least.
    let limit = max(plan.memory.tableBytes / 2, plan.memory.tableBytes - keyBytes)
    var reading = try readPurchases(plan, limit: limit, output)
    let (purchases, spilled) = try prepare(plan, &reading, output)
    var rejects = RejectBuffer(plan)
    let first = rejects.append(reading.rejects.map { $0.shifted(by: inputs.feedback.count) })
    var writers = try TableWriters(plan, output)
    // Batches that are already full go first.
    if !first.isEmpty {
      var worker = try RowGroupWorker(plan, customerCount: 0, purchaseCount: 0)
      for group in first { try writers.append(try worker.encode(group)) }
    }
    let comments = CommentsTable.batch(
      plan.comments, sources: plan.definition.feedback.map(\.name), files: inputs.feedback.map(\.file.name),
      values: Interner(purchases.values))
    let sink = CommentSink(
      plan, comments: comments, files: Self.feedbackQuality(plan), writers: writers, rejects: rejects,
      repeated: spilled?.repeated)
    let source = FileSequence(
      inputs.feedback, formats: plan.definition.feedback.map(\.format), limits: limits, progress: progress,
      digests: plan.digests, firstFile: 0, clock: timings.clock())
    let gathered = Guarded<Parcel<RunCounts>?>(nil)
    let run = OrderedRun(
      source: CommentSequence(source, spilled), sink: sink, window: plan.memory.window
    ) { [interruption] in interruption?.error }
    let live = try run.run(workers: request.workers) { (_) throws(RunError) in
      try RunWorker(plan, purchases: purchases, comments: comments)
    } retire: { worker in
      var worker = worker
      worker.report(to: plan.timings)
      let parcel = Parcel(worker.counts())
      gathered.withLock { value in
        guard let mine = value else { return value = parcel }
        var counts = mine.take()
        counts.merge(parcel.take())
        mine.put(counts)
      }
    }
    let (counted, written) = try run.withSink { (sink) throws(RunError) in
      let files = try sink.close()
      timings.add(sink.clock)
      return (sink.quality, files)
    }
    timings.add(run.withSource { $0.files.clock })
    plan.giveRoomBack()
    timings.endPhase("comments", serial: run.times.serial, waiting: run.times.waiting)
    let feedbackQuality = try Self.adding(run.withSource { $0.files.bytesByFile }, to: counted)
    var files = written
    guard let counts = gathered.withLock({ $0 })?.take() else {
      throw RunError(.defect, "no worker has counted anything")
    }
    let quality = feedbackQuality + reading.quality
    var clock = timings.clock()
    clock.start()
    files += try writeTables(plan, counts, purchases, quality, output, previous)
    clock.lap(.tables)
    timings.add(clock)
    timings.endPhase("tables", serial: nil, waiting: 0)
    let gate = QualityGate(
      definition: plan.definition, quality: quality, digests: try plan.digests.all().map(\.sha256),
      previous: plan.definition.quality.requireNewerInput ? try output.newestEarlierRun() : nil)
    let failures = gate.failures
    if !failures.isEmpty {
      let place = try output.publishFailure(keeping: [RejectsTable.schema.name, QualityTable.schema.name])
      throw RunError(
        .data, failures.joined(separator: "\n") + "\nNothing was published; rejects and quality are in \(place)")
    }
    let manifest = try makeManifest(plan, inputs, quality, purchases, &files, output, tables)
    try output.publish()
    timings.endPhase("publish", serial: nil, waiting: 0)
    return RunSummary(
      folder: output.target, comments: manifest.counts.comments, feedbackRejects: manifest.counts.feedbackRejects,
      purchases: purchases.count, purchaseRejects: manifest.counts.purchaseRejects,
      matched: feedbackQuality.reduce(0) { $0 + $1.matchedByOrder + $1.matchedByCustomer },
      mojibake: feedbackQuality.reduce(0) { $0 + $1.mojibake },
      tables: files.compactMap { file in file.rows.map { (file.path, $0) } }, liveWorkers: live,
      timings: timings.finish())
  }

  /// Adds the files' bytes, each of which is of the header, of one record, or of a line end.
  static func adding(
    _ bytes: [(all: Int, header: Int, empty: Int)], to counted: [FileQuality]
  ) throws(RunError) -> [FileQuality] {
    var quality = counted
    for (index, file) in bytes.enumerated() {
      quality[index].bytes = Int64(file.all)
      quality[index].headerBytes = Int64(file.header)
      quality[index].lineEndBytes += Int64(file.empty)
      let sum = quality[index].headerBytes + quality[index].recordBytes + quality[index].lineEndBytes
      guard sum == quality[index].bytes else {
        throw RunError(
          .defect, "\(quality[index].file): \(file.all) bytes were read and \(sum) are accounted for; please report it")
      }
    }
    return quality
  }

  var limits: ReadLimits { ReadLimits(chunkBytes: request.chunkBytes) }

  private static func feedbackQuality(_ plan: RunPlan) -> [FileQuality] {
    plan.inputs.feedback.map {
      let source = plan.definition.feedback[$0.source]
      return FileQuality(
        input: "feedback", source: source.name, file: $0.file.name, encoding: source.format.encoding)
    }
  }

  private func makeManifest(
    _ plan: RunPlan, _ inputs: InputPlan, _ quality: [FileQuality], _ purchases: PurchaseSide,
    _ files: inout [WrittenFile], _ output: OutputFolder, _ tables: [TableSchema]
  ) throws(RunError) -> Manifest {
    var package = try StagedFile(output, name: DataPackage.fileName)
    try package.write(try JSONText.encode(DataPackage(name: plan.definition.name, schemas: tables)))
    files.append(package.close())
    let planned = inputs.feedback + inputs.purchases
    let sums = try plan.digests.all()
    let listed = zip(zip(planned, sums), quality).map { pair, quality in
      Manifest.Input(
        input: quality.input, source: quality.source, file: pair.0.file.name, bytes: pair.1.bytes,
        sha256: pair.1.sha256, records: quality.records, accepted: quality.accepted, rejected: quality.rejectedCount)
    }
    func sum(_ input: String, _ value: (FileQuality) -> Int64) -> Int64 {
      quality.filter { $0.input == input }.reduce(0) { $0 + value($1) }
    }
    var manifest = Manifest(
      runDate: request.runDate.text, timeZone: plan.definition.timeZone, pipeline: plan.definition.name,
      pipelineSHA256: request.definitionDigest, lexicons: Digests.lexicons(request.lexicons), inputs: listed,
      counts: Manifest.Counts(
        feedbackRecords: sum("feedback", \.records), comments: sum("feedback", \.accepted),
        feedbackRejects: sum("feedback", \.rejectedCount), purchaseRecords: sum("purchases", \.records),
        purchaseLines: sum("purchases", \.accepted), purchaseRejects: sum("purchases", \.rejectedCount),
        purchases: purchases.count, futurePurchases: purchases.futureCount),
      files: files.sorted { $0.path < $1.path })
    if let previous = request.previous { manifest.previousManifestSHA256 = try PreviousRun.digest(previous) }
    var file = try StagedFile(output, name: Manifest.fileName)
    try file.write(try manifest.json())
    _ = file.close()
    _ = try StagedFile(output, name: "_SUCCESS").close()
    return manifest
  }
}
