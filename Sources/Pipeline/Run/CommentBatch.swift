import Buffers
import CSV
import Columnar
import Satisfaction

/// What the cells need of one comment, besides the columns of its row.
struct CommentFacts: BitwiseCopyable, Sendable {
  /// Bit n is 1 where `Measure` n counts the comment.
  var counted: UInt64 = Measure.comments.bit
  /// Stands for the customer's id; meaningless where `anonymous` is counted.
  var customerHash: UInt64 = 0
  /// Number of the customer in the purchase table, or none.
  var purchaseCustomer: UInt32 = .max
  /// Number of the matched purchase, or none.
  var purchase: UInt32 = .max
  /// How long it waited for a response, or waits, as `ResponseTime` writes it.
  var response: UInt16 = ResponseTime.none

  mutating func count(_ measure: Measure) { counted |= measure.bit }

  func counts(_ measure: Measure) -> Bool { counted & measure.bit != 0 }

  /// Counts what several facts together count.
  mutating func combine() {
    if counts(.cardComments), counts(.praise) { count(.cardPraise) }
    guard counts(.complaint) else { return }
    if counts(.timed) { count(.complaintTimed) }
    if counts(.inTime) { count(.complaintInTime) }
    if counts(.overdue) { count(.complaintOverdue) }
    if counts(.repurchaseKnown), !counts(.anonymous) { count(.complaintOutcomeKnown) }
  }
}

/// What a comment says of one driver: a row of `drivers` without the comment's key.
struct DriverRow: BitwiseCopyable, Sendable {
  /// Number in the model's list.
  var driver: UInt8
  /// Raw value of a label, or `unlabelled`.
  var label: UInt8
  /// In thousandths; 0 without a label.
  var score: Int32
  /// In hundredths, or `unrated`.
  var rating: Int32
  /// The comment's score without the driver's own evidence, in thousandths.
  var rest: Int32 = 0

  static let unlabelled = UInt8.max
  static let unrated = Int32.min
}

/// The comments of one chunk, understood and matched: rows of the output tables, and what admission needs.
struct CommentBatch: ~Copyable, Sendable {
  /// The chunk, for the raw bytes of duplicates.
  var input = InputChunk(file: 0, chunk: Chunk())
  /// Rows of `comments`.
  var comments: RecordBatch
  var facts: [CommentFacts] = []
  /// Per row: its record in the chunk.
  var records: [UInt32] = []
  /// Per row: of source and id.
  var keys: [Key128] = []
  /// Per row: digest of all fields.
  var digests: [UInt32] = []
  /// Rows of `drivers`, and where each comment's end.
  var drivers: [DriverRow] = []
  var driverEnds: [UInt32] = []
  /// Rows of `evidence`, and where each comment's end; empty unless asked for.
  var evidence = RecordBatch(schema: EvidenceTable.schema)
  var evidenceEnds: [UInt32] = []
  var rejects: [Reject] = []
  var quality: FileQuality

  /// Makes an empty batch.
  ///
  /// - Parameter comments: no rows of `comments`, laid out (`CommentsTable.batch`).
  init(comments: RecordBatch, quality: FileQuality) {
    self.comments = comments
    self.quality = quality
  }

  /// Forgets all rows and keeps the room.
  mutating func removeAll() {
    input = InputChunk(file: 0, chunk: Chunk())
    comments.removeAll()
    facts.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    digests.removeAll(keepingCapacity: true)
    drivers.removeAll(keepingCapacity: true)
    driverEnds.removeAll(keepingCapacity: true)
    evidence.removeAll()
    evidenceEnds.removeAll(keepingCapacity: true)
    rejects.removeAll()
  }

  /// Rows of a dependent table that belong to the comments `rows`.
  static func dependent(_ ends: [UInt32], _ rows: Range<Int>) -> Range<Int> {
    guard !rows.isEmpty else { return 0..<0 }
    let first = rows.lowerBound == 0 ? 0 : Int(ends[rows.lowerBound - 1])
    return first..<Int(ends[rows.upperBound - 1])
  }
}
