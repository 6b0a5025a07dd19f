/// The condition of a cube's `where:`, validated: which comments it counts.
///
/// A test of a null is never true, but for `is null`. There is no "not" before a condition, so that this agrees with SQL.
public indirect enum CubeFilter: Sendable, Equatable {
  /// All hold.
  case all([CubeFilter])
  /// At least one holds.
  case any([CubeFilter])
  /// A test of one column.
  case test(column: String, CubeTest)

  /// The value that a column has in all comments that pass, or nil: of texts alone.
  func pinned(_ column: String) -> String? {
    switch self {
    case .all(let filters): filters.lazy.compactMap { $0.pinned(column) }.first
    case .any: nil
    case .test(let tested, .texts(let values, isNegated: false)) where tested == column && values.count == 1: values[0]
    case .test: nil
    }
  }

  /// Whether it tests a column.
  func names(_ column: String) -> Bool {
    switch self {
    case .all(let filters), .any(let filters): filters.contains { $0.names(column) }
    case .test(let tested, _): tested == column
    }
  }
}

/// What a column's value must be.
public enum CubeTest: Sendable, Equatable {
  /// Nothing, or something.
  case null(isNegated: Bool)
  /// One of these texts, or something else than these.
  case texts([String], isNegated: Bool)
  /// True or false.
  case flag(Bool)
  /// Within one of these ranges, both ends included, or outside of all: in units of 10⁻⁹, of days since 1970 for dates.
  case numbers([ClosedRange<Int64>], isNegated: Bool)

  /// Decimals of a number of a filter.
  static let scale = 9
}
