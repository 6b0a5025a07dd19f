/// Gives every distinct byte string a small number, in order of first appearance.
///
/// A flat open-addressing table of (32 bits of hash, number) over a `ByteStrings` arena: two cache misses a look-up,
/// no allocation but growth. Numbers are dense from 0, so that arrays can be indexed by them.
public struct Interner: Sendable {
  /// The distinct strings; string `n` is the one numbered `n`.
  public private(set) var strings = ByteStrings()
  /// Slot: high half the upper hash bits, low half number + 1; 0 is empty.
  private var slots: [UInt64]
  private var mask: Int

  /// Makes an empty table with room for `capacity` strings.
  public init(capacity: Int = 16) {
    var size = 32
    while size * 3 < capacity * 4 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
  }

  /// Makes a table of strings, numbered in their order.
  ///
  /// Precondition: no two are the same.
  public init(_ strings: ByteStrings) {
    self.init(capacity: strings.count)
    for number in 0..<strings.count { _ = intern(strings.bytes.span.extracting(strings.range(number))) }
    precondition(count == strings.count, "two strings of a table are the same")
  }

  /// How many distinct strings there are.
  public var count: Int { strings.count }

  /// The number of `string`, which is added when it is new.
  public mutating func intern(_ string: Span<UInt8>) -> UInt32 {
    intern(string, hash: hash64(string))
  }

  /// The number of `string`, whose `hash64` the caller has at hand.
  public mutating func intern(_ string: Span<UInt8>, hash: UInt64) -> UInt32 {
    var slot = place(hash)
    let tag = hash & 0xffff_ffff_0000_0000
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry & 0xffff_ffff_0000_0000 == tag, isEqual(Int(entry & 0xffff_ffff) - 1, string) {
        return UInt32(entry & 0xffff_ffff) - 1
      }
      slot = (slot + 1) & mask
    }
    let number = strings.count
    strings.append(string)
    slots[slot] = tag | UInt64(number + 1)
    if (number + 1) * 4 > slots.count * 3 { grow() }
    return UInt32(number)
  }

  /// The number of `string`, or nil where it was never added.
  public func find(_ string: Span<UInt8>) -> UInt32? {
    find(string, hash: hash64(string))
  }

  /// The number of `string`, whose `hash64` the caller has at hand, or nil where it was never added.
  public func find(_ string: Span<UInt8>, hash: UInt64) -> UInt32? {
    var slot = place(hash)
    let tag = hash & 0xffff_ffff_0000_0000
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if entry & 0xffff_ffff_0000_0000 == tag, isEqual(Int(entry & 0xffff_ffff) - 1, string) {
        return UInt32(entry & 0xffff_ffff) - 1
      }
      slot = (slot + 1) & mask
    }
  }

  /// Forgets all strings and keeps the room.
  public mutating func removeAll() {
    strings.removeAll()
    for index in slots.indices { slots[index] = 0 }
  }

  private func isEqual(_ number: Int, _ string: Span<UInt8>) -> Bool {
    let range = strings.range(number)
    return strings.bytes.span.extracting(range).hasSameBytes(as: string)
  }

  /// A slot's place follows from the bits of hash that it holds, so that growing looks at no string.
  @inline(__always)
  private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & mask }

  private mutating func grow() {
    var old = [UInt64](repeating: 0, count: slots.count * 2)
    swap(&old, &slots)
    mask = slots.count - 1
    for entry in old where entry != 0 {
      var slot = place(entry)
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
