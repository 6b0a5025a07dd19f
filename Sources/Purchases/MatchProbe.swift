public import Buffers

/// A comment on its way through purchases that lie in parts: first to the part of its order, then to that of its customer.
///
/// Plain data, to be written aside and read again.
public struct MatchProbe: BitwiseCopyable, Sendable {
  /// The comment's place among all comments.
  public let row: Int
  /// Of the order id that the comment names, or none.
  public let order: Key128
  /// Of the customer whose purchases tell the rest: the one named, else the order's; or none.
  public private(set) var customer: Key128
  private let submittedAt: Moment
  private let isDeclaredUser: Bool
  private let namesCustomer: Bool
  /// The part and the number there of the order's purchase, where it is matched.
  public private(set) var place: PurchasePlace?
  private var hasCustomerConflict = false
  /// The order's purchase, where it is matched.
  private var purchase = Purchase()

  /// Makes the probe of one comment of a batch.
  public init(row: Int, _ requests: MatchRequests, _ index: Int) {
    self.row = row
    order = requests.orders[index]
    customer = requests.customers[index]
    submittedAt = requests.moments[index]
    isDeclaredUser = requests.areDeclaredUsers[index]
    namesCustomer = requests.customers[index].exists
  }

  /// Looks the order up in the part that has it, if any has.
  ///
  /// - Parameters:
  ///   - owners: keys of the part's customers by their numbers.
  ///   - places: where the part's purchases lie by customer.
  public mutating func matchOrder(
    in part: PurchaseTable, owners: borrowing FlatArray<Key128>, places: [PurchasePlace?], windows: MatchWindows
  ) {
    let match = part.matchOrder(part.find(order, customer), namesCustomer: namesCustomer, windows)
    guard match.kind == .order else { return }
    place = places[Int(match.purchase)]
    hasCustomerConflict = match.hasCustomerConflict
    purchase = part.rows[Int(match.purchase)]
    if !namesCustomer, match.customer != PurchaseTable.none { customer = owners[Int(match.customer)] }
  }

  /// Completes the match in the part that has the customer's purchases, if any has.
  ///
  /// Its match has numbers of this part; of an order, see `place`.
  public func follow(in part: PurchaseTable, windows: MatchWindows) -> JoinedPurchase {
    var match = PurchaseMatch()
    match.customer = part.find(.none, customer).customer
    if place != nil {
      match.kind = .order
      match.hasCustomerConflict = hasCustomerConflict
      // None where the order is another customer's, which then is none of this customer's purchases.
      match.purchase = part.find(order, .none).order
    }
    part.follow(
      &match, namesOrder: order.exists, namesCustomer: namesCustomer, submittedAt: submittedAt,
      isDeclaredUser: isDeclaredUser, windows: windows)
    var joined = JoinedPurchase(row: row)
    if place != nil {
      joined.purchase = purchase
    } else if match.purchase != PurchaseTable.none {
      joined.purchase = part.rows[Int(match.purchase)]
    }
    if match.next != PurchaseTable.none { joined.nextAmount = part.rows[Int(match.next)].amount }
    joined.match = match
    return joined
  }
}

/// What the purchase records say about one comment, with the purchase itself.
public struct JoinedPurchase: BitwiseCopyable, Sendable {
  /// The comment's place among all comments.
  public let row: Int
  /// With numbers of a part, until they are made numbers of all parts.
  public var match = PurchaseMatch()
  /// The matched purchase, whose customer means nothing; without lines where there is none.
  public internal(set) var purchase = Purchase()
  /// Amount of the next purchase, or `PurchaseLines.missingAmount`.
  public internal(set) var nextAmount = PurchaseLines.missingAmount

  /// Makes what is known of a comment before it is joined: nothing.
  public init(row: Int) { self.row = row }
}

/// Where a purchase lies among parts by customer.
public struct PurchasePlace: BitwiseCopyable, Sendable {
  /// The part.
  public let part: UInt32
  /// The number in the part's table.
  public let number: UInt32

  /// Makes a place.
  public init(part: Int, number: UInt32) {
    self.part = UInt32(part)
    self.number = number
  }
}

extension PurchaseTable {
  /// Keys of the customers by their numbers; the last 32 bits of each are lost, which no look-up reads.
  public func customerKeys() -> FlatArray<Key128> { customers.keysByValue() }

  /// The key of an order's id, as comments name it.
  public func orderKey(_ number: Int) -> Key128 {
    let bytes = orderIDs.bytes
    return Key128(bytes.span.extracting(orderIDs.range(number)))
  }

  /// The lines of orders that have several, those of an order one after the other, by order.
  public func forEachFurtherLine(_ body: (PurchaseLineCell) -> Void) {
    for line in 0..<cells.lines.count { body(cells.lines[line]) }
  }
}
