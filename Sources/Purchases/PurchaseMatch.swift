internal import Buffers

/// How a comment was matched to a purchase.
public enum MatchKind: UInt8, BitwiseCopyable, Sendable {
  /// By the order id that the comment names.
  case order
  /// By its customer's latest purchase within the window.
  case customer
  case none

  /// The name in tables.
  public var name: String {
    switch self {
    case .order: "order"
    case .customer: "customer"
    case .none: "none"
    }
  }
}

/// Who speaks.
public enum Audience: UInt8, BitwiseCopyable, Sendable {
  /// Somebody who bought.
  case customer
  /// Somebody who uses without having bought.
  case user
  case unknown

  /// The name in tables.
  public var name: String {
    switch self {
    case .customer: "customer"
    case .user: "user"
    case .unknown: "unknown"
    }
  }
}

/// What the purchase records say about one comment.
public struct PurchaseMatch: BitwiseCopyable, Sendable {
  /// Number of the purchase, or `PurchaseTable.none`.
  public var purchase = PurchaseTable.none
  /// How it was found.
  public var kind = MatchKind.none
  /// Who speaks.
  public var audience = Audience.unknown
  /// The order belongs to another customer than the comment names.
  public var hasCustomerConflict = false
  /// The comment's customer, else the purchase's: number in `PurchaseTable.customers`, or none.
  public var customer = PurchaseTable.none
  /// Whether the customer bought again in time; nil where the window is still open or no customer is known.
  public var repurchased: Bool?
  /// The purchase that came next within the window, or none.
  public var next = PurchaseTable.none
}

/// The windows of matching, in days.
public struct MatchWindows: Sendable {
  /// How old the latest purchase may be.
  public var matchDays: Int
  /// How soon a further order counts as repurchase.
  public var repurchaseDays: Int
  /// The run date, in days since 1970-01-01.
  public var lastDay: Int32

  /// Makes windows.
  public init(matchDays: Int, repurchaseDays: Int, lastDay: Int32) {
    self.matchDays = matchDays
    self.repurchaseDays = repurchaseDays
    self.lastDay = lastDay
  }
}

extension Purchase {
  /// Whether it was delivered on or before the promised day, and how many days after it; nil without a promise, or while it is
  /// neither delivered nor overdue.
  ///
  /// Undelivered past its promise is late, by the days until the run date.
  public func delivery(lastDay: Int32) -> (isOnTime: Bool, daysLate: Int32)? {
    let (promised, delivered) = (promisedAt, deliveredAt)
    guard promised.exists else { return nil }
    if delivered.exists { return (delivered.day <= promised.day, delivered.day - promised.day) }
    return promised.day < lastDay ? (false, lastDay - promised.day) : nil
  }
}
