/// A day of the proleptic Gregorian calendar, and its number since 1970-01-01.
///
/// Exact for the years 0…9999. Source: the calendar's own rules, years counted from March so that the leap day comes
/// last; Foundation's calendar is the twin in the tests.
package struct CivilDate: Sendable, Hashable {
  /// 0…9999.
  package let year: Int32
  /// 1…12.
  package let month: Int32
  /// 1…31.
  package let day: Int32

  /// Makes a date; nil for a day that the calendar does not have.
  package init?(year: Int32, month: Int32, day: Int32) {
    guard year >= 0, year <= 9999, month >= 1, month <= 12, day >= 1, day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of a day's number, which must be of the years 0…9999.
  package init(daysSince1970 days: Int32) {
    let sinceMarch = days + Self.daysFromMarchToEpoch
    let era = Self.quotient(sinceMarch, Self.eraDays)
    let dayOfEra = sinceMarch - era * Self.eraDays
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  package var daysSince1970: Int32 { Self.days(year: year, month: month, day: day) }

  /// Days since 1970-01-01 of a date that is in the calendar.
  @inline(__always)
  static func days(year: Int32, month: Int32, day: Int32) -> Int32 {
    let shiftedYear = month > 2 ? year : year - 1
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let era = quotient(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * eraDays + dayOfEra - daysFromMarchToEpoch
  }

  /// How many days a month (1…12) has.
  @inline(__always)
  static func length(ofMonth month: Int32, year: Int32) -> Int32 {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return 30 + (month + month / 8) % 2
  }

  /// Whether a year has 366 days.
  @inline(__always)
  static func isLeap(_ year: Int32) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// Days of 400 years, after which the calendar repeats.
  private static let eraDays: Int32 = 146_097
  /// Days from 0000-03-01 to 1970-01-01.
  private static let daysFromMarchToEpoch: Int32 = 719_468

  /// The quotient rounded down.
  @inline(__always)
  private static func quotient(_ value: Int32, _ divisor: Int32) -> Int32 {
    (value < 0 ? value - divisor + 1 : value) / divisor
  }
}

extension CivilDate: CustomStringConvertible {
  /// As ISO 8601 writes it: `2026-11-21`.
  package var description: String {
    func padded(_ number: Int32, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
