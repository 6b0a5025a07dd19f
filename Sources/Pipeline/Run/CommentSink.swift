import Buffers
import CSV
import Columnar
import Parquet

/// Steps 9 and 11: keys admitted in the order of the input, rows cut into groups, encoded groups written.
struct CommentSink: OrderedSink, ~Copyable, Sendable {
  private let plan: RunPlan
  /// Digests of the admitted records, by key.
  private var keys = KeyTable()
  /// Which comments repeat others, where their keys are not kept in memory.
  private let repeated: RowFlags?
  private var rowCount = 0
  /// Bytes of all exports; 0 where one is compressed, and once room for the keys has been made.
  private var plainBytes: Int
  private let comments: RecordBatch
  /// The group that is being filled; nil until a row of it comes, since the one before is emptied meanwhile and used again.
  private var pending: Parcel<RowGroupRows>?
  private var pendingCount = 0
  private var rejects: RejectBuffer
  private(set) var quality: [FileQuality]
  /// Nil once closed.
  private var writers: TableWriters?
  private(set) var clock: StageClock

  /// - Parameter comments: no rows of `comments`, laid out as those of the batches.
  init(
    _ plan: RunPlan, comments: RecordBatch, files: [FileQuality], writers: consuming TableWriters,
    rejects: RejectBuffer, repeated: RowFlags?
  ) {
    self.plan = plan
    clock = plan.timings.clock()
    self.comments = comments
    self.writers = consume writers
    self.rejects = rejects
    self.repeated = repeated
    plainBytes = InputPlan.plainBytes(plan.inputs.feedback)
    quality = files
  }

  mutating func admit(_ parcel: Parcel<CommentBatch>) throws(RunError) -> [RowGroup] {
    clock.start()
    var batch = parcel.take()
    let runs = admitKeys(&batch)
    reserveKeys(batch.input.chunk.bytes.count)
    batch.quality.accepted = Int64(runs.reduce(0) { $0 + $1.count })
    let file = batch.input.file
    quality[file].addRejects(&batch.rejects)
    quality[file].add(batch.quality)
    var groups = rejects.append(batch.rejects)
    for run in runs { groups += cut(batch, run) }
    clock.lap(.admit, rows: batch.comments.rowCount)
    batch.removeAll()
    parcel.put(batch)
    plan.batches.put(parcel)
    return groups
  }

  /// How many rows ahead the memory of a key is fetched.
  private static let lookahead = 16

  /// The rows whose keys are new, as ranges; of the others, rejects.
  private mutating func admitKeys(_ batch: inout CommentBatch) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var runStart = 0
    let count = batch.comments.rowCount
    for row in 0..<count {
      guard let reason = admit(batch, row) else { continue }
      if runStart < row { runs.append(runStart..<row) }
      runStart = row + 1
      batch.rejects.append(
        Reject(
          record: Int(batch.records[row]), of: batch.input, reason: reason, column: nil,
          message: "an earlier record of the source has the same id; \(reason.meaning)"))
    }
    if runStart < count { runs.append(runStart..<count) }
    rowCount += count
    return runs
  }

  /// Makes room for the keys of all comments, as far as the first chunk lets their number be foretold.
  private mutating func reserveKeys(_ chunkBytes: Int) {
    defer { plainBytes = 0 }
    guard repeated == nil, plainBytes > chunkBytes, chunkBytes > 0 else { return }
    // A twentieth more, since the first comments are not exactly like the others.
    keys.reserve(Int(Double(keys.count) * Double(plainBytes) / Double(chunkBytes) * 1.05))
  }

  /// Why a row is not admitted; nil where it is the first of its key.
  @inline(__always)
  private mutating func admit(_ batch: borrowing CommentBatch, _ row: Int) -> RejectReason? {
    if let repeated {
      switch repeated[rowCount + row] {
      case .first: return nil
      case .duplicate: return .duplicate
      case .superseded: return .superseded
      }
    }
    let ahead = row + Self.lookahead
    if ahead < batch.keys.count { keys.prefetch(batch.keys[ahead]) }
    guard let admitted = keys.insert(batch.keys[row], batch.digests[row]) else { return nil }
    return admitted == batch.digests[row] ? .duplicate : .superseded
  }

  mutating func finish() throws(RunError) -> [RowGroup] {
    var groups: [RowGroup] = []
    if let last = takePending() { groups.append(last) }
    if let last = rejects.take() { groups.append(.rejects(last)) }
    return groups
  }

  mutating func append(_ encoded: EncodedGroup) throws(RunError) {
    clock.start()
    try writers?.append(encoded)
    clock.lap(.write, rows: encoded.rowCount, bytes: encoded.byteCount)
  }

  /// Writes the footers, and gives up what was held; sizes and checksums of what was written.
  mutating func close() throws(RunError) -> [WrittenFile] {
    guard let writers = writers.take() else { return [] }
    keys = KeyTable()
    pending = nil
    clock.start()
    defer { clock.lap(.write) }
    return try writers.close()
  }

  /// Row groups have exactly `row_group_rows` rows, whatever the chunks.
  private mutating func cut(_ batch: borrowing CommentBatch, _ run: Range<Int>) -> [RowGroup] {
    var groups: [RowGroup] = []
    var rest = run
    while !rest.isEmpty {
      let parcel = pending ?? plan.rowGroups.take() ?? Self.emptyGroup(plan, comments)
      pending = parcel
      var rows = parcel.take()
      let taken = min(rest.count, plan.definition.output.rowGroupRows - pendingCount)
      rows.append(batch, rest.lowerBound..<rest.lowerBound + taken)
      parcel.put(rows)
      pendingCount += taken
      rest = rest.lowerBound + taken..<rest.upperBound
      if pendingCount == plan.definition.output.rowGroupRows, let full = takePending() { groups.append(full) }
    }
    return groups
  }

  private static func emptyGroup(_ plan: RunPlan, _ comments: RecordBatch) -> Parcel<RowGroupRows> {
    Parcel(
      RowGroupRows(comments: comments, capacity: min(plan.definition.output.rowGroupRows, Defaults.rowGroupRows)))
  }

  private mutating func takePending() -> RowGroup? {
    guard let taken = pending else { return nil }
    pending = nil
    pendingCount = 0
    return .comments(taken)
  }
}
