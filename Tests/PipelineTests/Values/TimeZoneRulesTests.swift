import Buffers
import Foundation
import Pipeline
import Testing

@Suite("TimeZoneRules")
struct TimeZoneRulesTests {
  /// Seconds since 1970 of `2026-11-21T14:05:00`, as Foundation reads it.
  static func seconds(_ text: String) throws -> Int64 {
    Int64(try Date(text + "Z", strategy: .iso8601).timeIntervalSince1970)
  }

  /// Local time, and what it is in UTC: plain, the first of two, or shifted forward.
  static let localTimes: [(zone: String, local: String, utc: String, kind: String)] = [
    ("UTC", "2026-03-29T02:30:00", "2026-03-29T02:30:00", "plain"),
    ("Europe/Helsinki", "2026-01-15T12:00:00", "2026-01-15T10:00:00", "plain"),
    ("Europe/Helsinki", "2026-07-15T12:00:00", "2026-07-15T09:00:00", "plain"),
    ("Europe/Helsinki", "2026-03-29T02:59:59", "2026-03-29T00:59:59", "plain"),
    ("Europe/Helsinki", "2026-03-29T03:00:00", "2026-03-29T01:00:00", "nonexistent"),
    ("Europe/Helsinki", "2026-03-29T03:59:59", "2026-03-29T01:59:59", "nonexistent"),
    ("Europe/Helsinki", "2026-03-29T04:00:00", "2026-03-29T01:00:00", "plain"),
    ("Europe/Helsinki", "2026-10-25T02:59:59", "2026-10-24T23:59:59", "plain"),
    ("Europe/Helsinki", "2026-10-25T03:00:00", "2026-10-25T00:00:00", "ambiguous"),
    ("Europe/Helsinki", "2026-10-25T03:59:59", "2026-10-25T00:59:59", "ambiguous"),
    ("Europe/Helsinki", "2026-10-25T04:00:00", "2026-10-25T02:00:00", "plain"),
    ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00", "nonexistent"),
    ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00", "ambiguous"),
    ("America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00", "plain"),
    ("Asia/Jakarta", "2026-03-29T02:30:00", "2026-03-28T19:30:00", "plain"),
    ("Europe/Moscow", "2010-12-01T12:00:00", "2010-12-01T09:00:00", "plain"),
    ("Europe/Moscow", "2011-03-27T02:30:00", "2011-03-26T23:30:00", "nonexistent"),
    ("Europe/Moscow", "2012-01-01T12:00:00", "2012-01-01T08:00:00", "plain"),
    ("Europe/Moscow", "2014-10-26T01:30:00", "2014-10-25T21:30:00", "ambiguous"),
    ("Europe/Moscow", "2014-10-26T02:00:00", "2014-10-25T23:00:00", "plain"),
    ("Europe/Moscow", "2026-07-01T12:00:00", "2026-07-01T09:00:00", "plain"),
    ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00", "nonexistent"),
  ]

  @Test("a local time is resolved: the first of two, forward out of a gap", arguments: localTimes)
  func resolves(zone: String, local: String, utc: String, kind: String) throws {
    let rules = try #require(TimeZoneRules(name: zone))
    let resolution = rules.resolve(localSeconds: try Self.seconds(local))
    #expect(resolution.utcSeconds == (try Self.seconds(utc)))
    #expect(resolution.isAmbiguous == (kind == "ambiguous"))
    #expect(resolution.isNonexistent == (kind == "nonexistent"))
  }

  static let zones = [
    "UTC", "Europe/Helsinki", "America/New_York", "Asia/Jakarta", "Europe/Moscow", "America/Nuuk", "Pacific/Apia",
    "America/St_Johns", "Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe",
  ]

  @Test("offsets and days of random times from 1900 to 2100 agree with Foundation's", arguments: zones)
  func twin(zone: String) throws {
    let rules = try #require(TimeZoneRules(name: zone))
    let foundation = try #require(TimeZone(identifier: zone))
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = foundation
    let first = try Self.seconds("1900-01-02T00:00:00")
    let last = try Self.seconds("2100-12-30T00:00:00")
    var random = SplitMix64(seed: 7)
    for _ in 0..<5000 {
      let seconds = Int64.random(in: first..<last, using: &random)
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(Int(rules.utcOffset(atUTC: seconds)) == foundation.secondsFromGMT(for: date))
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let day = CivilDate(daysSince1970: rules.day(ofUTC: seconds))
      #expect(Int(day.year) == parts.year && Int(day.month) == parts.month && Int(day.day) == parts.day)
    }
  }

  @Test("a UTC time's local time resolves to it, or to the first of the two that show the same", arguments: zones)
  func roundTrip(zone: String) throws {
    let rules = try #require(TimeZoneRules(name: zone))
    var random = SplitMix64(seed: 11)
    let last = try Self.seconds("2100-12-30T00:00:00")
    for _ in 0..<20_000 {
      let utc = Int64.random(in: 0..<last, using: &random)
      let resolution = rules.resolve(localSeconds: utc + Int64(rules.utcOffset(atUTC: utc)))
      #expect(!resolution.isNonexistent)
      #expect(resolution.utcSeconds == utc || (resolution.isAmbiguous && resolution.utcSeconds < utc))
    }
  }

  @Test("a day's end is where the next day begins for good", arguments: zones)
  func endOfDay(zone: String) throws {
    let rules = try #require(TimeZoneRules(name: zone))
    for day in Int32(10_000)..<30_000 {
      let end = rules.end(ofDay: day)
      #expect(rules.day(ofUTC: end) > day)
      // Samoa had no 30 December 2011.
      #expect(rules.day(ofUTC: end - 1) == day || (zone == "Pacific/Apia" && day == 15_338))
    }
  }

  @Test(
    "only IANA names are zones",
    arguments: [
      ("UTC", true), ("Etc/UTC", true), ("Europe/Kyiv", true), ("Asia/Calcutta", true), ("europe/helsinki", false),
      ("Helsinki", false), ("GMT+2", false), ("+02:00", false), ("Mars/Olympus", false), ("", false),
    ])
  func names(name: String, isKnown: Bool) { #expect((TimeZoneRules(name: name) != nil) == isKnown) }
}
