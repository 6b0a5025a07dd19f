internal import Buffers

/// What the purchase records say about a batch of comments: arrays of one length.
public struct MatchedPurchases: Sendable {
  /// How each comment was matched.
  public private(set) var matches: [PurchaseMatch] = []
  /// The matched purchases, whose customers mean nothing to parts; without lines where there is none.
  public private(set) var purchases: [Purchase] = []
  /// Amounts of the next purchases, or `PurchaseLines.missingAmount`.
  public private(set) var nextAmounts: [Int64] = []

  /// Makes an empty batch.
  public init() {}

  /// Appends what is known of a comment.
  @inline(__always)
  public mutating func append(_ match: PurchaseMatch, _ purchase: Purchase, nextAmount: Int64) {
    matches.append(match)
    purchases.append(purchase)
    nextAmounts.append(nextAmount)
  }

  /// Forgets all comments, keeps the room, and makes more for `count` comments.
  mutating func removeAll(reserving count: Int) {
    matches.removeAll(keepingCapacity: true)
    purchases.removeAll(keepingCapacity: true)
    nextAmounts.removeAll(keepingCapacity: true)
    matches.reserveCapacity(count)
    purchases.reserveCapacity(count)
    nextAmounts.reserveCapacity(count)
  }
}
