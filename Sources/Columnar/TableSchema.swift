/// A column of a table: its name, type, whether rows may lack a value, and a sentence for readers.
public struct ColumnField: Sendable, Hashable {
  /// The column's name, unique in its table.
  public var name: String
  /// What the values are.
  public var type: ColumnType
  /// Whether a row may be null.
  public var isNullable: Bool
  /// What the column says and what null means, for people; may be empty.
  public var description: String

  /// Makes a field.
  public init(name: String, type: ColumnType, isNullable: Bool = true, description: String = "") {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.description = description
  }
}

/// The columns of a table, in order.
public struct TableSchema: Sendable, Hashable {
  /// The table's name.
  public var name: String
  /// What a row is, for people; may be empty.
  public var description: String
  /// The columns, in order.
  public var fields: [ColumnField]

  /// Makes a schema.
  public init(name: String, description: String = "", fields: [ColumnField]) {
    self.name = name
    self.description = description
    self.fields = fields
  }

  /// The place of the first column called `name`, or nil.
  ///
  /// Cost: linear; look up once, not per row.
  public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}
