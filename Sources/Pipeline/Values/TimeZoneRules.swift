internal import Foundation

/// What the clocks of a time zone showed, and by its present rules will show, from 1900 to 2100.
///
/// Made once of Foundation's time zone database; every look-up begins at the period that holds when its day does, and is
/// seldom further than the next. Immutable: all workers may share one.
package struct TimeZoneRules: Sendable, Equatable {
  /// What a local time is in UTC.
  package struct Resolution: Sendable, Equatable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let utcSeconds: Int64
    /// The local time comes twice; this is the first.
    package let isAmbiguous: Bool
    /// The clocks skip the local time; this is shifted forward by what they skip.
    package let isNonexistent: Bool
  }

  /// The IANA name.
  package let name: String
  /// UTC seconds from which each offset holds; the first holds from ever.
  private let starts: [Int64]
  /// Seconds to be added to UTC, one for each of `starts`.
  private let offsets: [Int32]
  /// For each day from `firstDay` on the number of the period that its first UTC second is in.
  private let periods: [UInt16]
  /// For each day the offset of its UTC seconds, where the days around it have the same; `Int32.min` where they do not.
  private let steadyOffsets: [Int32]
  /// The first day that `periods` has.
  private let firstDay: Int64

  /// Reads the zone of an IANA name such as `Europe/Helsinki`; nil where there is none of that name.
  ///
  /// - Complexity: one to ten milliseconds: the offset of every day is asked for.
  package init?(name: String) {
    guard let zone = Self.zone(name) else { return nil }
    func offset(_ seconds: Int64) -> Int32 {
      Int32(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
    var starts = [Int64.min]
    var offsets = [offset(Int64(Self.firstDay) * Self.daySeconds)]
    var last = offsets[0]
    // No zone changes its clocks twice within a day, so that a day holds one change or none.
    for day in Self.firstDay..<Self.endDay {
      var before = Int64(day) * Self.daySeconds
      var after = before + Self.daySeconds
      let next = offset(after)
      if next == last { continue }
      while after - before > 1 {
        let middle = (before + after) / 2
        if offset(middle) == last { before = middle } else { after = middle }
      }
      starts.append(after)
      offsets.append(next)
      last = next
    }
    var periods: [UInt16] = []
    periods.reserveCapacity(Int(Self.endDay - Self.firstDay))
    var period = 0
    for day in Self.firstDay..<Self.endDay {
      while period + 1 < starts.count, starts[period + 1] <= Int64(day) * Self.daySeconds { period += 1 }
      periods.append(UInt16(period))
    }
    self.name = name
    self.starts = starts
    self.offsets = offsets
    self.periods = periods
    steadyOffsets = periods.indices.map { day in
      let around = max(0, day - 2)...min(periods.count - 1, day + 3)
      return periods[around.lowerBound] == periods[around.upperBound] && around.count == 6
        ? offsets[Int(periods[day])] : Self.unsteady
    }
    firstDay = Int64(Self.firstDay)
  }

  /// Whether there is a zone of this name; far cheaper than to make its rules.
  package static func isKnown(_ name: String) -> Bool { zone(name) != nil }

  /// Foundation also takes abbreviations and offsets, and gives them another identifier than the name.
  private static func zone(_ name: String) -> TimeZone? {
    guard let zone = TimeZone(identifier: name), zone.identifier == name || name == Defaults.timeZone else {
      return nil
    }
    return zone
  }

  /// The names that can be meant, for messages.
  package static var knownNames: [String] { [Defaults.timeZone] + TimeZone.knownTimeZoneIdentifiers }

  /// Seconds to be added to a UTC time, given in seconds since 1970, to get the local one.
  @inline(__always)
  package func utcOffset(atUTC seconds: Int64) -> Int32 {
    let steady = steadyOffset(Self.quotient(seconds, Self.daySeconds))
    return steady == Self.unsteady ? offsets[period(atUTC: seconds)] : steady
  }

  /// The calendar day in the zone, in days since 1970-01-01, of a UTC time in seconds since 1970.
  @inline(__always)
  package func day(ofUTC seconds: Int64) -> Int32 {
    Int32(truncatingIfNeeded: Self.quotient(seconds &+ Int64(utcOffset(atUTC: seconds)), Self.daySeconds))
  }

  /// The UTC time of a local one, in seconds since 1970-01-01T00:00:00 of the local clock.
  ///
  /// Of two UTC times that show the same local time the first is taken; a local time that the clocks skip is read with
  /// the offset before the change, which shifts it forward by what they skip.
  package func resolve(localSeconds: Int64) -> Resolution {
    let steady = steadyOffset(Self.quotient(localSeconds, Self.daySeconds))
    if steady != Self.unsteady {
      return Resolution(utcSeconds: localSeconds &- Int64(steady), isAmbiguous: false, isNonexistent: false)
    }
    if offsets.count == 1 {
      return Resolution(utcSeconds: localSeconds &- Int64(offsets[0]), isAmbiguous: false, isNonexistent: false)
    }
    // The first period whose end, by its own clock, is later; no clock is a whole day from UTC.
    var low = firstPeriod(Self.quotient(localSeconds, Self.daySeconds) - 1)
    while low + 1 < starts.count, localSeconds >= starts[low + 1] + Int64(offsets[low]) { low += 1 }
    let isNonexistent = low > 0 && localSeconds < starts[low] + Int64(offsets[low])
    let isAmbiguous =
      !isNonexistent && low + 1 < starts.count && localSeconds >= starts[low + 1] + Int64(offsets[low + 1])
    let offset = offsets[isNonexistent ? low - 1 : low]
    return Resolution(
      utcSeconds: localSeconds &- Int64(offset), isAmbiguous: isAmbiguous, isNonexistent: isNonexistent)
  }

  /// The first UTC second after a calendar day of the zone, given in days since 1970-01-01.
  ///
  /// Where the clocks are turned back over midnight, the day ends the second time. A day that they skip as a whole ends where
  /// it would have begun.
  package func end(ofDay day: Int32) -> Int64 {
    let midnight = (Int64(day) + 1) * Self.daySeconds
    let steady = steadyOffset(Int64(day))
    if steady != Self.unsteady { return midnight - Int64(steady) }
    // The last period that begins, by its own clock, before the midnight.
    var low = firstPeriod(Int64(day) - 1)
    while low + 1 < starts.count, starts[low + 1] + Int64(offsets[low + 1]) < midnight { low += 1 }
    let end = midnight - Int64(offsets[low])
    return low + 1 < starts.count ? min(end, starts[low + 1]) : end
  }

  /// The number of the period that a UTC time is in.
  @inline(__always)
  private func period(atUTC seconds: Int64) -> Int {
    var low = firstPeriod(Self.quotient(seconds, Self.daySeconds))
    while low + 1 < starts.count, starts[low + 1] <= seconds { low += 1 }
    return low
  }

  /// The period in which a UTC day begins, or for days that are not in the table one before it.
  @inline(__always)
  private func firstPeriod(_ day: Int64) -> Int {
    let index = day - firstDay
    if index < 0 { return 0 }
    return Int(periods[min(Int(index), periods.count - 1)])
  }

  /// The offset of a day on which, and on whose neighbours, no clock is changed; else `unsteady`.
  @inline(__always)
  private func steadyOffset(_ day: Int64) -> Int32 {
    let index = day - firstDay
    return index >= 0 && index < Int64(steadyOffsets.count) ? steadyOffsets[Int(index)] : Self.unsteady
  }

  private static var unsteady: Int32 { .min }

  /// Microseconds of a second: times are counted in them, offsets in seconds.
  static let secondMicroseconds: Int64 = 1_000_000

  /// The quotient rounded down.
  @inline(__always)
  static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  /// Seconds of a day without leap seconds.
  static let daySeconds: Int64 = 86_400
  /// 1900-01-01.
  private static let firstDay = CivilDate.days(year: TimestampFormat.years.lowerBound, month: 1, day: 1)
  /// The day after the last.
  private static let endDay = CivilDate.days(year: TimestampFormat.years.upperBound + 1, month: 1, day: 1)
}
