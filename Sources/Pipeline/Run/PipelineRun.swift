import Buffers
import CSV
import Columnar
import Dispatch
import Foundation
import Parquet
import Purchases
public import Sentiment
import Text

/// What a run is asked to do besides its pipeline file.
public struct RunRequest: Sendable {
  /// The validated pipeline.
  public var definition: PipelineDefinition
  /// Hexadecimal SHA-256 of the pipeline file's bytes.
  public var definitionDigest: String
  /// Compiled lexicons.
  public var model: SentimentModel
  /// Further lexicons with their contents, for the manifest.
  public var lexicons: [LexiconFile]
  /// `YYYY-MM-DD`.
  public var runDate: RunDate
  /// Folder of the output.
  public var directory: String
  /// Workers, at least 1.
  public var workers: Int
  /// Seconds to wait for another run to leave the output.
  public var waitSeconds = 0
  /// Folder of the run that `change` compares with, or nil for the period before.
  public var previous: String?
  /// Bytes of a chunk; no output depends on it.
  public var chunkBytes = ReadLimits.defaultChunkBytes

  /// Makes a request.
  public init(
    definition: PipelineDefinition, definitionDigest: String, model: SentimentModel, lexicons: [LexiconFile],
    runDate: RunDate, directory: String, workers: Int
  ) {
    self.definition = definition
    self.definitionDigest = definitionDigest
    self.model = model
    self.lexicons = lexicons
    self.runDate = runDate
    self.directory = directory
    self.workers = workers
  }
}

/// What a run has done, for its summary.
public struct RunSummary: Sendable {
  /// Folder of the run.
  public var folder: String
  /// Comments written.
  public var comments: Int64
  /// Feedback records rejected.
  public var feedbackRejects: Int64
  /// Purchases that count.
  public var purchases: Int
  /// Purchase records rejected.
  public var purchaseRejects: Int64
  /// Comments matched to a purchase.
  public var matched: Int64
  /// Tables with their rows.
  public var tables: [(name: String, rows: Int)]
  /// How many workers were live at once.
  public var liveWorkers: Int
}

/// The main job: steps 1, 9, 11 and 12, and the order of everything; the parallel steps are the workers'.
public struct PipelineRun {
  private let request: RunRequest
  private let interruption: Interruption?
  /// How far the run has come.
  public let progress = Progress()

  /// - Parameter interruption: asked now and then; its error stops the run and nothing is published.
  public init(_ request: RunRequest, interruption: Interruption? = nil) {
    self.request = request
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
    return RunPlan(
      definition: definition, inputs: inputs, model: request.model, zone: zone,
      windows: MatchWindows(
        matchDays: definition.match.windowDays, repurchaseDays: definition.match.repurchaseDays,
        lastDay: request.runDate.day),
      dayEnd: zone.end(ofDay: request.runDate.day) * Self.secondMicroseconds,
      mask: PersonalDataMask(Set(definition.privacy.mask.map(\.kind))), amountScale: amountScale, comments: comments,
      cubes: definition.cubes.map { CubePlan($0, comments: comments) },
      insights: InsightPlan(
        definition, comments: comments, drivers: request.model.drivers.names, lastDay: request.runDate.day,
        feedbackBytes: InputPlan.storedBytes(inputs.feedback), previous: request.previous), writerOptions: options)
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
    let digests = InputDigests(inputs)
    progress.setTotal(bytes: InputPlan.plainBytes(inputs.feedback + inputs.purchases))
    let (purchases, purchaseRejects, purchaseQuality) = try readPurchases(plan)
    var rejects = RejectBuffer(plan)
    let first = rejects.append(purchaseRejects.map { $0.shifted(by: inputs.feedback.count) })
    var writers = try TableWriters(plan, folder: output.folder)
    // Batches that are already full go first.
    if !first.isEmpty {
      var worker = try RowGroupWorker(plan, customerCount: 0, purchaseCount: 0)
      for group in first { try writers.append(try worker.encode(group)) }
    }
    let comments = CommentsTable.batch(
      plan.comments, sources: plan.definition.feedback.map(\.name), files: inputs.feedback.map(\.file.name),
      values: Interner(purchases.values))
    let sink = CommentSink(
      plan, comments: comments, files: Self.feedbackQuality(plan), writers: writers, rejects: rejects)
    let source = FileSequence(
      inputs.feedback, formats: plan.definition.feedback.map(\.format), limits: limits, progress: progress)
    let gathered = Guarded<Parcel<RunCounts>?>(nil)
    let run = OrderedRun(source: source, sink: sink, workers: request.workers) { [interruption] in interruption?.error }
    let live = try run.run(workers: request.workers) { (_) throws(RunError) in
      try RunWorker(plan, purchases: purchases, comments: comments)
    } retire: { worker in
      let parcel = Parcel(worker.counts())
      gathered.withLock { value in
        guard let mine = value else { return value = parcel }
        var counts = mine.take()
        counts.merge(parcel.take())
        mine.put(counts)
      }
    }
    let (counted, written) = try run.withSink { (sink) throws(RunError) in (sink.quality, try sink.close()) }
    let feedbackQuality = try Self.adding(run.withSource { $0.bytesByFile }, to: counted)
    var files = written
    guard let counts = gathered.withLock({ $0 })?.take() else {
      throw RunError(.defect, "no worker has counted anything")
    }
    let quality = feedbackQuality + purchaseQuality
    files += try writeTables(plan, counts, purchases, quality, output, previous)
    let gate = QualityGate(
      definition: plan.definition, quality: quality, digests: try digests.wait().map(\.sha256),
      previous: plan.definition.quality.requireNewerInput ? try output.newestEarlierRun() : nil)
    let failures = gate.failures
    if !failures.isEmpty {
      let place = try output.publishFailure(keeping: [RejectsTable.schema.name, QualityTable.schema.name])
      throw RunError(
        .data, failures.joined(separator: "\n") + "\nNothing was published; rejects and quality are in \(place)")
    }
    let manifest = try makeManifest(plan, inputs, digests, quality, purchases, &files, output, tables)
    try output.publish()
    return RunSummary(
      folder: output.target, comments: manifest.counts.comments, feedbackRejects: manifest.counts.feedbackRejects,
      purchases: purchases.count, purchaseRejects: manifest.counts.purchaseRejects,
      matched: feedbackQuality.reduce(0) { $0 + $1.matchedByOrder + $1.matchedByCustomer },
      tables: files.compactMap { file in file.rows.map { (file.path, $0) } }, liveWorkers: live)
  }

  /// Adds the files' bytes, each of which is of the header, of one record, or of a line end.
  private static func adding(
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

  private var limits: ReadLimits { ReadLimits(chunkBytes: request.chunkBytes) }

  private static func feedbackQuality(_ plan: RunPlan) -> [FileQuality] {
    plan.inputs.feedback.map {
      let source = plan.definition.feedback[$0.source]
      return FileQuality(
        input: "feedback", source: source.name, file: $0.file.name, encoding: source.format.encoding)
    }
  }

  private func readPurchases(_ plan: RunPlan) throws(RunError) -> (PurchaseTable, [Reject], [FileQuality]) {
    let files = plan.inputs.purchases.map {
      FileQuality(
        input: "purchases", source: String($0.source), file: $0.file.name,
        encoding: plan.definition.purchases[$0.source].format.encoding)
    }
    let source = FileSequence(
      plan.inputs.purchases, formats: plan.definition.purchases.map(\.format), limits: limits, progress: progress)
    let run = OrderedRun(
      source: source, sink: PurchaseSink(files, plainBytes: InputPlan.plainBytes(plan.inputs.purchases)),
      workers: request.workers
    ) { [interruption] in interruption?.error }
    _ = try run.run(workers: request.workers) { (_) throws(RunError) in
      try PurchaseWorker(plan)
    } retire: { _ in
    }
    let (table, rejects, quality) = try run.withSink { (sink) throws(RunError) in
      (sink.table(lastDay: plan.windows.lastDay), sink.rejects, sink.quality)
    }
    return (table, rejects, try Self.adding(run.withSource { $0.bytesByFile }, to: quality))
  }

  private static let secondMicroseconds: Int64 = 1_000_000

  private func writeTables(
    _ plan: RunPlan, _ counts: consuming RunCounts, _ purchases: PurchaseTable, _ quality: [FileQuality],
    _ output: OutputFolder, _ previous: ChangeCounts?
  ) throws(RunError) -> [WrittenFile] {
    let minimumBase = plan.definition.privacy.minimumBase
    let commented = counts.purchases
    let insights = counts.insights
    let cubes = CubeReport(
      plan.cubes, counts, logs: plan.logBudget.admits(0), repurchaseDays: plan.windows.repurchaseDays
    ) { purchase in
      let amount = purchases.rows[Int(purchase)].amount
      return amount == PurchaseLines.missingAmount ? nil : amount
    }
    let rowGroupRows = plan.definition.output.rowGroupRows
    var files: [WrittenFile] = []
    try cubes.write(amountScale: plan.amountScale, minimumBase: minimumBase) {
      (schema, rowCount, group) throws(RunError) in
      files.append(
        try TableFile.write(
          schema, rowCount: rowCount, folder: output.folder, options: plan.writerOptions, rowGroupRows: rowGroupRows,
          group))
    }
    let purchaseCells = PurchaseCells.batch(
      purchases, commented: commented, amountScale: plan.amountScale, minimumBase: minimumBase,
      lastDay: plan.windows.lastDay)
    let others = insights.take().batches(
      plan.insights, sources: plan.definition.feedback.map(\.name), previous: previous)
    for batch in others + [purchaseCells, QualityTable.batch(quality)] {
      files.append(
        try TableFile.write(
          batch, folder: output.folder, options: plan.writerOptions, rowGroupRows: rowGroupRows))
    }
    return files
  }

  private func makeManifest(
    _ plan: RunPlan, _ inputs: InputPlan, _ digests: InputDigests, _ quality: [FileQuality], _ purchases: PurchaseTable,
    _ files: inout [WrittenFile], _ output: OutputFolder, _ tables: [TableSchema]
  ) throws(RunError) -> Manifest {
    var package = try StagedFile(folder: output.folder, name: DataPackage.fileName)
    try package.write(try JSONText.encode(DataPackage(name: plan.definition.name, schemas: tables)))
    files.append(try package.close())
    let planned = inputs.feedback + inputs.purchases
    let sums = try digests.wait()
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
    var file = try StagedFile(folder: output.folder, name: Manifest.fileName)
    try file.write(try manifest.json())
    _ = try file.close()
    _ = try StagedFile(folder: output.folder, name: "_SUCCESS").close()
    return manifest
  }
}
