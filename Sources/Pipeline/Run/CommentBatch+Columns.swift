import Columnar

// The columns of the tables, by name.
extension CommentBatch {
  subscript(column: CommentColumn) -> Column {
    get { comments.columns[column.rawValue] }
    _modify { yield &comments.columns[column.rawValue] }
  }
}

extension RowGroupRows {
  subscript(column: CommentColumn) -> Column { comments.columns[column.rawValue] }
}
