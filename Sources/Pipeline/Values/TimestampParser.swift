internal import Buffers
package import Purchases

/// Reads times of an export: several formats in order, and a time zone for those without offset.
///
/// Keeps counts: one parser a worker, the counts added up afterwards. No allocation.
package struct TimestampParser: Sendable {
  /// Local times read that come twice; the first was taken.
  package private(set) var ambiguousCount = 0
  /// Local times read that the clocks skip; they were shifted forward.
  package private(set) var nonexistentCount = 0

  private let formats: [TimestampFormat]
  private let zone: TimeZoneRules
  private let beginsWithISO: Bool

  /// Tries `formats` in their order; `zone` decides on times without offset, and on calendar days.
  package init(formats: [TimestampFormat], zone: TimeZoneRules) {
    self.formats = formats
    self.zone = zone
    beginsWithISO = formats.first?.kind == .iso8601
  }

  /// The moment that a cell holds, blanks at its ends left out; nil where no format reads it.
  ///
  /// A date alone is the last microsecond of that day. The day is that of the time zone, also where the time has an offset.
  package mutating func parse(_ cell: Span<UInt8>) -> Moment? {
    if beginsWithISO {
      if let utc = TimestampFormat.readCommonISO(cell) {
        return Moment(microseconds: utc * TimeZoneRules.secondMicroseconds, day: zone.day(ofUTC: utc), isDate: false)
      }
      if let day = TimestampFormat.readISODate(cell) { return endOfDay(day) }
    }
    let range = Blanks.trimmed(cell)
    if range.isEmpty { return nil }
    for index in formats.indices {
      if let time = formats[index].read(cell, range) { return moment(time) }
    }
    return nil
  }

  private mutating func moment(_ time: WrittenTime) -> Moment {
    if !time.hasTime { return endOfDay(time.days) }
    let written = Int64(time.days) * TimeZoneRules.daySeconds + Int64(time.secondOfDay)
    let utc: Int64
    if let offset = time.offset {
      utc = written - Int64(offset)
    } else {
      let resolution = zone.resolve(localSeconds: written)
      if resolution.isAmbiguous { ambiguousCount += 1 }
      if resolution.isNonexistent { nonexistentCount += 1 }
      utc = resolution.utcSeconds
    }
    return Moment(
      microseconds: utc * TimeZoneRules.secondMicroseconds + Int64(time.microseconds), day: zone.day(ofUTC: utc),
      isDate: false)
  }

  @inline(__always)
  private mutating func endOfDay(_ day: Int32) -> Moment {
    let end = zone.end(ofDay: day)
    if zone.day(ofUTC: end - 1) != day { nonexistentCount += 1 }
    return Moment(microseconds: end * TimeZoneRules.secondMicroseconds - 1, day: day, isDate: true)
  }
}
