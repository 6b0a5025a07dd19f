/// A point in time as an export gives it: to the second or finer, or a date alone.
public struct Moment: BitwiseCopyable, Sendable, Hashable {
  /// Microseconds since 1970-01-01T00:00:00Z; of a date alone, the last of that day in the pipeline's time zone.
  public var microseconds: Int64
  /// Days since 1970-01-01 of the calendar day in the pipeline's time zone.
  public var day: Int32
  /// Whether only the date was given.
  public var isDate: Bool

  /// Makes a moment.
  public init(microseconds: Int64, day: Int32, isDate: Bool) {
    self.microseconds = microseconds
    self.day = day
    self.isDate = isDate
  }

  /// No value, in arrays that hold moments of optional columns.
  public static let none = Moment(microseconds: .min, day: .min, isDate: false)

  /// Whether there is a value.
  public var exists: Bool { day != .min }

  /// Whether this is at or before the other; where either is a date alone, the days are compared.
  public func isAtOrBefore(_ other: Moment) -> Bool {
    isDate || other.isDate ? day <= other.day : microseconds <= other.microseconds
  }

  /// Whether this is after the other and at most `days` later; where either is a date alone, the days are compared.
  public func isAfter(_ other: Moment, withinDays days: Int) -> Bool {
    if isDate || other.isDate { return day > other.day && Int(day) - Int(other.day) <= days }
    return microseconds > other.microseconds && microseconds - other.microseconds <= Int64(days) * Self.dayMicroseconds
  }

  /// A day without leap seconds, in microseconds.
  public static let dayMicroseconds: Int64 = 86_400_000_000
}
