// ISO 8601 as read here, in the notation of RFC 3339's appendix:
//
//   time     = date [("T" / " ") hour ":" minute [":" second [("." / ",") 1*9DIGIT]] [[" "] zone]]
//   date     = 4DIGIT "-" 2DIGIT "-" 2DIGIT
//   zone     = "Z" / ("+" / "-") hour [[":"] minute]
//
// Seconds go to 59 (UTC in seconds since 1970 has no place for a leap second), hours to 23, and fractions beyond
// microseconds are cut off.

internal import Buffers

/// A time as written, before the time zone has its say.
struct WrittenTime: Equatable {
  /// Days since 1970-01-01 of the date as written.
  var days: Int32 = 0
  var secondOfDay: Int32 = 0
  var microseconds: Int32 = 0
  /// Seconds east of UTC; nil where the time zone of the pipeline decides.
  var offset: Int32?
  /// False for a date alone.
  var hasTime = false
}

extension TimestampFormat {
  /// The years that times may be of; anything else is a slip of the pen or a placeholder.
  static let years: ClosedRange<Int32> = 1900...2100

  /// Reads the bytes of `range`, all of them; nil where they are not a time in this format.
  func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WrittenTime? {
    switch kind {
    case .iso8601: Self.readISO(bytes, range)
    case .unixSeconds: Self.readUnix(bytes, range, digitsOfFraction: 0)
    case .unixMilliseconds: Self.readUnix(bytes, range, digitsOfFraction: 3)
    case .pattern(let steps): Self.readPattern(bytes, range, steps)
    }
  }

  /// `2026-11-21T14:05:00Z`, by far the most common form, in seconds since 1970; nil for all others.
  @inline(__always)
  static func readCommonISO(_ bytes: Span<UInt8>) -> Int64? {
    guard bytes.count == 20, bytes[19] == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
      let day = dateByWords(bytes)
    else { return nil }
    guard let digits = DigitPairs(bytes.word(at: 11), separators: 0x0000_3a00_003a_0000) else { return nil }
    let (hour, minute, second) = (digits[0], digits[3], digits[6])
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(day) * TimeZoneRules.daySeconds + Int64(hour * 3600 + minute * 60 + second)
  }

  /// `2026-11-21` alone, in days since 1970; nil for all others.
  @inline(__always)
  static func readISODate(_ bytes: Span<UInt8>) -> Int32? { bytes.count == 10 ? dateByWords(bytes) : nil }

  /// The date in the first ten bytes, in days since 1970.
  @inline(__always)
  private static func dateByWords(_ bytes: Span<UInt8>) -> Int32? {
    guard let digits = DigitPairs(bytes.word(at: 0), separators: 0x2d00_002d_0000_0000) else { return nil }
    var time = WrittenTime()
    let day = pair(bytes, 8)
    guard setDate(&time, year: digits[0] * 100 + digits[2], month: digits[5], day: day) else { return nil }
    return time.days
  }

  private static func readISO(_ bytes: Span<UInt8>, _ range: Range<Int>) -> WrittenTime? {
    var time = WrittenTime()
    let start = range.lowerBound
    let end = range.upperBound
    guard range.count >= 10, readDate(bytes, start, &time) else { return nil }
    if range.count == 10 { return time }
    let separator = bytes[start + 10]
    guard separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " "), range.count >= 16,
      bytes[start + 13] == UInt8(ascii: ":")
    else { return nil }
    let hour = pair(bytes, start + 11)
    let minute = pair(bytes, start + 14)
    guard hour < 24, minute < 60 else { return nil }
    time.hasTime = true
    time.secondOfDay = hour * 3600 + minute * 60
    var index = start + 16
    if index < end, bytes[index] == UInt8(ascii: ":") {
      guard index + 3 <= end else { return nil }
      let second = pair(bytes, index + 1)
      guard second < 60 else { return nil }
      time.secondOfDay += second
      index += 3
      if index < end, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") {
        index += 1
        guard let fraction = readFraction(bytes, &index, end) else { return nil }
        time.microseconds = fraction
      }
    }
    if index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
    if index < end {
      guard let offset = readOffset(bytes, &index, end) else { return nil }
      time.offset = offset
    }
    return index == end ? time : nil
  }

  /// Seconds, or with three digits of fraction milliseconds, since 1970; a decimal point and digits may follow.
  private static func readUnix(_ bytes: Span<UInt8>, _ range: Range<Int>, digitsOfFraction: Int) -> WrittenTime? {
    var index = range.lowerBound
    let end = range.upperBound
    let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    // Fifteen digits hold every year here in milliseconds, and microseconds of them fit 64 bits.
    guard var count = readNumber(bytes, &index, end, digits: 1...15) else { return nil }
    if digitsOfFraction == 0, count > 999_999_999_999 { return nil }
    count *= digitsOfFraction == 0 ? 1_000_000 : 1000
    if index < end {
      guard bytes[index] == UInt8(ascii: ".") else { return nil }
      index += 1
      guard let fraction = readFraction(bytes, &index, end) else { return nil }
      count += digitsOfFraction == 0 ? Int64(fraction) : Int64(fraction) / 1000
    }
    guard index == end else { return nil }
    if isNegative { count = -count }
    let seconds = TimeZoneRules.quotient(count, 1_000_000)
    guard seconds >= firstSecond, seconds < endSecond else { return nil }
    let days = TimeZoneRules.quotient(seconds, TimeZoneRules.daySeconds)
    return WrittenTime(
      days: Int32(days), secondOfDay: Int32(seconds - days * TimeZoneRules.daySeconds),
      microseconds: Int32(count - seconds * 1_000_000), offset: 0, hasTime: true)
  }

  private static let firstSecond =
    Int64(CivilDate.days(year: years.lowerBound, month: 1, day: 1)) * TimeZoneRules.daySeconds
  private static let endSecond =
    Int64(CivilDate.days(year: years.upperBound + 1, month: 1, day: 1)) * TimeZoneRules.daySeconds

  /// Reads `2026-11-21` at `start`, where ten bytes are.
  @inline(__always)
  private static func readDate(_ bytes: Span<UInt8>, _ start: Int, _ time: inout WrittenTime) -> Bool {
    guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-") else { return false }
    let century = pair(bytes, start)
    let yearOfCentury = pair(bytes, start + 2)
    guard century < 100, yearOfCentury < 100 else { return false }
    return setDate(
      &time, year: century * 100 + yearOfCentury, month: pair(bytes, start + 5), day: pair(bytes, start + 8))
  }

  /// Two digits as a number; 100 or more where they are not digits.
  @inline(__always)
  private static func pair(_ bytes: Span<UInt8>, _ index: Int) -> Int32 {
    let tens = Int32(bytes[index] &- UInt8(ascii: "0"))
    let ones = Int32(bytes[index + 1] &- UInt8(ascii: "0"))
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones
  }

  @inline(__always)
  static func setDate(_ time: inout WrittenTime, year: Int32, month: Int32, day: Int32) -> Bool {
    guard years.contains(year), month >= 1, month <= 12, day >= 1 else { return false }
    let place = Int((year - years.lowerBound) * 12 + month - 1)
    time.days = firstDays[place] + day - 1
    return time.days < firstDays[place + 1]
  }

  /// The first day of each month of `years`, and of the month after: a look-up instead of five divisions.
  private static let firstDays: [Int32] = {
    var days: [Int32] = []
    for year in years {
      for month in 1...12 { days.append(CivilDate.days(year: year, month: Int32(month), day: 1)) }
    }
    return days + [CivilDate.days(year: years.upperBound + 1, month: 1, day: 1)]
  }()

  /// Passes one to nine digits and gives them as microseconds; nil where there are none or more.
  static func readFraction(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Int32? {
    let start = index
    guard var nanoseconds = readNumber(bytes, &index, end, digits: 1...9) else { return nil }
    for _ in 0..<(9 - (index - start)) { nanoseconds *= 10 }
    return Int32(nanoseconds / 1000)
  }

  /// Passes digits, as many as there are; nil where that is not within `digits` (at most 18).
  static func readNumber(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, digits: ClosedRange<Int>
  ) -> Int64? {
    let start = index
    var number: Int64 = 0
    while index < end, bytes[index] &- UInt8(ascii: "0") <= 9 {
      guard index - start < digits.upperBound else { return nil }
      number = number * 10 + Int64(bytes[index] &- UInt8(ascii: "0"))
      index += 1
    }
    return index - start >= digits.lowerBound ? number : nil
  }

  /// Passes `Z`, `±hh`, `±hhmm` or `±hh:mm` and gives seconds east of UTC.
  static func readOffset(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Int32? {
    let sign = bytes[index]
    index += 1
    if sign | 0x20 == UInt8(ascii: "z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), index + 2 <= end else { return nil }
    let hours = pair(bytes, index)
    index += 2
    var minutes: Int32 = 0
    if index < end, bytes[index] == UInt8(ascii: ":") {
      index += 1
      guard index + 2 <= end else { return nil }
      minutes = pair(bytes, index)
      index += 2
    } else if index + 2 <= end, pair(bytes, index) < 100 {
      minutes = pair(bytes, index)
      index += 2
    }
    let seconds = hours * 3600 + minutes * 60
    guard minutes < 60, seconds <= maximumOffset else { return nil }
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// Seconds: no zone has been further from UTC since 1900 than Kiribati's 14 hours.
  private static let maximumOffset: Int32 = 14 * 3600
}

/// Eight bytes of digits and separators, read at once.
private struct DigitPairs {
  private let pairs: UInt64

  /// Nil where a byte of `separators` that is not zero is not there, or any other byte is no digit.
  @inline(__always)
  init?(_ word: UInt64, separators: UInt64) {
    // Bytes of 0xff where a separator stands.
    let places = ((separators &+ 0x7f7f_7f7f_7f7f_7f7f) & 0x8080_8080_8080_8080) &>> 7 &* 0xff
    let values = word ^ (separators | 0x3030_3030_3030_3030 & ~places)
    // A digit is now 0 to 9 and a separator 0; adding 0x76 or 0x7f sets the upper bit of any other.
    let sums = values &+ (0x7676_7676_7676_7676 | 0x0909_0909_0909_0909 & places)
    guard (values | sums) & 0x8080_8080_8080_8080 == 0 else { return nil }
    // Each byte times ten, and the next one added.
    pairs = values &* 10 &+ values &>> 8
  }

  /// The two digits from byte `index` on, as a number.
  @inline(__always)
  subscript(index: UInt64) -> Int32 { Int32(truncatingIfNeeded: pairs &>> (index &* 8) & 0xff) }
}
