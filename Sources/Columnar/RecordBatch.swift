import Buffers

/// Rows of a table, column by column.
///
/// Fill `columns` row by row and set `rowCount`, or append rows of another batch; `inconsistency` checks the former.
public struct RecordBatch: Sendable {
  /// The table's columns.
  public let schema: TableSchema
  /// One column for each field of the schema, in its order.
  public var columns: [Column]
  /// How many rows there are.
  public var rowCount: Int

  /// Makes a batch without rows.
  public init(schema: TableSchema) {
    self.schema = schema
    columns = schema.fields.map { Column($0) }
    rowCount = 0
  }

  /// Makes a batch of columns that are filled already; `inconsistency` tells whether they fit the schema.
  public init(schema: TableSchema, columns: [Column], rowCount: Int) {
    self.schema = schema
    self.columns = columns
    self.rowCount = rowCount
  }

  /// Appends the rows `rows` of a batch of the same columns.
  ///
  /// Precondition: the types agree, and `canHold` the rows.
  public mutating func append(contentsOf other: RecordBatch, rows: Range<Int>) {
    precondition(columns.count == other.columns.count, "rows of a batch of other columns appended")
    for index in columns.indices { columns[index].append(contentsOf: other.columns[index], rows: rows) }
    rowCount += rows.count
  }

  /// Whether the strings of the rows `rows` of another batch fit into this one's columns, of 4 GiB each.
  public func canHold(contentsOf other: RecordBatch, rows: Range<Int>) -> Bool {
    guard !rows.isEmpty else { return true }
    return zip(columns, other.columns).allSatisfy { mine, theirs in
      guard theirs.storage == .strings else { return true }
      let first = theirs.strings.range(rows.lowerBound).lowerBound
      return mine.canHold(theirs.strings.range(rows.upperBound - 1).upperBound - first)
    }
  }

  /// Forgets all rows and keeps the room.
  public mutating func removeAll() {
    for index in columns.indices { columns[index].removeAll() }
    rowCount = 0
  }

  /// What is wrong with the batch, or nil where every column has the schema's type and `rowCount` rows.
  ///
  /// Cost: constant per column; the values themselves are not looked at.
  public var inconsistency: String? {
    guard columns.count == schema.fields.count else {
      return "table \(schema.name) has \(schema.fields.count) columns, its batch \(columns.count)"
    }
    for (column, field) in zip(columns, schema.fields) {
      guard column.type == field.type, column.isNullable == field.isNullable else {
        return "column \(field.name) is \(field.type) in the schema of \(schema.name), \(column.type) in its batch, "
          + "or differs in whether it may be null"
      }
      guard column.count == rowCount else {
        return "column \(field.name) has \(column.count) rows, its batch \(rowCount)"
      }
      let validityCount = column.isNullable ? rowCount : 0
      guard column.validity.count == validityCount else {
        return "column \(field.name) has \(column.validity.count) validity bytes, expected \(validityCount)"
      }
    }
    return nil
  }
}
