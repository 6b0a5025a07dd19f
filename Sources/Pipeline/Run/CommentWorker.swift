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
  let purchases: PurchaseTable
  /// What of the definition is asked for every comment.
  let keepsText: Bool
  let driverNames: [[UInt8]]
  private let writesEvidence: Bool
  private let trustsColumn: Bool
  private let minimumConfidence: Int32
  /// One for each source; empty while it is at work.
  private var readers: UniqueArray<FeedbackReader?>
  private var matches: [PurchaseMatch] = []
  private var analyzer: CommentAnalyzer
  private var analysis = CommentAnalysis()
  var mask: PersonalDataMask
  var buffer: [UInt8] = []

  init(_ plan: RunPlan, purchases: PurchaseTable) throws(RunError) {
    self.plan = plan
    self.purchases = purchases
    let sources = plan.definition.feedback
    readers = try UniqueArray(count: sources.count) { (number) throws(RunError) in
      let reader = try FeedbackReader(sources[number], zone: plan.zone)
      return reader
    }
    analyzer = CommentAnalyzer(plan.model, collectsEvidence: plan.definition.output.evidence)
    mask = plan.mask
    keepsText = plan.definition.privacy.keepText
    driverNames = plan.model.drivers.names.map { Array($0.utf8) }
    writesEvidence = plan.definition.output.evidence
    trustsColumn = plan.definition.language.trustColumn
    minimumConfidence = plan.definition.language.minimumConfidence
  }

  /// The comments of a chunk.
  mutating func process(_ input: InputChunk) throws(RunError) -> CommentBatch {
    let file = plan.inputs.feedback[input.file]
    guard var reader = readers[file.source].take() else { throw RunError(.defect, "a reader is at work twice") }
    let quality = FileQuality(
      input: "feedback", source: reader.source.name, file: file.file.name, encoding: reader.source.format.encoding)
    var batch = plan.batches.take() ?? CommentBatch(comments: plan.comments, quality: quality)
    batch.input = input
    batch.quality = quality
    try reader.read(input, of: file, rejects: &batch.rejects, quality: &batch.quality)
    purchases.match(reader.requests, windows: plan.windows, into: &matches)
    for row in 0..<reader.rowCount { read(row, reader, file, &batch) }
    batch.quality.records = Int64(batch.comments.rowCount + batch.rejects.count)
    readers[file.source] = consume reader
    return batch
  }

  private mutating func read(
    _ row: Int, _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch
  ) {
    let submittedAt = reader.submittedAt[row]
    let given = givenLanguage(row, reader)
    let choice =
      given.map { LanguageChoice.given($0) }
      ?? .identify(minimumConfidence: minimumConfidence)
    analyzer.analyze(reader.bytes.span.extracting(reader.range(.text, row)), choice, into: &analysis)

    var facts = CommentFacts()
    facts.count(.comments)
    appendIdentity(row, submittedAt, reader, &batch, &facts)
    appendRating(row, reader, &batch, &facts)
    appendAnalysis(analysis, isGiven: given != nil, &batch, &facts)
    appendText(row, reader, &batch)
    appendResponse(row, submittedAt, reader, &batch, &facts)
    appendMatch(row, matches[row], reader, &batch, &facts)
    appendOrigin(row, reader, file, &batch)
    appendDrivers(row, analysis, reader, file, &batch)
    if writesEvidence { appendEvidence(row, analysis, reader, &batch) }
    batch.facts.append(facts)
    batch.comments.rowCount += 1
  }

  private func givenLanguage(_ row: Int, _ reader: borrowing FeedbackReader) -> Language? {
    guard trustsColumn else { return nil }
    if let constant = reader.constant(.language) { return Language(tag: constant.span) }
    let range = reader.range(.language, row)
    return range.isEmpty ? nil : Language(tag: reader.bytes.span.extracting(range))
  }
}

/// Values of columns that are known beforehand, as bytes.
enum Names {
  static let user = Array("user".utf8)
  static let column = Array("column".utf8)
  static let text = Array("text".utf8)
  static let labels = SentimentLabel.allCases.map { Array($0.name.utf8) }
  static let languages = Language.allCases.map { Array($0.code.utf8) }
  static let audiences = [Audience.customer, .user, .unknown].map { Array($0.name.utf8) }
  static let matches = [MatchKind.order, .customer, .none].map { Array($0.name.utf8) }
  static let undetermined = Array(Language.undetermined.utf8)
  static let expectations = Expectation.allCases.map { Array($0.name.utf8) }
  static let recommendations = Recommendation.allCases.map { Array($0.name.utf8) }
  static let loyalties = Loyalty.allCases.map { Array($0.name.utf8) }
  static let emotions = Emotion.allCases.map { Array($0.name.utf8) }
}
