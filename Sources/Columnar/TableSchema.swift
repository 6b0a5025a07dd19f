/// A column of a table: its name, type, whether rows may lack a value, and what readers must know of it.
public struct ColumnField: Sendable, Hashable {
  /// The column's name, unique in its table.
  public var name: String
  /// What the values are.
  public var type: ColumnType
  /// Whether a row may be null.
  public var isNullable: Bool
  /// What the column says, for people; may be empty, as all below.
  public var meaning: String
  /// In what it is measured.
  public var unit: String
  /// How it is computed from other columns.
  public var formula: String
  /// Where the method comes from.
  public var source: String
  /// What null means.
  public var null: String

  /// Makes a field; `description` is its meaning.
  public init(
    name: String, type: ColumnType, isNullable: Bool = true, description: String = "", unit: String = "",
    formula: String = "", source: String = "", null: String = ""
  ) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    meaning = description
    self.unit = unit
    self.formula = formula
    self.source = source
    self.null = null
  }

  /// All of it in one line, as files hold it.
  public var description: String {
    var parts = meaning.isEmpty ? [] : [meaning]
    for (title, text) in [("unit", unit), ("formula", formula), ("source", source), ("null", null)] where !text.isEmpty
    {
      parts.append("\(title): \(text)")
    }
    return parts.joined(separator: "; ")
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
