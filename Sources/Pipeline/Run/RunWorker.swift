import Buffers
import Columnar
import Purchases
import Satisfaction

/// A worker of the main phase: comments understood chunk by chunk, row groups encoded as they become complete.
struct RunWorker: StageWorker, ~Copyable {
  private var comments: CommentWorker
  private var groups: RowGroupWorker

  /// - Parameter comments: no rows of `comments`, laid out as those of the sink.
  init(_ plan: RunPlan, purchases: PurchaseSide, comments: RecordBatch) throws(RunError) {
    let comments = try CommentWorker(plan, purchases: purchases, comments: comments)
    groups = try RowGroupWorker(plan, customerCount: purchases.customerCount, purchaseCount: purchases.purchaseCount)
    self.comments = comments
  }

  mutating func process(_ chunk: InputChunk) throws(RunError) -> Parcel<CommentBatch> { try comments.process(chunk) }

  mutating func encode(_ group: consuming RowGroup) throws(RunError) -> EncodedGroup {
    try groups.encode(group)
  }

  /// Hands on what was measured.
  mutating func report(to timings: TimingRecorder) {
    comments.report(to: timings)
    groups.report(to: timings)
  }

  /// What the worker has counted.
  consuming func counts() -> RunCounts { groups.counts() }
}
