public import Buffers

/// What matching needs of a batch of comments: arrays of one length.
public struct MatchRequests: Sendable {
  /// Of the order ids that comments name, or none.
  public var orders: [Key128] = []
  /// Of the customer ids that comments name, or none.
  public var customers: [Key128] = []
  /// When the comments were submitted.
  public var moments: [Moment] = []
  /// Whether their source says that they come from users who did not buy.
  public var areDeclaredUsers: [Bool] = []

  /// Makes an empty batch.
  public init() {}

  /// Appends a comment.
  public mutating func append(order: Key128, customer: Key128, submittedAt: Moment, isDeclaredUser: Bool) {
    orders.append(order)
    customers.append(customer)
    moments.append(submittedAt)
    areDeclaredUsers.append(isDeclaredUser)
  }

  /// Forgets all comments and keeps the room.
  public mutating func removeAll() {
    orders.removeAll(keepingCapacity: true)
    customers.removeAll(keepingCapacity: true)
    moments.removeAll(keepingCapacity: true)
    areDeclaredUsers.removeAll(keepingCapacity: true)
  }
}

extension PurchaseTable {
  /// Comments whose look-ups are under way at once: enough to hide the memory's latency, few enough for the first cache.
  private static let blockCount = 64

  /// Matches each comment to at most one purchase, and looks what its customer did afterwards; `matched` is overwritten.
  ///
  /// By order where the comment names one that exists, else by the customer's latest purchase at or before the comment within
  /// the window (ties: the greater order id by bytes), else not at all.
  /// - Complexity: two hash look-ups and a binary search a comment; the look-ups of a block are fetched side by side.
  public func match(_ requests: MatchRequests, windows: MatchWindows, into matched: inout MatchedPurchases) {
    matched.removeAll(reserving: requests.orders.count)
    let orders = requests.orders.span
    let customers = requests.customers.span
    let moments = requests.moments.span
    let areDeclaredUsers = requests.areDeclaredUsers.span
    var found = InlineArray<64, Found>(repeating: Found())
    var matches = InlineArray<64, PurchaseMatch>(repeating: PurchaseMatch())
    var start = 0
    while start < orders.count {
      let block = start..<min(start + Self.blockCount, orders.count)
      for row in block {
        if orders[row].exists { self.orders.prefetch(orders[row]) }
        if customers[row].exists { self.customers.prefetch(customers[row]) }
      }
      for row in block {
        found[row - start] = find(orders[row], customers[row])
        if found[row - start].order != Self.none { rows.prefetch(Int(found[row - start].order)) }
        if found[row - start].customer != Self.none { runs.prefetchRange(Int(found[row - start].customer)) }
      }
      for row in block where found[row - start].customer != Self.none {
        runs.prefetch(runs.range(Int(found[row - start].customer)))
      }
      for row in block {
        let match = match(
          found[row - start], namesOrder: orders[row].exists, namesCustomer: customers[row].exists,
          submittedAt: moments[row], isDeclaredUser: areDeclaredUsers[row], windows: windows)
        if match.purchase != Self.none { rows.prefetch(Int(match.purchase)) }
        if match.next != Self.none { rows.prefetch(Int(match.next)) }
        matches[row - start] = match
      }
      for index in 0..<block.count {
        let match = matches[index]
        matched.append(
          match, match.purchase == Self.none ? Purchase() : rows[Int(match.purchase)],
          nextAmount: match.next == Self.none ? PurchaseLines.missingAmount : rows[Int(match.next)].amount)
      }
      start = block.upperBound
    }
  }

  /// The order and the customer that a comment names, as far as they are known.
  struct Found: BitwiseCopyable {
    var order = PurchaseTable.none
    var customer = PurchaseTable.none
  }

  @inline(__always)
  func find(_ order: Key128, _ customer: Key128) -> Found {
    Found(
      order: order.exists ? orders.find(order) ?? Self.none : Self.none,
      customer: customer.exists ? customers.find(customer) ?? Self.none : Self.none)
  }

  private func match(
    _ found: Found, namesOrder: Bool, namesCustomer: Bool, submittedAt: Moment, isDeclaredUser: Bool,
    windows: MatchWindows
  ) -> PurchaseMatch {
    var match = matchOrder(found, namesCustomer: namesCustomer, windows)
    follow(
      &match, namesOrder: namesOrder, namesCustomer: namesCustomer, submittedAt: submittedAt,
      isDeclaredUser: isDeclaredUser, windows: windows)
    return match
  }

  /// The match by the order that a comment names, and the customer whose purchases tell the rest.
  @inline(__always)
  func matchOrder(_ found: Found, namesCustomer: Bool, _ windows: MatchWindows) -> PurchaseMatch {
    var match = PurchaseMatch()
    match.customer = found.customer
    if let owner = owner(ofOrder: found.order, windows) {
      match.purchase = found.order
      match.kind = .order
      match.hasCustomerConflict = namesCustomer && owner != Self.none && owner != found.customer
      if !namesCustomer { match.customer = owner }
    }
    return match
  }

  /// Completes a match by what its customer bought before and after.
  @inline(__always)
  func follow(
    _ match: inout PurchaseMatch, namesOrder: Bool, namesCustomer: Bool, submittedAt: Moment, isDeclaredUser: Bool,
    windows: MatchWindows
  ) {
    let run = match.customer == Self.none ? 0..<0 : runs.range(Int(match.customer))
    let after = run.isEmpty ? 0 : runs.firstAfter(submittedAt, in: run)
    if match.kind == .none, after > run.lowerBound {
      let latest = runs[after - 1]
      if Int(submittedAt.day) - Int(latest.purchasedAt.day) <= windows.matchDays {
        match.purchase = latest.purchase
        match.kind = .customer
      }
    }
    match.audience = audience(match, namesOrder, namesCustomer, submittedAt, isDeclaredUser, windows)
    if namesCustomer || match.customer != Self.none { readOutcome(&match, submittedAt, run, after, windows) }
  }

  /// The customer of an order, or none; nil where the order can't be matched.
  @inline(__always)
  private func owner(ofOrder order: UInt32, _ windows: MatchWindows) -> UInt32? {
    guard order != Self.none else { return nil }
    let row = rows[Int(order)]
    return row.lineCount > 0 && row.purchasedAt.day <= windows.lastDay ? row.customer : nil
  }

  private func audience(
    _ match: PurchaseMatch, _ namesOrder: Bool, _ namesCustomer: Bool, _ submittedAt: Moment, _ isDeclaredUser: Bool,
    _ windows: MatchWindows
  ) -> Audience {
    if match.kind != .none { return .customer }
    if isDeclaredUser { return .user }
    guard namesCustomer, !namesOrder, let span else { return .unknown }
    let isCovered =
      Int(span.from.day) <= Int(submittedAt.day) - windows.matchDays && span.until.day >= submittedAt.day
    return isCovered ? .user : .unknown
  }

  /// The window must have closed before the end of the data, for yes and no alike: early yeses would bias the rate.
  private func readOutcome(
    _ match: inout PurchaseMatch, _ submittedAt: Moment, _ run: Range<Int>, _ after: Int, _ windows: MatchWindows
  ) {
    guard let span else { return }
    let isClosed =
      submittedAt.isDate || span.until.isDate
      ? Int(submittedAt.day) + windows.repurchaseDays <= Int(span.until.day)
      : submittedAt.microseconds + Int64(windows.repurchaseDays) * Moment.dayMicroseconds <= span.until.microseconds
    guard isClosed else { return }
    match.repurchased = false
    guard !run.isEmpty else { return }
    var next = after
    if next < run.upperBound, runs[next].purchase == match.purchase { next += 1 }
    guard next < run.upperBound,
      runs[next].purchasedAt.isAfter(submittedAt, withinDays: windows.repurchaseDays)
    else { return }
    match.repurchased = true
    match.next = runs[next].purchase
  }
}
