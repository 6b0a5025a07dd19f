import Buffers
import Foundation
import Pipeline
import Testing

@Suite("CivilDate")
struct CivilDateTests {
  @Test("days and dates are each other's inverse from 1600 to 2400")
  func roundTrip() throws {
    for day in Int32(-135_140)..<157_054 {
      #expect(CivilDate(daysSince1970: day).daysSince1970 == day)
    }
  }

  @Test(
    "a date that the calendar does not have is none",
    arguments: [
      (2026, 2, 28, true), (2026, 2, 29, false), (2024, 2, 29, true), (1900, 2, 29, false), (2000, 2, 29, true),
      (2026, 4, 31, false), (2026, 12, 31, true), (2026, 13, 1, false), (2026, 0, 1, false), (2026, 1, 0, false),
      (-1, 1, 1, false), (10_000, 1, 1, false), (0, 1, 1, true), (9999, 12, 31, true),
    ] as [(Int32, Int32, Int32, Bool)])
  func validity(year: Int32, month: Int32, day: Int32, isValid: Bool) {
    let date = CivilDate(year: year, month: month, day: day)
    #expect((date != nil) == isValid)
    if let date { #expect(CivilDate(daysSince1970: date.daysSince1970) == date) }
  }

  @Test("random days agree with Foundation's calendar")
  func twin() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    var random = SplitMix64(seed: 20_261_121)
    for _ in 0..<20_000 {
      let day = Int32.random(in: -135_140..<157_054, using: &random)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      let date = CivilDate(daysSince1970: day)
      #expect(Int(date.year) == parts.year && Int(date.month) == parts.month && Int(date.day) == parts.day)
    }
  }

  @Test("a date is written as ISO 8601 does")
  func description() {
    #expect(CivilDate(daysSince1970: 0).description == "1970-01-01")
    #expect(CivilDate(year: 987, month: 6, day: 5)?.description == "0987-06-05")
  }
}
