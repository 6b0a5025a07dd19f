/// Numbers by key: a flat table of 16-byte slots, of which at least a quarter are empty.
///
/// Holds 96 bits of a key: two of n different keys are taken for one with probability below n² / 2⁹⁷. Slots lie in the order
/// of the keys' first bits, so that growing reads and writes memory from front to back. What is in the table does not
/// depend on that order, and nothing lists it.
public struct KeyTable: ~Copyable, Sendable {
  // A slot holds the first word of its key, and half of the second above the value; zero is the empty one.
  private var slots: FlatArray<SIMD2<UInt64>>
  /// How many keys there are.
  public private(set) var count = 0

  private static let valueBits: UInt64 = 0xffff_ffff

  /// Makes an empty table with room for `capacity` keys.
  public init(capacity: Int = 192) { slots = FlatArray(count: max(64, capacity + capacity / 3 + 1)) }

  /// The value of a key, or nil where the table does not have it.
  public func find(_ key: Key128) -> UInt32? {
    var place = place(of: key)
    while true {
      let slot = slots[place]
      if slot.x == 0 { return nil }
      if slot.x == key.first, (slot.y ^ key.second) & ~Self.valueBits == 0 {
        return UInt32(truncatingIfNeeded: slot.y)
      }
      place = next(place)
    }
  }

  /// Adds a key, which must be one of a string, with its value, unless the table has it; then that value is given.
  public mutating func insert(_ key: Key128, _ value: UInt32) -> UInt32? {
    precondition(key.exists, "the key of nothing")
    var place = place(of: key)
    while true {
      let slot = slots[place]
      if slot.x == 0 { break }
      if slot.x == key.first, (slot.y ^ key.second) & ~Self.valueBits == 0 {
        return UInt32(truncatingIfNeeded: slot.y)
      }
      place = next(place)
    }
    slots[place] = SIMD2(key.first, key.second & ~Self.valueBits | UInt64(value))
    count += 1
    if count * 4 > slots.count * 3 { grow() }
    return nil
  }

  /// Has the processor fetch what a look-up of a key will need.
  @inline(__always)
  public func prefetch(_ key: Key128) { slots.prefetch(place(of: key)) }

  @inline(__always)
  private func place(of key: Key128) -> Int {
    Int(truncatingIfNeeded: key.first.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  @inline(__always)
  private func next(_ place: Int) -> Int { place + 1 == slots.count ? 0 : place + 1 }

  private mutating func grow() {
    var old = FlatArray<SIMD2<UInt64>>(count: slots.count + slots.count / 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].x != 0 {
      var place = Int(truncatingIfNeeded: old[index].x.multipliedFullWidth(by: UInt64(slots.count)).high)
      while slots[place].x != 0 { place = next(place) }
      slots[place] = old[index]
    }
  }
}
