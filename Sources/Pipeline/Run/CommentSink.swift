import Buffers
import CSV
import Columnar
import Parquet

/// Steps 9 and 11: keys admitted in the order of the input, rows cut into groups, encoded groups written.
struct CommentSink: OrderedSink, ~Copyable, Sendable {
  private let plan: RunPlan
  /// Digests of the admitted records, by key.
  private var keys = KeyTable()
  private let comments: RecordBatch
  private var pending: Parcel<RowGroupRows>
  private var pendingCount = 0
  private var rejects: RejectBuffer
  private(set) var quality: [FileQuality]
  /// Nil once closed.
  private var writers: TableWriters?

  /// - Parameter comments: no rows of `comments`, laid out as those of the batches.
  init(
    _ plan: RunPlan, comments: RecordBatch, files: [FileQuality], writers: consuming TableWriters, rejects: RejectBuffer
  ) {
    self.plan = plan
    self.comments = comments
    pending = Self.emptyGroup(plan, comments)
    self.writers = consume writers
    self.rejects = rejects
    quality = files
  }

  mutating func admit(_ parcel: Parcel<CommentBatch>) throws(RunError) -> [RowGroup] {
    var batch = parcel.take()
    let runs = admitKeys(&batch)
    batch.quality.accepted = Int64(runs.reduce(0) { $0 + $1.count })
    let file = batch.input.file
    quality[file].addRejects(&batch.rejects)
    quality[file].add(batch.quality)
    var groups = rejects.append(batch.rejects)
    for run in runs { groups += cut(batch, run) }
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
      if row + Self.lookahead < count { keys.prefetch(batch.keys[row + Self.lookahead]) }
      guard let admitted = keys.insert(batch.keys[row], batch.digests[row]) else { continue }
      if runStart < row { runs.append(runStart..<row) }
      runStart = row + 1
      let reason: RejectReason = admitted == batch.digests[row] ? .duplicate : .superseded
      batch.rejects.append(
        Reject(
          record: Int(batch.records[row]), of: batch.input, reason: reason, column: nil,
          message: "an earlier record of the source has the same id; \(reason.meaning)"))
    }
    if runStart < count { runs.append(runStart..<count) }
    return runs
  }

  mutating func finish() throws(RunError) -> [RowGroup] {
    var groups: [RowGroup] = []
    if pendingCount > 0 { groups.append(takePending()) }
    if let last = rejects.take() { groups.append(.rejects(last)) }
    return groups
  }

  mutating func append(_ encoded: EncodedGroup) throws(RunError) { try writers?.append(encoded) }

  /// Writes the footers; sizes and checksums of what was written.
  mutating func close() throws(RunError) -> [WrittenFile] {
    guard let writers = writers.take() else { return [] }
    return try writers.close()
  }

  /// Row groups have exactly `row_group_rows` rows, whatever the chunks.
  private mutating func cut(_ batch: borrowing CommentBatch, _ run: Range<Int>) -> [RowGroup] {
    var groups: [RowGroup] = []
    var rest = run
    var rows = pending.take()
    while !rest.isEmpty {
      let taken = min(rest.count, plan.definition.output.rowGroupRows - pendingCount)
      rows.append(batch, rest.lowerBound..<rest.lowerBound + taken)
      pendingCount += taken
      rest = rest.lowerBound + taken..<rest.upperBound
      if pendingCount == plan.definition.output.rowGroupRows {
        pending.put(rows)
        groups.append(takePending())
        rows = pending.take()
      }
    }
    pending.put(rows)
    return groups
  }

  private static func emptyGroup(_ plan: RunPlan, _ comments: RecordBatch) -> Parcel<RowGroupRows> {
    Parcel(
      RowGroupRows(comments: comments, capacity: min(plan.definition.output.rowGroupRows, Defaults.rowGroupRows)))
  }

  private mutating func takePending() -> RowGroup {
    let taken = pending
    pending = plan.rowGroups.take() ?? Self.emptyGroup(plan, comments)
    pendingCount = 0
    return .comments(taken)
  }
}
