import Purchases

/// The rules of matching over a list of purchases, one loop each: slow, and short enough to be seen right.
struct MatchTwin {
  struct Purchase {
    var order: String
    var customer: String
    var at: Moment
  }

  struct Result: Equatable {
    var purchase: String?
    var kind = MatchKind.none
    var audience = Audience.unknown
    var hasCustomerConflict = false
    var repurchased: Bool?
    var next: String?
  }

  var purchases: [Purchase] = []
  let windows: MatchWindows

  /// Gathers the lines that count: the first customer named, the earliest time.
  init(_ lines: [OrderLine], _ windows: MatchWindows) {
    self.windows = windows
    for line in lines where line.status != .cancelled {
      guard let index = purchases.firstIndex(where: { $0.order == line.order }) else {
        purchases.append(Purchase(order: line.order, customer: line.customer, at: line.at))
        continue
      }
      if purchases[index].customer.isEmpty { purchases[index].customer = line.customer }
      if line.at.microseconds < purchases[index].at.microseconds { purchases[index].at = line.at }
    }
    purchases.removeAll { $0.at.day > windows.lastDay }
    // The latest first; within a day a date alone is the earliest; of equal times the greater order id.
    purchases.sort { Self.key($0) > Self.key($1) }
  }

  func match(order: String, customer: String, at moment: Moment, isDeclaredUser: Bool) -> Result {
    var result = Result()
    var found = purchases.first { !order.isEmpty && $0.order == order }
    if let found {
      result.kind = .order
      result.hasCustomerConflict = !customer.isEmpty && !found.customer.isEmpty && found.customer != customer
    } else if !customer.isEmpty {
      let latest = purchases.first { $0.customer == customer && isAtOrBefore($0.at, moment) }
      if let latest, moment.day - latest.at.day <= windows.matchDays {
        found = latest
        result.kind = .customer
      }
    }
    result.purchase = found?.order
    let first = purchases.last?.at.day ?? .max
    let last = purchases.map(\.at).max { $0.microseconds < $1.microseconds }
    if found != nil {
      result.audience = .customer
    } else if isDeclaredUser {
      result.audience = .user
    } else if !customer.isEmpty, order.isEmpty, Int(first) <= Int(moment.day) - windows.matchDays,
      let last, last.day >= moment.day
    {
      result.audience = .user
    }
    let buyer = customer.isEmpty ? found?.customer ?? "" : customer
    if !buyer.isEmpty, let last, isClosed(moment, at: last) {
      let next = purchases.last { $0.customer == buyer && $0.order != found?.order && !isAtOrBefore($0.at, moment) }
      result.next = next.flatMap { isWithinWindow($0.at, after: moment) ? $0.order : nil }
      result.repurchased = result.next != nil
    }
    return result
  }

  private static func key(_ purchase: Purchase) -> (Int32, Int, Int64, String) {
    (purchase.at.day, purchase.at.isDate ? 0 : 1, purchase.at.microseconds, purchase.order)
  }

  /// Whether the window of repurchase after a comment ends at or before the last purchase of the data.
  private func isClosed(_ moment: Moment, at last: Moment) -> Bool {
    if moment.isDate || last.isDate { return Int(last.day) - Int(moment.day) >= windows.repurchaseDays }
    return last.microseconds - moment.microseconds >= Int64(windows.repurchaseDays) * Moment.dayMicroseconds
  }

  private func isAtOrBefore(_ first: Moment, _ second: Moment) -> Bool {
    if first.isDate || second.isDate { return first.day <= second.day }
    return first.microseconds <= second.microseconds
  }

  private func isWithinWindow(_ later: Moment, after moment: Moment) -> Bool {
    if later.isDate || moment.isDate { return Int(later.day) - Int(moment.day) <= windows.repurchaseDays }
    return later.microseconds - moment.microseconds <= Int64(windows.repurchaseDays) * Moment.dayMicroseconds
  }
}
