public import Foundation

/// The day for which a run is made.
public struct RunDate: Sendable, Equatable {
  /// Days since 1970-01-01.
  public let day: Int32
  /// `YYYY-MM-DD`.
  public let text: String

  /// Reads `YYYY-MM-DD`; nil for anything else and for days that the calendar lacks.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      text.utf8.allSatisfy({ $0 == 0x2d || $0 >= 0x30 && $0 <= 0x39 }),
      let year = Int32(parts[0]), let month = Int32(parts[1]), let day = Int32(parts[2]),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    self.day = date.daysSince1970
    self.text = text
  }

  /// The day that an option gives, else yesterday in the pipeline's time zone.
  ///
  /// - Throws: `usage` for an option that is no day.
  public static func resolve(_ option: String?, definition: PipelineDefinition) throws(RunError) -> RunDate {
    if let option {
      guard let date = RunDate(option) else {
        throw RunError(.usage, "--run-date is '\(option)': write a day as YYYY-MM-DD, for example 2026-11-21")
      }
      return date
    }
    guard let date = yesterday(timeZone: definition.timeZone) else {
      throw RunError(.definition, "\(definition.file): unknown time zone '\(definition.timeZone)'")
    }
    return date
  }

  /// Yesterday in a time zone; nil where the zone is unknown.
  public static func yesterday(timeZone: String, now: Date = Date()) -> RunDate? {
    guard let zone = TimeZoneRules(name: timeZone) else { return nil }
    let day = zone.day(ofUTC: Int64(now.timeIntervalSince1970.rounded(.down))) - 1
    let date = CivilDate(daysSince1970: day)
    func padded(_ number: Int32, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return RunDate("\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))")
  }
}
