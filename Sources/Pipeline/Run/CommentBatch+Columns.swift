import Buffers
import Columnar

// Values into the columns of `comments`, by name.
extension CommentBatch {
  mutating func append(_ column: CommentColumn, _ value: Span<UInt8>) {
    comments.columns[column.rawValue].append(value)
  }

  mutating func append(_ column: CommentColumn, _ value: [UInt8]?) {
    guard let value else { return appendNull(column) }
    comments.columns[column.rawValue].append(value.span)
  }

  mutating func append(_ column: CommentColumn, _ value: String) { comments.columns[column.rawValue].append(value) }

  mutating func append(_ column: CommentColumn, _ value: Int64?) {
    if let value { comments.columns[column.rawValue].append(value) } else { appendNull(column) }
  }

  mutating func append(_ column: CommentColumn, _ value: Int32?) {
    if let value { comments.columns[column.rawValue].append(value) } else { appendNull(column) }
  }

  mutating func append(_ column: CommentColumn, _ value: Double?) {
    if let value { comments.columns[column.rawValue].append(value) } else { appendNull(column) }
  }

  mutating func append(_ column: CommentColumn, _ value: Bool?) {
    if let value { comments.columns[column.rawValue].append(value) } else { appendNull(column) }
  }

  mutating func appendNull(_ column: CommentColumn) { comments.columns[column.rawValue].appendNull() }

  /// The bytes of a cell; null for an empty one where the column may be null.
  mutating func append(_ column: CommentColumn, _ range: Range<Int>, _ reader: borrowing FeedbackReader) {
    if range.isEmpty { return appendNull(column) }
    comments.columns[column.rawValue].append(reader.bytes.span.extracting(range))
  }

  /// A field: the source's constant, else the cell.
  mutating func append(_ column: CommentColumn, _ field: FeedbackField, _ row: Int, _ reader: borrowing FeedbackReader)
  {
    if let constant = reader.constant(field) { return append(column, constant.span) }
    append(column, reader.range(field, row), reader)
  }
}
