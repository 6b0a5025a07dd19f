import Buffers
import CSV
import Columnar
import Purchases
import Satisfaction
import Sentiment
import Text

/// Steps 2 to 8 of a comment's way: a chunk's records parsed, understood, matched to purchases, and laid out as rows.
///
/// One a worker: it owns the parsers, the analyzer and all buffers. Nothing is shared but what `RunPlan` and the purchase table
/// hold, which never change.
struct CommentWorker: ~Copyable {
  let plan: RunPlan
  let purchases: PurchaseSide
  /// What of the definition is asked for every comment.
  let keepsText: Bool
  private let writesEvidence: Bool
  private let trustsColumn: Bool
  private let minimumConfidence: Int32
  /// One for each source; empty while it is at work.
  private var readers: UniqueArray<FeedbackReader?>
  /// No rows of `comments`, laid out.
  private let comments: RecordBatch
  // Of the chunk's rows.
  var understood: [UnderstoodComment] = []
  var matched = MatchedPurchases()
  /// Where the ids of the matched orders lie.
  var orderPlaces: [BytePlace] = []
  var areOrdersNamed: [Bool] = []
  /// Numbers of one column, before they are written.
  var scratch: [Int64] = []
  var codes: [UInt32] = []
  /// What the comments say of drivers, in the order in which they were read; and where each row's stands.
  var sentiments: [DriverSentiment] = []
  private var sentimentRanges: [Range<Int>] = []
  private var languageOrder = LanguageOrder()
  private var analyzer: CommentAnalyzer
  private var analysis = CommentAnalysis()
  var mask: PersonalDataMask
  var buffer: [UInt8] = []
  private(set) var clock: StageClock

  /// - Parameter comments: no rows of `comments`, laid out (`CommentsTable.batch`).
  init(_ plan: RunPlan, purchases: PurchaseSide, comments: RecordBatch) throws(RunError) {
    self.plan = plan
    self.comments = comments
    self.purchases = purchases
    let sources = plan.definition.feedback
    readers = try UniqueArray(count: sources.count) { (number) throws(RunError) in
      let reader = try FeedbackReader(sources[number], zone: plan.zone)
      return reader
    }
    analyzer = CommentAnalyzer(plan.model, collectsEvidence: plan.definition.output.evidence)
    clock = plan.timings.clock()
    if clock.isOn { analyzer.clock = LapClock(.monotonic) }
    mask = plan.mask
    keepsText = plan.definition.privacy.keepText
    writesEvidence = plan.definition.output.evidence
    trustsColumn = plan.definition.language.trustColumn
    minimumConfidence = plan.definition.language.minimumConfidence
  }

  /// Hands on what was measured.
  mutating func report(to timings: TimingRecorder) {
    guard clock.isOn else { return }
    // The steps are measured by another clock, comment by comment: their shares count.
    let steps: [(CommentStep, Stage)] = [(.tokens, .tokens), (.language, .language), (.stems, .stems)]
    let measured = CommentStep.allCases.reduce(0) { $0 + analyzer.clock.nanoseconds($1.rawValue) }
    let spent = clock.nanoseconds(.score)
    for (step, stage) in steps where measured > 0 {
      let share = Double(analyzer.clock.nanoseconds(step.rawValue)) / Double(measured)
      clock.move(Int64(Double(spent) * share), from: .score, to: stage)
    }
    timings.add(clock)
    timings.add(words: analyzer.wordCount, new: analyzer.newWordCount)
  }

  /// The comments of a chunk.
  mutating func process(_ input: InputChunk) throws(RunError) -> Parcel<CommentBatch> {
    let file = plan.inputs.feedback[input.file]
    guard var reader = readers[file.source].take() else { throw RunError(.defect, "a reader is at work twice") }
    let quality = FileQuality(
      input: "feedback", source: reader.source.name, file: file.file.name, encoding: reader.source.format.encoding)
    let parcel = plan.batches.take() ?? Parcel(CommentBatch(comments: comments, quality: quality))
    var batch = parcel.take()
    batch.input = input
    batch.quality = quality
    clock.start()
    try reader.read(input, of: file, rejects: &batch.rejects, quality: &batch.quality)
    clock.lap(.parse, rows: input.chunk.records.count, bytes: input.chunk.bytes.count)
    try match(reader, input)
    clock.lap(.match, rows: matched.matches.count)
    understand(reader, file, &batch)
    clock.lap(.score, rows: reader.rowCount)
    layOut(reader, file, &batch)
    clock.lap(.rows, rows: reader.rowCount)
    batch.quality.records = Int64(batch.comments.rowCount + batch.rejects.count)
    parcel.put(batch)
    readers[file.source] = consume reader
    return parcel
  }

  /// Reads the texts, those of one language one after the other; then writes the rows of the dependent tables in order.
  ///
  /// In the loop nothing is asked of the worker itself: a method that borrows it would be given a copy for each row, 2 KiB.
  private mutating func understand(
    _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch
  ) {
    understood.removeAll(keepingCapacity: true)
    understood.append(
      contentsOf: repeatElement(UnderstoodComment(CommentAnalysis(), isGiven: false), count: reader.rowCount))
    sentiments.removeAll(keepingCapacity: true)
    sentimentRanges.removeAll(keepingCapacity: true)
    sentimentRanges.append(contentsOf: repeatElement(0..<0, count: reader.rowCount))
    let (model, writesEvidence, trustsColumn) = (plan.model, writesEvidence, trustsColumn)
    let identified = LanguageChoice.identify(minimumConfidence: minimumConfidence)
    var order = LanguageOrder()
    swap(&order, &languageOrder)
    // Evidence is written on the way.
    order.arrange(reader.rowCount) { row in writesEvidence ? 0 : Self.languageHint(row, reader) }
    for place in 0..<reader.rowCount {
      let row = Int(order.rows[place])
      let given = trustsColumn ? Self.givenLanguage(row, reader) : nil
      let choice = given.map { LanguageChoice.given($0) } ?? identified
      analyzer.analyze(reader.bytes.span.extracting(reader.range(.text, row)), choice, into: &analysis)
      understood[row] = UnderstoodComment(analysis, isGiven: given != nil)
      sentimentRanges[row] = sentiments.count..<sentiments.count + analysis.drivers.count
      for driver in analysis.drivers { sentiments.append(driver) }
      if writesEvidence { Self.appendEvidence(row, analysis, of: model, reader, &batch) }
    }
    swap(&order, &languageOrder)
    appendDrivers(sentimentRanges, reader, file, &batch)
  }

  /// The first two bytes of what the export says of the language, whether it is trusted or not.
  private static func languageHint(_ row: Int, _ reader: borrowing FeedbackReader) -> UInt16 {
    let range = reader.range(.language, row)
    guard range.count >= 2 else { return 0 }
    return UInt16(reader.bytes[range.lowerBound]) << 8 | UInt16(reader.bytes[range.lowerBound + 1])
  }

  /// Writes the columns of `comments`, one after the other.
  private mutating func layOut(_ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch) {
    var facts: [CommentFacts] = []
    swap(&facts, &batch.facts)
    for row in understood.indices { facts.append(CommentFacts(understood[row])) }
    appendIdentity(reader, &batch, &facts)
    appendRatings(reader, &batch, &facts)
    appendUnderstanding(&batch)
    appendTexts(reader, &batch)
    appendResponses(reader, file, &batch, &facts)
    appendMatches(&batch, &facts)
    appendPurchases(reader, &batch, &facts)
    appendOrigin(reader, file, &batch)
    for row in facts.indices { facts[row].combine() }
    swap(&facts, &batch.facts)
    batch.comments.rowCount += reader.rowCount
  }

  private static func givenLanguage(_ row: Int, _ reader: borrowing FeedbackReader) -> Language? {
    if let constant = reader.constant(.language) { return Language(tag: constant.span) }
    let range = reader.range(.language, row)
    return range.isEmpty ? nil : Language(tag: reader.bytes.span.extracting(range))
  }
}
