import Buffers
import Purchases

/// A worker of the main phase: comments understood chunk by chunk, row groups encoded as they become complete.
struct RunWorker: StageWorker, ~Copyable {
  private var comments: CommentWorker
  private var groups: RowGroupWorker

  init(_ plan: RunPlan, purchases: PurchaseTable) throws(RunError) {
    let comments = try CommentWorker(plan, purchases: purchases)
    groups = try RowGroupWorker(plan, customerCount: purchases.customers.count)
    self.comments = comments
  }

  mutating func process(_ chunk: InputChunk) throws(RunError) -> CommentBatch { try comments.process(chunk) }

  mutating func encode(_ group: RowGroup) throws(RunError) -> EncodedGroup { try groups.encode(group) }

  /// What the worker has counted.
  consuming func counts() -> RunCounts { RunCounts(cubes: groups.cubes, commenting: groups.commenting) }
}

/// What workers count besides the rows they write; merged at the end.
struct RunCounts: Sendable {
  var cubes: CubeCounter
  var commenting: CustomerSet

  mutating func merge(_ other: RunCounts) {
    cubes.merge(other.cubes)
    commenting.formUnion(other.commenting)
  }
}
