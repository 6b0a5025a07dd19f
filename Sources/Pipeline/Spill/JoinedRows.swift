import Buffers
import Purchases

/// What the purchase records say about the comments of one chunk, row by row.
struct JoinedComments: Sendable {
  var matched = MatchedPurchases()
  /// Ids of orders matched by customer; empty for others.
  var orderIDs = ByteStrings()
}

/// The matches of all comments as a join has written them, read in the order of the comments.
///
/// Parts hold stretches of comments, each in no order; one part is in memory.
struct JoinedRows: ~Copyable, Sendable {
  static let name = "joined"
  /// About 10 MB of matches.
  static let rowsPerPart = 1 << 16

  private let folder: SpillFolder
  private var part = -1
  private var rows: [JoinedPurchase] = []
  private var places: [BytePlace] = []
  private var ids: [UInt8] = []

  init(_ folder: SpillFolder) { self.folder = folder }

  /// The matches of a stretch of comments, which must follow the one asked for before.
  mutating func take(_ range: Range<Int>) throws(RunError) -> JoinedComments {
    var joined = JoinedComments()
    for row in range {
      if row / Self.rowsPerPart != part { try load(row / Self.rowsPerPart) }
      let index = row % Self.rowsPerPart
      guard rows[index].row == row else { throw RunError(.defect, "comment \(row) has not been joined") }
      joined.matched.append(rows[index].match, rows[index].purchase, nextAmount: rows[index].nextAmount)
      joined.orderIDs.append(ids.span.extracting(places[index].range))
    }
    return joined
  }

  private mutating func load(_ part: Int) throws(RunError) {
    if self.part >= 0 { folder.remove(Self.name, self.part) }
    self.part = part
    rows = Array(repeating: JoinedPurchase(row: -1), count: Self.rowsPerPart)
    places = Array(repeating: BytePlace.empty, count: Self.rowsPerPart)
    ids.removeAll(keepingCapacity: true)
    var reader = try SpillReader(folder, Self.name, part)
    var id: [UInt8] = []
    while let row = try reader.next(JoinedPurchase.self) {
      try reader.next(bytes: &id)
      let index = row.row % Self.rowsPerPart
      rows[index] = row
      places[index] = BytePlace(start: UInt32(ids.count), count: UInt32(id.count))
      ids += id
    }
  }
}

/// The chunks of feedback, with what is known of their comments before they are read.
struct CommentSequence: ChunkSource, ~Copyable, Sendable {
  private(set) var files: FileSequence
  private let spilled: SpilledFeedback?
  private var joined: JoinedRows?
  private var chunk = 0

  init(_ files: consuming FileSequence, _ spilled: SpilledFeedback?) {
    self.files = files
    self.spilled = spilled
    joined = if let folder = spilled?.joined { JoinedRows(folder) } else { nil }
  }

  mutating func next() throws(RunError) -> InputChunk? {
    guard var input = try files.next() else { return nil }
    guard let spilled else { return input }
    guard chunk + 1 < spilled.firstRows.count else { throw SpilledFeedback.changed }
    let range = spilled.firstRows[chunk]..<spilled.firstRows[chunk + 1]
    chunk += 1
    input.expectedRows = range.count
    input.joined = try joined?.take(range)
    return input
  }
}

/// What a first reading of the feedback has left.
struct SpilledFeedback: Sendable {
  /// The first comment of each chunk, and at last how many there are.
  var firstRows: [Int]
  /// Which comments repeat others; nil where keys are kept in memory.
  var repeated: RowFlags?
  /// Where their matches are; nil where purchases are in memory.
  var joined: SpillFolder?

  /// The error where a second reading finds other comments.
  static var changed: RunError {
    RunError(
      .io, "the feedback files have changed between two readings of this run: run again when they are complete")
  }
}
