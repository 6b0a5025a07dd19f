import Buffers
import Purchases
import Satisfaction

/// A worker of the main phase: comments understood chunk by chunk, row groups encoded as they become complete.
struct RunWorker: StageWorker, ~Copyable {
  private var comments: CommentWorker
  private var groups: RowGroupWorker

  init(_ plan: RunPlan, purchases: PurchaseTable) throws(RunError) {
    let comments = try CommentWorker(plan, purchases: purchases)
    groups = try RowGroupWorker(plan, customerCount: purchases.customerCount)
    self.comments = comments
  }

  mutating func process(_ chunk: InputChunk) throws(RunError) -> CommentBatch { try comments.process(chunk) }

  mutating func encode(_ group: consuming RowGroup) throws(RunError) -> EncodedGroup {
    let encoded = try groups.encode(group)
    groups.recycle(group)
    return encoded
  }

  /// What the worker has counted.
  consuming func counts() -> RunCounts { RunCounts(cubes: groups.cubes.canonical(), commenting: groups.commenting) }
}

/// What workers count besides the rows they write; merged at the end.
struct RunCounts: Sendable {
  /// One table of cells for each cube, under keys of values.
  var cubes: [CellTable]
  var commenting: CustomerSet

  mutating func merge(_ other: RunCounts) {
    for cube in cubes.indices { cubes[cube].merge(other.cubes[cube]) }
    commenting.formUnion(other.commenting)
  }
}
