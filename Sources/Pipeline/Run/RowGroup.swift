import Columnar
import Parquet

/// Rows of a batch that belong to one row group.
struct RowGroupSlice: Sendable {
  var batch: CommentBatch
  var rows: Range<Int>
}

/// What is encoded as a unit: admitted comments cut at exactly `row_group_rows`, or rejects.
enum RowGroup: Sendable {
  case comments([RowGroupSlice])
  case rejects(RecordBatch)
}

/// A group ready to be written.
enum EncodedGroup: Sendable {
  case comments(comments: EncodedRowGroup, drivers: EncodedRowGroup, evidence: EncodedRowGroup?)
  case rejects(EncodedRowGroup)
}
