import Columnar

/// A dimension of a cube: where its value comes from and what it is called in the output.
struct Dimension: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    /// A string column of `comments`.
    case string(Int)
    /// A flag column of `comments`.
    case flag(Int)
    /// The rating, in hundredths.
    case rating
    /// The driver; the cube counts rows of `drivers`.
    case driver
    /// First day of a period of `submitted_on`.
    case period(Period)
  }

  /// As named in the pipeline file.
  var name: String
  /// Column of the cube.
  var column: ColumnField
  var source: Source

  /// Dimensions that are no columns of `comments`.
  static let derived = ["driver"] + Period.allCases.map(\.rawValue)

  /// The dimension of a name, or nil where `comments` has no such string, flag or rating.
  init?(_ name: String, comments: TableSchema) {
    self.name = name
    if name == "driver" {
      source = .driver
      column = ColumnField(name: name, type: .string, description: "what the comments of the cell speak about or rate")
      return
    }
    if let period = Period(rawValue: name) {
      source = .period(period)
      column = ColumnField(name: "submitted_\(name)", type: .date, isNullable: false, description: period.meaning)
      return
    }
    guard let index = comments.index(of: name) else { return nil }
    let field = comments.fields[index]
    switch field.type {
    case .string where name != "text": source = .string(index)
    case .boolean: source = .flag(index)
    case .double where name == "rating": source = .rating
    default: return nil
    }
    column = ColumnField(name: name, type: field.type, description: field.description)
  }

  /// All names that a cube may have as dimensions.
  static func names(in comments: TableSchema) -> [String] {
    comments.fields.map(\.name).filter { Dimension($0, comments: comments) != nil } + derived
  }
}

/// A period of the calendar.
enum Period: String, CaseIterable, Sendable {
  case day, week, month, quarter

  var meaning: String {
    switch self {
    case .day: "the day of submitted_on"
    case .week: "the Monday of the ISO week of submitted_on"
    case .month: "the first day of the month of submitted_on"
    case .quarter: "the first day of the quarter of submitted_on"
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

/// A cube as it is counted: its dimensions, `audience` and `currency` added.
struct CubePlan: Sendable {
  let name: String
  let dimensions: [Dimension]
  /// Whether it counts rows of `drivers`.
  let countsDrivers: Bool

  init(_ definition: CubeDefinition, comments: TableSchema) {
    name = definition.name
    var names = definition.dimensions
    // Bases of different audiences are never summed; amounts of different currencies never added.
    for added in ["audience", "currency"] where !names.contains(added) { names.append(added) }
    dimensions = names.compactMap { Dimension($0, comments: comments) }
    countsDrivers = dimensions.contains { $0.source == .driver }
  }
}
