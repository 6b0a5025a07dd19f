/// A set of keys, each with a small digest of what came with it, in one flat table: 16 bytes a slot, at most 32 bytes a key.
///
/// Holds 96 bits of hash of a key (`hash128`), not the key: two of n different keys are taken for one with probability below
/// n² / 2⁹⁷. The digest tells a repeated record from a changed one; it has 32 bits.
public struct KeySet: Sendable {
  /// What the set knew of a key that was to be added.
  public enum Admission: Sendable {
    /// The key is new and has been added.
    case new
    /// The key is there, with the same digest.
    case repeated
    /// The key is there, with another digest.
    case changed
  }

  private var slots: [SIMD2<UInt64>]
  private var mask: Int
  /// How many keys there are.
  public private(set) var count = 0

  private static let keyBits: UInt64 = 0xffff_ffff_0000_0000

  /// Makes an empty set with room for `capacity` keys.
  public init(capacity: Int = 1024) {
    var size = 64
    while size * 7 < capacity * 10 { size *= 2 }
    slots = [SIMD2<UInt64>](repeating: .zero, count: size)
    mask = size - 1
  }

  /// Adds a key unless the set has it.
  public mutating func insert(_ key: (UInt64, UInt64), digest: UInt32) -> Admission {
    // The all-zero slot is the empty one, so the first word is never zero.
    let entry = SIMD2(key.0 == 0 ? 1 : key.0, key.1 & Self.keyBits | UInt64(digest))
    var slot = Int(truncatingIfNeeded: entry.x) & mask
    while slots[slot].x != 0 {
      if slots[slot].x == entry.x, (slots[slot].y ^ entry.y) & Self.keyBits == 0 {
        return slots[slot].y == entry.y ? .repeated : .changed
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = entry
    count += 1
    if count * 10 > slots.count * 8 { grow() }
    return .new
  }

  private mutating func grow() {
    let old = slots
    slots = [SIMD2<UInt64>](repeating: .zero, count: old.count * 2)
    mask = slots.count - 1
    for entry in old where entry.x != 0 {
      var slot = Int(truncatingIfNeeded: entry.x) & mask
      while slots[slot].x != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
