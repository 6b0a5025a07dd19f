import CSV
import Columnar
import Satisfaction

/// What the cells need of one comment, besides the columns of its row: plain data, 40 bytes.
struct CommentFacts: Sendable {
  /// Bit n is 1 where `Measure` n counts the comment.
  var counted: UInt64 = 0
  /// In thousandths; 0 without a label.
  var score: Int32 = 0
  /// In hundredths; meaningless where `rated` is not counted.
  var rating: Int32 = 0
  /// In minor units; 0 where unknown.
  var amount: Int64 = 0
  /// Stands for the customer's id; meaningless where `anonymous` is counted.
  var customerHash: UInt64 = 0
  /// Number in the purchase table, or none.
  var purchaseCustomer: UInt32 = .max

  mutating func count(_ measure: Measure) { counted |= 1 << UInt64(measure.rawValue) }

  func counts(_ measure: Measure) -> Bool { counted & 1 << UInt64(measure.rawValue) != 0 }

  /// Bits that a driver's own label replaces.
  static let labelBits: UInt64 = [Measure.positive, .neutral, .negative, .mixed, .unscored].reduce(0) {
    $0 | 1 << UInt64($1.rawValue)
  }
}

/// What one driver of a comment adds to cells with the dimension `driver`.
struct DriverFacts: Sendable {
  /// The measure of the driver's own label, or `unscored`.
  var label: Measure
  /// In thousandths.
  var score: Int32
}

/// The comments of one chunk, understood and matched: rows of the output tables, and what admission needs.
struct CommentBatch: Sendable {
  /// The chunk, for the raw bytes of duplicates.
  var input = InputChunk(file: 0, chunk: Chunk())
  /// Rows of `comments`.
  var comments: RecordBatch
  var facts: [CommentFacts] = []
  /// Per row: its record in the chunk.
  var records: [UInt32] = []
  /// Per row: hash of source and id.
  var keys: [SIMD2<UInt64>] = []
  /// Per row: digest of all fields.
  var digests: [UInt32] = []
  /// Rows of `drivers`, and where each comment's end.
  var drivers = RecordBatch(schema: DriversTable.schema)
  var driverFacts: [DriverFacts] = []
  var driverEnds: [UInt32] = []
  /// Rows of `evidence`, and where each comment's end; empty unless asked for.
  var evidence = RecordBatch(schema: EvidenceTable.schema)
  var evidenceEnds: [UInt32] = []
  var rejects: [Reject] = []
  var quality: FileQuality

  init(comments schema: TableSchema, quality: FileQuality) {
    comments = RecordBatch(schema: schema)
    self.quality = quality
  }

  /// Forgets all rows and keeps the room.
  mutating func removeAll() {
    input.chunk = Chunk()
    comments.removeAll()
    facts.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    digests.removeAll(keepingCapacity: true)
    drivers.removeAll()
    driverFacts.removeAll(keepingCapacity: true)
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
