/// What the values of a column are: the logical type, independent of how a file encodes it.
public enum ColumnType: Sendable, Hashable {
  /// True or false.
  case boolean
  /// Signed integers of 32 bits.
  case int32
  /// Signed integers of 64 bits.
  case int64
  /// Unsigned integers of 64 bits, held by the signed ones of the same bits.
  case uint64
  /// IEEE 754 binary32 and binary16, held by doubles of the same value.
  case float
  /// IEEE 754 binary64.
  case double
  /// Text; the bytes are valid UTF-8, which the one who appends them ensures.
  case string
  /// Days since 1970-01-01 in the proleptic Gregorian calendar, as 32-bit integers.
  case date
  /// Time of day since midnight, as 64-bit integers.
  case time(TimeUnit)
  /// Time since 1970-01-01T00:00:00 as 64-bit integers: in UTC, or by a clock of which the place is not known.
  case timestamp(TimeUnit, isAdjustedToUTC: Bool)
  /// Exact decimal numbers: the integer `n` stands for n / 10^scale.
  ///
  /// `n` is a 64-bit integer where `precision` is at most `narrowPrecision`, else, up to `widestPrecision`, 16 bytes in
  /// two's complement, the highest first.
  case decimal(precision: Int, scale: Int)
  /// Raw bytes without any claim about their meaning.
  case bytes

  /// Microseconds since 1970-01-01T00:00:00Z, as all moments of voc's tables.
  public static let timestampMicroseconds = Self.timestamp(.microseconds, isAdjustedToUTC: true)
  /// Digits that 64 bits always hold.
  public static let narrowPrecision = 18
  /// Digits that 128 bits always hold.
  public static let widestPrecision = 38
  /// Bytes of a decimal of more than `narrowPrecision` digits.
  public static let wideDecimalBytes = 16

  /// Which array of `Column` holds values of this type, one by one.
  public var storage: ColumnStorage {
    switch self {
    case .boolean: .boolean
    case .int32, .date: .int32
    case .int64, .uint64, .time, .timestamp: .int64
    case .decimal(let precision, _): precision <= Self.narrowPrecision ? .int64 : .strings
    case .float, .double: .double
    case .string, .bytes: .strings
    }
  }
}
