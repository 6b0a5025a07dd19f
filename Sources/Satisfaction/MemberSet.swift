internal import Buffers

/// A set of (member, cell), both numbers: one flat table of 8 bytes a slot.
public struct MemberSet: ~Copyable, Sendable {
  /// Member in the upper half, cell in the lower, and 1 added; 0 is empty.
  private var slots = FlatArray<UInt64>(count: 1 << 10)
  private var shift: UInt64 = 64 - 10
  /// How many pairs there are.
  public private(set) var count = 0

  /// Makes an empty set.
  public init() {}

  /// Adds a member of a cell; false where the set had it.
  ///
  /// Precondition: the member is not the greatest number.
  public mutating func insert(_ member: UInt32, _ cell: UInt32) -> Bool {
    let entry = Self.entry(member, cell)
    var slot = slot(entry)
    while slots[slot] != 0 {
      if slots[slot] == entry { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = entry
    count += 1
    if count * 4 > slots.count * 3 { grow() }
    return true
  }

  /// Makes room for so many pairs.
  ///
  /// Where pairs of another set follow: they come in the order of their hashes, and would fill one stretch of a smaller table,
  /// in which every search then goes from end to end.
  public mutating func reserve(_ capacity: Int) { while capacity * 4 > slots.count * 3 { grow() } }

  /// Has the processor fetch what `insert` of the same pair will look at.
  func prefetch(_ member: UInt32, _ cell: UInt32) { slots.prefetch(slot(Self.entry(member, cell))) }

  func forEach(_ body: (_ member: UInt32, _ cell: UInt32) -> Void) {
    for slot in 0..<slots.count where slots[slot] != 0 {
      let pair = slots[slot] - 1
      body(UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair))
    }
  }

  @inline(__always)
  private static func entry(_ member: UInt32, _ cell: UInt32) -> UInt64 { (UInt64(member) << 32 | UInt64(cell)) + 1 }

  @inline(__always)
  private func slot(_ entry: UInt64) -> Int {
    Int(mix64(entry ^ 0xa076_1d64_78bd_642f, 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  private mutating func grow() {
    let old = slots.count
    shift -= 1
    var larger = FlatArray<UInt64>(count: old * 2)
    for index in 0..<old where slots[index] != 0 {
      var slot = slot(slots[index])
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = slots[index]
    }
    slots = larger
  }
}
