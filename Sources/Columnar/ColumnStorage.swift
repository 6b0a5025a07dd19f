/// The array of `Column` that is in use; several logical types share one.
public enum ColumnStorage: Sendable, Hashable {
  /// `Column.boolean`.
  case boolean
  /// `Column.int32`.
  case int32
  /// `Column.int64`.
  case int64
  /// `Column.double`.
  case double
  /// `Column.strings`.
  case strings
  /// `Column.codes`.
  case codes
}

/// How a column holds its values where that is not the way of its type.
public enum ColumnLayout: Sendable {
  /// One by one, as `ColumnType.storage` says.
  case plain
  /// Strings as codes of a dictionary.
  case coded(StringDictionary)
  /// Doubles as 32-bit integers to be divided by a number.
  case fractions(of: Int32)
  /// Doubles as 64-bit integers to be divided by a number.
  case longFractions(of: Int64)
}
