internal import Buffers

/// How a comment was matched to a purchase.
public enum MatchKind: UInt8, Sendable {
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
public enum Audience: UInt8, Sendable {
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
public struct PurchaseMatch: Sendable {
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

extension PurchaseTable {
  /// Matches a comment to at most one purchase, and looks what its customer did afterwards.
  ///
  /// By order where the comment names one that exists, else by the customer's latest purchase at or before the comment within
  /// the window (ties: the greater order id by bytes), else not at all.
  /// - Parameters:
  ///   - order: order id of the comment; empty for none.
  ///   - customerID: customer id of the comment; empty for none.
  ///   - isDeclaredUser: its source says that it comes from a user who did not buy.
  /// - Complexity: two hash look-ups and a binary search.
  public func match(
    order: Span<UInt8>, customerID: Span<UInt8>, submittedAt: Moment, isDeclaredUser: Bool, windows: MatchWindows
  ) -> PurchaseMatch {
    var match = PurchaseMatch()
    let named = customerID.count == 0 ? Self.none : customers.find(customerID) ?? Self.none
    if order.count > 0, let found = orders.find(order), rows[Int(found)].lineCount > 0,
      rows[Int(found)].purchasedAt.day <= windows.lastDay
    {
      match.purchase = found
      match.kind = .order
      let owner = rows[Int(found)].customer
      match.hasCustomerConflict = customerID.count > 0 && owner != Self.none && owner != named
    } else if named != Self.none {
      match.purchase = latest(of: named, at: submittedAt, withinDays: windows.matchDays)
      match.kind = match.purchase == Self.none ? .none : .customer
    }
    match.customer = named
    if customerID.count == 0, match.purchase != Self.none { match.customer = rows[Int(match.purchase)].customer }
    match.audience = audience(match, order.count > 0, customerID.count > 0, submittedAt, isDeclaredUser, windows)
    if customerID.count > 0 || match.customer != Self.none { readOutcome(&match, submittedAt, windows) }
    return match
  }

  private func audience(
    _ match: PurchaseMatch, _ namesOrder: Bool, _ namesCustomer: Bool, _ submittedAt: Moment, _ isDeclaredUser: Bool,
    _ windows: MatchWindows
  ) -> Audience {
    if match.purchase != Self.none { return .customer }
    if isDeclaredUser { return .user }
    guard namesCustomer, !namesOrder, let span else { return .unknown }
    let isCovered =
      Int(span.from.day) <= Int(submittedAt.day) - windows.matchDays && span.until.day >= submittedAt.day
    return isCovered ? .user : .unknown
  }

  private func latest(of customer: UInt32, at moment: Moment, withinDays days: Int) -> UInt32 {
    let run = purchases(of: customer)
    let after = firstAfter(moment, in: run)
    guard after > run.startIndex else { return Self.none }
    let found = run[after - 1]
    return Int(moment.day) - Int(rows[Int(found)].purchasedAt.day) <= days ? found : Self.none
  }

  /// Where in a customer's purchases those after a moment begin.
  private func firstAfter(_ moment: Moment, in run: ArraySlice<UInt32>) -> Int {
    var low = run.startIndex
    var high = run.endIndex
    while low < high {
      let middle = (low + high) / 2
      if rows[Int(run[middle])].purchasedAt.isAtOrBefore(moment) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The window must have closed before the end of the data, for yes and no alike: early yeses would bias the rate.
  private func readOutcome(_ match: inout PurchaseMatch, _ submittedAt: Moment, _ windows: MatchWindows) {
    guard let span else { return }
    let isClosed =
      submittedAt.isDate || span.until.isDate
      ? Int(submittedAt.day) + windows.repurchaseDays <= Int(span.until.day)
      : submittedAt.microseconds + Int64(windows.repurchaseDays) * Moment.dayMicroseconds <= span.until.microseconds
    guard isClosed else { return }
    match.repurchased = false
    let run = purchases(of: match.customer)
    let further = run[firstAfter(submittedAt, in: run)...].first { $0 != match.purchase }
    guard let further,
      rows[Int(further)].purchasedAt.isAfter(submittedAt, withinDays: windows.repurchaseDays)
    else { return }
    match.repurchased = true
    match.next = further
  }

  /// Whether a purchase was delivered on or before the promised day, and how many days after it; nil without a promise, or while
  /// it is neither delivered nor overdue.
  ///
  /// Undelivered past its promise is late, by the days until the run date.
  public func delivery(of purchase: UInt32, lastDay: Int32) -> (isOnTime: Bool, daysLate: Int32)? {
    let promised = rows[Int(purchase)].promisedAt
    let delivered = rows[Int(purchase)].deliveredAt
    guard promised.exists else { return nil }
    if delivered.exists { return (delivered.day <= promised.day, delivered.day - promised.day) }
    return promised.day < lastDay ? (false, lastDay - promised.day) : nil
  }
}
