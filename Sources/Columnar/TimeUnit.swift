/// The unit in which times of day and moments are counted.
public enum TimeUnit: Sendable, Hashable, CaseIterable {
  /// 10⁻³ s.
  case milliseconds
  /// 10⁻⁶ s.
  case microseconds
  /// 10⁻⁹ s.
  case nanoseconds

  /// Digits behind the point of a second.
  public var fractionDigits: Int {
    switch self {
    case .milliseconds: 3
    case .microseconds: 6
    case .nanoseconds: 9
    }
  }

  /// How many there are in a second.
  public var perSecond: Int64 {
    switch self {
    case .milliseconds: 1_000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }
}
