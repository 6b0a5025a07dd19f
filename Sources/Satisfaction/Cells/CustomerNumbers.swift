internal import Buffers

/// Numbers the customers who comment: those of the purchase records keep their numbers, others follow.
///
/// One a worker. Others are known by 64 bits of hash: two of n are taken for one with probability below n² / 2⁶⁵.
public struct CustomerNumbers: ~Copyable, Sendable {
  /// How many customers the purchase records have.
  public let known: Int
  /// Hashes of the others, in order of their numbers.
  private var hashes: [UInt64] = []
  /// Place in `hashes` + 1; 0 is empty.
  private var slots = FlatArray<UInt32>(count: 1024)

  /// Makes the numbers of the purchase records' customers.
  public init(known: Int) { self.known = known }

  /// The number of a customer whom the purchase records lack.
  ///
  /// The hash stands for the customer's id.
  public mutating func number(_ hash: UInt64) -> UInt32 {
    var slot = slot(hash)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash { return UInt32(known + place) }
      slot = (slot + 1) & (slots.count - 1)
    }
    hashes.append(hash)
    slots[slot] = UInt32(hashes.count)
    if hashes.count * 2 > slots.count { grow() }
    return UInt32(known + hashes.count - 1)
  }

  /// What stands for a customer whatever the worker, by number; never 0.
  public func hash(_ number: UInt32) -> UInt64 {
    let hash = Int(number) < known ? mix64(UInt64(number), 0x9e37_79b9_7f4a_7c15) : hashes[Int(number) - known]
    return hash == 0 ? 1 : hash
  }

  /// How many customers have numbers.
  public var count: Int { known + hashes.count }

  /// The number here of another's customers: of those that the purchase records lack, in order of their numbers there.
  public mutating func merge(_ other: borrowing CustomerNumbers) -> [UInt32] {
    precondition(known == other.known, "customers of different purchase records")
    return other.hashes.map { number($0) }
  }

  private func slot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: mix64(hash ^ 0xa076_1d64_78bd_642f, 0x9e37_79b9_7f4a_7c15)) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = FlatArray(count: slots.count * 2)
    for place in hashes.indices {
      var slot = slot(hashes[place])
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(place + 1)
    }
  }
}
