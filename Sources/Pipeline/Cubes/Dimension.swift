import Columnar
import Satisfaction

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
    case submitted(Period)
    /// First day of a period of a time column of `comments`, in the pipeline's time zone.
    case instant(Int, Period)
  }

  /// As named in the pipeline file.
  var name: String
  /// Column of the cube.
  var column: ColumnField
  var source: Source

  /// Columns of times, by the names that their periods begin with.
  private static let instants: [(name: String, column: CommentColumn)] = [
    ("responded", .respondedAt), ("resolved", .resolvedAt), ("purchased", .purchasedAt), ("promised", .promisedAt),
    ("delivered", .deliveredAt),
  ]

  /// Dimensions that are no columns of `comments`.
  static let derived =
    ["driver"] + Period.allCases.map(\.rawValue)
    + instants.flatMap { instant in Period.allCases.map { "\(instant.name)_\($0.rawValue)" } }

  /// The dimension of a name, or nil where `comments` has no such string, flag, rating or time.
  init?(_ name: String, comments: TableSchema) {
    self.name = name
    if name == "driver" {
      source = .driver
      column = ColumnField(
        name: name, type: .string, isNullable: false, description: "what the comments of the cell speak about or rate")
      return
    }
    if let period = Period(rawValue: name) {
      source = .submitted(period)
      column = ColumnField(
        name: "submitted_\(name)", type: .date, isNullable: false, description: "\(period.meaning) of submitted_on")
      return
    }
    if let index = comments.index(of: name) {
      guard let source = Self.source(comments.fields[index], index) else { return nil }
      self.source = source
      column = comments.fields[index]
      return
    }
    for instant in Self.instants {
      for period in Period.allCases where name == "\(instant.name)_\(period.rawValue)" {
        source = .instant(instant.column.rawValue, period)
        column = ColumnField(
          name: name, type: .date,
          description: "\(period.meaning) of \(instant.name)_at in the pipeline's time zone",
          null: "\(instant.name)_at is null")
        return
      }
    }
    return nil
  }

  private static func source(_ field: ColumnField, _ index: Int) -> Source? {
    switch field.type {
    case .string where field.name != "text": .string(index)
    case .boolean: .flag(index)
    case .double where field.name == "rating": .rating
    default: nil
    }
  }

  /// All names that a cube may have as dimensions.
  static func names(in comments: TableSchema) -> [String] {
    comments.fields.map(\.name).filter { Dimension($0, comments: comments) != nil } + derived
  }

  /// Whether its value follows from another dimension's: the same, or a period within one of this dimension's.
  func follows(from other: Dimension) -> Bool {
    switch (source, other.source) {
    case (.submitted(let mine), .submitted(let theirs)): mine == theirs || mine.isMade(of: theirs)
    case (.instant(let column, let mine), .instant(let others, let theirs)):
      column == others && (mine == theirs || mine.isMade(of: theirs))
    default: source == other.source
    }
  }

  /// Appends the value that follows from another dimension's value, both as `DimensionKey` writes them.
  func append(_ value: ArraySlice<UInt8>, of other: Dimension, to key: inout [UInt8]) {
    guard source != other.source, let period else {
      key += value
      return
    }
    var reader = DimensionKey.Reader(Array(value))
    if let day = reader.number() {
      DimensionKey.append(period.firstDay(day), to: &key)
    } else {
      DimensionKey.appendNull(to: &key)
    }
  }

  private var period: Period? {
    switch source {
    case .submitted(let period), .instant(_, let period): period
    default: nil
    }
  }

  /// How `DimensionKey` writes its values.
  var kind: DimensionKey.Kind {
    switch source {
    case .string, .driver: .string
    case .flag: .flag
    case .rating, .submitted, .instant: .number
    }
  }
}
