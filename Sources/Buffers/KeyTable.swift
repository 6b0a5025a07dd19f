/// Numbers by key: a flat table of 16-byte slots, of which at least three in ten are empty.
///
/// Holds 96 bits of a key: two of n different keys are taken for one with probability below n² / 2⁹⁷. A search begins where a
/// line of the processor's cache does, so that it seldom sees a second one. Slots lie in the order of the keys' first bits,
/// so that growing reads and writes memory from one end to the other. What is in the table does not depend on that order, and
/// nothing lists it.
public struct KeyTable: ~Copyable, Sendable {
  // A slot holds the first word of its key, and half of the second above the value; zero is the empty one.
  private var slots: FlatArray<SIMD2<UInt64>>
  /// How many keys there are.
  public private(set) var count = 0

  /// Slots in 64 bytes.
  private static let lineSlots = 4
  // Seven in ten slots are taken at most, and half of them after growing: at most 32 bytes a key.
  private static let valueBits: UInt64 = 0xffff_ffff

  /// Makes an empty table with room for `capacity` keys.
  public init(capacity: Int = 0) { slots = FlatArray(count: Self.slotCount(capacity)) }

  /// Makes room for `capacity` keys at once, so that the table need not grow step by step.
  public mutating func reserve(_ capacity: Int) {
    if Self.slotCount(capacity) > slots.count { grow(to: Self.slotCount(capacity)) }
  }

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
    if count * 10 > slots.count * 7 { grow(to: Self.slotCount(count * 14 / 10)) }
    return nil
  }

  /// Bytes of the table.
  public var byteCount: Int { slots.count * MemoryLayout<SIMD2<UInt64>>.stride }

  /// The keys by their values, which must be the numbers below `count`; the last 32 bits of a key are lost.
  public func keysByValue() -> FlatArray<Key128> {
    var keys = FlatArray<Key128>(count: count)
    for place in 0..<slots.count where slots[place].x != 0 {
      let slot = slots[place]
      keys[Int(slot.y & Self.valueBits)] = Key128(first: slot.x, second: slot.y & ~Self.valueBits)
    }
    return keys
  }

  /// Has the processor fetch what a look-up of a key will need.
  @inline(__always)
  public func prefetch(_ key: Key128) { slots.prefetch(place(of: key)) }

  private static func slotCount(_ capacity: Int) -> Int { max(64, (capacity * 10 / 7 / lineSlots + 1) * lineSlots) }

  @inline(__always)
  private func place(of key: Key128) -> Int { place(key.first) }

  @inline(__always)
  private func place(_ first: UInt64) -> Int {
    Int(truncatingIfNeeded: first.multipliedFullWidth(by: UInt64(slots.count / Self.lineSlots)).high) * Self.lineSlots
  }

  @inline(__always)
  private func next(_ place: Int) -> Int { place + 1 == slots.count ? 0 : place + 1 }

  /// Makes the table longer where it lies, so that both sizes are never held, nor as much memory zeroed.
  ///
  /// Slots are gone through from back to front. Keys lie in the order of their first bits, so that nearly all of them move
  /// backwards, to slots that have been gone through; those that would not are put aside and come last.
  private mutating func grow(to slotCount: Int) {
    let oldCount = slots.count
    slots.resize(to: slotCount)
    var aside: [SIMD2<UInt64>] = []
    for index in stride(from: oldCount - 1, through: 0, by: -1) where slots[index].x != 0 {
      let slot = slots[index]
      slots[index] = SIMD2(0, 0)
      var place = place(slot.x)
      if place >= index {
        while place < slotCount, slots[place].x != 0 { place += 1 }
      }
      if place >= index, place < slotCount { slots[place] = slot } else { aside.append(slot) }
    }
    for slot in aside {
      var place = place(slot.x)
      while slots[place].x != 0 { place = next(place) }
      slots[place] = slot
    }
  }
}
