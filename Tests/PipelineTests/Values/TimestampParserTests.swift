import Buffers
import Foundation
import Pipeline
import Purchases
import Testing

@Suite("TimestampParser")
struct TimestampParserTests {
  /// Formats parted by `|`, zone, cell, and the UTC time in ISO 8601, `date …` for a date alone, or nothing.
  static let cases: [(formats: String, zone: String, cell: String, expected: String?)] = [
    ("iso8601", "UTC", "2026-11-21T14:05:00Z", "2026-11-21T14:05:00.000000"),
    ("iso8601", "UTC", " 2026-11-21T14:05:00Z\u{a0}", "2026-11-21T14:05:00.000000"),
    ("iso8601", "Europe/Helsinki", "2026-11-21T14:05:00", "2026-11-21T12:05:00.000000"),
    ("iso8601", "Europe/Helsinki", "2026-11-21 14:05", "2026-11-21T12:05:00.000000"),
    ("iso8601", "Europe/Helsinki", "2026-11-21t14:05z", "2026-11-21T14:05:00.000000"),
    ("iso8601", "UTC", "2026-11-21T14:05:00.5Z", "2026-11-21T14:05:00.500000"),
    ("iso8601", "UTC", "2026-11-21T14:05:00,123456789", "2026-11-21T14:05:00.123456"),
    ("iso8601", "UTC", "2026-11-21T14:05:00.1234567890", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00.Z", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00+02", "2026-11-21T12:05:00.000000"),
    ("iso8601", "UTC", "2026-11-21T14:05:00-0330", "2026-11-21T17:35:00.000000"),
    ("iso8601", "UTC", "2026-11-21T14:05+05:45", "2026-11-21T08:20:00.000000"),
    ("iso8601", "UTC", "2026-11-21 14:05:00 +0200", "2026-11-21T12:05:00.000000"),
    ("iso8601", "UTC", "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00.000000"),
    ("iso8601", "UTC", "2026-11-21T14:05:00+14:01", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00+02:60", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00+2", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00+020", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00ZZ", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:00 ", "2026-11-21T14:05:00.000000"),
    ("iso8601", "UTC", "2026-11-21T14", nil),
    ("iso8601", "UTC", "2026-11-21T14:", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:0", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:", nil),
    ("iso8601", "UTC", "2026-11-21T24:00:00Z", nil),
    ("iso8601", "UTC", "2026-11-21T14:60:00Z", nil),
    ("iso8601", "UTC", "2026-11-21T14:05:60Z", nil),
    ("iso8601", "UTC", "2026-13-21T14:05:00Z", nil),
    ("iso8601", "UTC", "2026-02-31T14:05:00Z", nil),
    ("iso8601", "UTC", "2026-00-10", nil),
    ("iso8601", "UTC", "2026-02-29", nil),
    ("iso8601", "UTC", "2026-1-2", nil),
    ("iso8601", "UTC", "1899-12-31", nil),
    ("iso8601", "UTC", "2101-01-01", nil),
    ("iso8601", "UTC", "٢٠٢٦-11-21", nil),
    ("iso8601", "UTC", "", nil),
    ("iso8601", "UTC", "  ", nil),
    ("iso8601", "UTC", "yesterday, at noon…", nil),
    ("iso8601", "UTC", "2024-02-29", "date 2024-02-29T23:59:59.999999"),
    ("iso8601", "Europe/Helsinki", "2026-11-21", "date 2026-11-21T21:59:59.999999"),
    ("iso8601", "Europe/Helsinki", "2026-03-29", "date 2026-03-29T20:59:59.999999"),
    ("iso8601", "America/Nuuk", "2026-03-28", "date 2026-03-29T00:59:59.999999"),
    ("unix", "Europe/Helsinki", "1795269900", "2026-11-21T14:05:00.000000"),
    ("unix", "UTC", "1795269900.25", "2026-11-21T14:05:00.250000"),
    ("unix", "UTC", "-1.5", "1969-12-31T23:59:58.500000"),
    ("unix", "UTC", "0", "1970-01-01T00:00:00.000000"),
    ("unix", "UTC", "1795269900123", nil),
    ("unix", "UTC", "1795269900123456789012345", nil),
    ("unix", "UTC", "-", nil),
    ("unix", "UTC", "1e9", nil),
    ("unix_ms", "UTC", "1795269900123", "2026-11-21T14:05:00.123000"),
    ("unix_ms", "UTC", "1795269900123.456", "2026-11-21T14:05:00.123456"),
    ("unix_ms", "UTC", "-1", "1969-12-31T23:59:59.999000"),
    ("unix|unix_ms", "UTC", "1795269900123", "2026-11-21T14:05:00.123000"),
    ("%d.%m.%Y|iso8601", "UTC", "2026-11-21", "date 2026-11-21T23:59:59.999999"),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "21.11.2026 14:05", "2026-11-21T12:05:00.000000"),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "1.2.2026 4:05", "2026-02-01T02:05:00.000000"),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "31.2.2026 4:05", nil),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "21.11.26 14:05", nil),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "21.11.2026 14:05:00", nil),
    ("%d.%m.%Y %H:%M", "Europe/Helsinki", "21.11.2026", nil),
    ("%m/%d/%y %I:%M:%S %p", "UTC", "11/21/26 12:05:09 am", "2026-11-21T00:05:09.000000"),
    ("%m/%d/%y %I:%M:%S %p", "UTC", "11/21/68 12:05:09 PM", "2068-11-21T12:05:09.000000"),
    ("%m/%d/%y %I:%M:%S %p", "UTC", "11/21/69 11:05:09 PM", "1969-11-21T23:05:09.000000"),
    ("%m/%d/%y %I:%M:%S %p", "UTC", "11/21/26 13:05:09 PM", nil),
    ("%m/%d/%y %I:%M:%S %p", "UTC", "11/21/26 11:05:09 XM", nil),
    ("%Y%m%d%H%M%S", "UTC", "20261121140500", "2026-11-21T14:05:00.000000"),
    ("%Y%m%d", "UTC", "2026111", nil),
    ("%Y-%jT%H:%M:%S.%f%z", "UTC", "2026-325T14:05:00.5+02:00", "2026-11-21T12:05:00.500000"),
    ("%Y-%j", "UTC", "2026-366", nil),
    ("%Y-%j", "UTC", "2024-366", "date 2024-12-31T23:59:59.999999"),
    ("%e/%m/%Y", "UTC", " 1/11/2026", "date 2026-11-01T23:59:59.999999"),
    ("klo %H.%M, %e.%m.%Y à 100%%", "UTC", "klo 14.05,  1.11.2026 à 100%", "2026-11-01T14:05:00.000000"),
  ]

  static func text(_ moment: Moment?) -> String? {
    guard let moment else { return nil }
    let seconds =
      moment.microseconds >= 0 ? moment.microseconds / 1_000_000 : (moment.microseconds - 999_999) / 1_000_000
    let fraction = String(1_000_000 + moment.microseconds - seconds * 1_000_000).dropFirst()
    let date = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    return (moment.isDate ? "date " : "") + date.dropLast() + "." + fraction
  }

  @Test("a cell is read by the first format that fits", arguments: cases)
  func reads(formats: String, zone: String, cell: String, expected: String?) throws {
    let rules = try #require(TimeZoneRules(name: zone))
    let compiled = try formats.split(separator: "|").map { try TimestampFormat(String($0)) }
    var parser = TimestampParser(formats: compiled, zone: rules)
    let moment = parser.parse(Array(cell.utf8).span)
    #expect(Self.text(moment) == expected)
  }

  @Test("local times that come twice or never are counted")
  func counts() throws {
    var parser = TimestampParser(formats: [.iso8601], zone: try #require(TimeZoneRules(name: "Europe/Helsinki")))
    let cells = ["2026-10-25T03:30:00", "2026-10-25T03:30:00+02:00", "2026-03-29T03:30:00", "2026-03-29T04:30:00"]
    let moments = cells.map { Self.text(parser.parse(Array($0.utf8).span)) }
    #expect(
      moments == [
        "2026-10-25T00:30:00.000000", "2026-10-25T01:30:00.000000", "2026-03-29T01:30:00.000000",
        "2026-03-29T01:30:00.000000",
      ])
    #expect(parser.ambiguousCount == 1)
    #expect(parser.nonexistentCount == 1)
  }

  @Test("the day is the zone's, whatever offset the time was written with")
  func day() throws {
    var parser = TimestampParser(formats: [.iso8601], zone: try #require(TimeZoneRules(name: "Europe/Helsinki")))
    let moments = ["2026-11-21T22:30:00Z", "2026-11-21"].map { parser.parse(Array($0.utf8).span) }
    let days = moments.map { CivilDate(daysSince1970: $0?.day ?? 0).description }
    #expect(days == ["2026-11-22", "2026-11-21"])
  }

  @Test("random times written in any format read as the same moment")
  func roundTrip() throws {
    let zone = try #require(TimeZoneRules(name: "America/New_York"))
    let patterns = ["iso8601", "unix", "%d/%m/%Y %H.%M.%S %z", "%Y%j%H%M%S%z"]
    var parsers = try patterns.map { TimestampParser(formats: [try TimestampFormat($0)], zone: zone) }
    var random = SplitMix64(seed: 3)
    for _ in 0..<5000 {
      let seconds = Int64.random(in: -2_000_000_000..<4_000_000_000, using: &random)
      let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
      let date = CivilDate(daysSince1970: Int32(days))
      let second = seconds - days * 86_400
      func two(_ value: Int64) -> String { String(String(100 + value).dropFirst()) }
      let clock = [second / 3600, second / 60 % 60, second % 60].map(two)
      let firstOfYear = try #require(CivilDate(year: date.year, month: 1, day: 1))
      let dayOfYear = String(1001 + date.daysSince1970 - firstOfYear.daysSince1970).dropFirst()
      let cells = [
        "\(date)T\(clock.joined(separator: ":"))Z", "\(seconds)",
        "\(date.day)/\(date.month)/\(date.year) \(clock.joined(separator: ".")) +0000",
        "\(date.year)\(dayOfYear)\(clock.joined())Z",
      ]
      for index in cells.indices {
        let read = parsers[index].parse(Array(cells[index].utf8).span)
        let moment = try #require(read, "\(cells[index])")
        #expect(moment.microseconds == seconds * 1_000_000, "\(cells[index])")
        #expect(moment.day == zone.day(ofUTC: seconds))
      }
    }
  }

  @Test("no bytes whatever are more than unreadable")
  func garbage() throws {
    let zone = try #require(TimeZoneRules(name: "UTC"))
    let formats = try ["iso8601", "unix", "unix_ms", "%d.%m.%Y %I:%M %p", "%Y%m%d %H%z", "%y-%j %H:%M:%S.%f"].map {
      try TimestampFormat($0)
    }
    var parser = TimestampParser(formats: formats, zone: zone)
    let alphabet = Array("0123456789-:TZ+. pm%\u{a0}é".utf8)
    var random = SplitMix64(seed: 5)
    for _ in 0..<50_000 {
      let length = Int.random(in: 0..<30, using: &random)
      let cell = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      if let moment = parser.parse(cell.span) { #expect(moment.exists) }
    }
  }

  static let badPatterns: [(String, String)] = [
    ("iso8061", "did you mean \"iso8601\"?"), ("", "unknown time format"), ("noon", "unknown time format"),
    ("%d.%m.%Y %b", "%b is not read"), ("%d.%m.%Y %", "lone %"), ("%d.%m.%Y %d", "more than once"),
    ("%d.%m.%Y %y", "more than once"), ("%d.%m", "%Y or %y is missing"), ("%Y-%d", "%m or %j is missing"),
    ("%Y-%m", "%d or %j is missing"), ("%Y-%j-%d", "%d or %j stands more than once"), ("%F %I:%M", "%F is not read"),
    ("%Y-%m-%d %I:%M", "%I needs %p"), ("%Y-%m-%d %p", "%p needs %I"), ("%Y-%m-%d %M", "%M needs %H"),
    ("%Y-%m-%d %H:%S", "%S needs %M"), ("%Y-%m-%d %H:%M.%f", "%f needs %S"), ("%Y-%m-%d %z", "%z needs %H"),
    ("%H:%M:%S%f%Y-%m-%d", "%f has no fixed width"),
  ]

  @Test("a pattern that can't be used says why", arguments: badPatterns)
  func badPattern(pattern: String, reason: String) {
    let issue = #expect(throws: DefinitionIssue.self) { try TimestampFormat(pattern) }
    #expect(issue?.message.contains(reason) == true, "\(String(describing: issue))")
  }
}
