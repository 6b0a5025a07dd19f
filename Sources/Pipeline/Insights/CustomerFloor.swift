import Satisfaction

/// Whether a group has as many distinct customers as must be for it to be published: exact, and no more than needed is kept.
struct CustomerFloor: Sendable {
  /// Comments without customer: each counts as one.
  private var anonymous = 0
  private var known: Set<UInt64> = []

  /// Whether nobody was added.
  var isEmpty: Bool { anonymous == 0 && known.isEmpty }

  /// Whether there are so many.
  func reaches(_ count: Int) -> Bool { anonymous + known.count >= count }

  /// Adds the customer of a comment, unless there are `count` already.
  mutating func insert(_ facts: CommentFacts, upTo count: Int) {
    insert(facts.counts(.anonymous) ? nil : facts.customerHash, upTo: count)
  }

  /// Adds a customer by the hash of the id, nil for one without id, unless there are `count` already.
  mutating func insert(_ customer: UInt64?, upTo count: Int) {
    if reaches(count) { return }
    if let customer { known.insert(customer) } else { anonymous += 1 }
  }

  /// Adds another's customers of the same group.
  mutating func merge(_ other: CustomerFloor) {
    anonymous += other.anonymous
    known.formUnion(other.known)
  }

  /// Whether the group may be told from others: it has enough customers, or nobody at all.
  func isTellable(_ count: Int) -> Bool { isEmpty || reaches(count) }
}
