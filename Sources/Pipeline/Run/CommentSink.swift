import Buffers
import CSV
import Columnar
import Parquet

/// Steps 9 and 11: keys admitted in the order of the input, rows cut into groups, encoded groups written.
struct CommentSink: OrderedSink, ~Copyable, Sendable {
  private let plan: RunPlan
  private var keys = KeySet()
  private var pending: RowGroupRows
  private var rejects: RejectBuffer
  private(set) var quality: [FileQuality]
  /// Nil once closed.
  private var writers: TableWriters?

  init(_ plan: RunPlan, files: [FileQuality], writers: consuming TableWriters, rejects: RejectBuffer) {
    self.plan = plan
    pending = RowGroupRows(comments: plan.comments)
    self.writers = consume writers
    self.rejects = rejects
    quality = files
  }

  mutating func admit(_ batch: CommentBatch) throws(RunError) -> [RowGroup] {
    var batch = batch
    var runs: [Range<Int>] = []
    var runStart = 0
    for row in 0..<batch.comments.rowCount {
      let admission = keys.insert((batch.keys[row].x, batch.keys[row].y), digest: batch.digests[row])
      if admission == .new { continue }
      if runStart < row { runs.append(runStart..<row) }
      runStart = row + 1
      let reason: RejectReason = admission == .repeated ? .duplicate : .superseded
      batch.rejects.append(
        Reject(
          record: Int(batch.records[row]), of: batch.input, reason: reason, column: nil,
          message: "an earlier record of the source has the same id; \(reason.meaning)"))
    }
    if runStart < batch.comments.rowCount { runs.append(runStart..<batch.comments.rowCount) }
    batch.quality.accepted = Int64(runs.reduce(0) { $0 + $1.count })
    let file = batch.input.file
    quality[file].addRejects(&batch.rejects)
    quality[file].add(batch.quality)
    var groups = rejects.append(batch.rejects)
    for run in runs { groups += cut(batch, run) }
    batch.removeAll()
    plan.batches.put(batch)
    return groups
  }

  mutating func finish() throws(RunError) -> [RowGroup] {
    var groups: [RowGroup] = []
    if pending.comments.rowCount > 0 { groups.append(takePending()) }
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
  private mutating func cut(_ batch: CommentBatch, _ run: Range<Int>) -> [RowGroup] {
    var groups: [RowGroup] = []
    var rest = run
    while !rest.isEmpty {
      let taken = min(rest.count, plan.definition.output.rowGroupRows - pending.comments.rowCount)
      pending.append(batch, rest.lowerBound..<rest.lowerBound + taken)
      rest = rest.lowerBound + taken..<rest.upperBound
      if pending.comments.rowCount == plan.definition.output.rowGroupRows { groups.append(takePending()) }
    }
    return groups
  }

  private mutating func takePending() -> RowGroup {
    var taken = plan.rowGroups.take() ?? RowGroupRows(comments: plan.comments)
    swap(&taken, &pending)
    return .comments(taken)
  }
}
