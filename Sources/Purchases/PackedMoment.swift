/// A moment in eight bytes: the day is told by its distance from the day in UTC, which is at most one.
@usableFromInline
struct PackedMoment: BitwiseCopyable, Sendable {
  /// Microseconds, then two bits of distance of the day, then a bit for a date alone.
  @usableFromInline let bits: Int64

  static let none = PackedMoment(.none)

  /// Microseconds further than 2⁶⁰ from 1970, 36,000 years, do not fit; no export says such.
  @inline(__always)
  init(_ moment: Moment) {
    guard moment.exists else {
      bits = .min
      return
    }
    let distance = Int64(moment.day) &- Self.day(moment.microseconds)
    bits = moment.microseconds &<< 3 | ((distance &+ 1) & 3) &<< 1 | (moment.isDate ? 1 : 0)
  }

  @inline(__always)
  var moment: Moment {
    if bits == .min { return .none }
    let microseconds = bits &>> 3
    let distance = bits &>> 1 & 3 &- 1
    return Moment(
      microseconds: microseconds, day: Int32(truncatingIfNeeded: Self.day(microseconds) &+ distance),
      isDate: bits & 1 != 0)
  }

  /// Microseconds since 1970; nil for no value.
  @inlinable
  var microseconds: Int64? { @inline(__always) get { bits == .min ? nil : bits &>> 3 } }

  /// Whether this, which must exist, is at or before a moment: as `Moment` says it.
  @inline(__always)
  func isAtOrBefore(_ other: Moment) -> Bool {
    if bits & 1 == 0, !other.isDate { return bits &>> 3 <= other.microseconds }
    return moment.day <= other.day
  }

  /// The number of the UTC day.
  @inline(__always)
  private static func day(_ microseconds: Int64) -> Int64 {
    let quotient = microseconds / Moment.dayMicroseconds
    return microseconds % Moment.dayMicroseconds < 0 ? quotient - 1 : quotient
  }
}
