/// What the values of a column are: the logical type, independent of how a file encodes it.
public enum ColumnType: Sendable, Hashable {
  /// True or false.
  case boolean
  /// Signed integers of 32 bits.
  case int32
  /// Signed integers of 64 bits.
  case int64
  /// IEEE 754 binary64.
  case double
  /// Text; the bytes are valid UTF-8, which the one who appends them ensures.
  case string
  /// Days since 1970-01-01 in the proleptic Gregorian calendar, as 32-bit integers.
  case date
  /// Microseconds since 1970-01-01T00:00:00Z, as 64-bit integers.
  case timestampMicroseconds
  /// Exact decimal numbers: the 64-bit integer `n` stands for n / 10^scale; `precision` is at most 18.
  case decimal(precision: Int, scale: Int)
  /// Raw bytes without any claim about their meaning.
  case bytes

  /// Which array of `Column` holds values of this type, one by one.
  public var storage: ColumnStorage {
    switch self {
    case .boolean: .boolean
    case .int32, .date: .int32
    case .int64, .timestampMicroseconds, .decimal: .int64
    case .double: .double
    case .string, .bytes: .strings
    }
  }
}
