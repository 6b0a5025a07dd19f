/// A period of the calendar.
enum Period: String, CaseIterable, Sendable {
  case day, week, month, quarter

  /// What the first day of it is called, for the data dictionary.
  var meaning: String {
    switch self {
    case .day: "the day"
    case .week: "the Monday of the ISO week"
    case .month: "the first day of the month"
    case .quarter: "the first day of the quarter"
    }
  }

  /// Whether each of these periods consists of whole ones of another kind.
  func isMade(of other: Period) -> Bool {
    switch (self, other) {
    case (.week, .day), (.month, .day), (.quarter, .day), (.quarter, .month): true
    default: false
    }
  }

  /// The first day of the period that a day (since 1970-01-01) lies in.
  func firstDay(_ day: Int32) -> Int32 {
    switch self {
    case .day: return day
    case .week:
      // 1970-01-01 was a Thursday.
      return day - (((day + 3) % 7) + 7) % 7
    case .month, .quarter:
      let date = CivilDate(daysSince1970: day)
      // Days of the month before this one, back to the first month of the period.
      var first = day - date.day + 1
      if self == .quarter {
        for _ in 0..<(date.month - 1) % 3 { first -= CivilDate(daysSince1970: first - 1).day }
      }
      return first
    }
  }
}
