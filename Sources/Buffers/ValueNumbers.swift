/// Gives every distinct value of a batch a small number, in order of first appearance: for columns of few values.
///
/// Strings of up to 16 bytes are compared as two words, longer ones by `hash128`, so that a look-up is a few loads in
/// the first-level cache. Number 0 is the empty string. Keeps its room between batches; one a worker.
public struct ValueNumbers: ~Copyable {
  @usableFromInline
  struct Slot: BitwiseCopyable {
    var head: UInt64
    var tail: UInt64
    /// The length of the string, its upper bit set; 0 is an empty slot.
    var length: UInt32
    var number: UInt32
  }

  private static let occupied: UInt32 = 1 << 31

  private var slots = FlatArray<Slot>(count: 1024)
  /// The distinct values; value `n` is the one numbered `n`.
  public private(set) var values = ByteStrings()

  /// Makes an empty table.
  public init() { values.appendEmpty() }

  /// The number of a value, which is added when it is new.
  public mutating func number(of value: Span<UInt8>) -> UInt32 {
    if value.isEmpty { return 0 }
    let words = value.count <= 16 ? value.headAndTail : hash128(value)
    let length = UInt32(truncatingIfNeeded: value.count) | Self.occupied
    var place = self.place(words.0, words.1)
    while slots[place].length != 0 {
      let slot = slots[place]
      if slot.head == words.0, slot.tail == words.1, slot.length == length { return slot.number }
      place = (place + 1) & (slots.count - 1)
    }
    let number = UInt32(values.count)
    values.append(value)
    slots[place] = Slot(head: words.0, tail: words.1, length: length, number: number)
    if values.count * 2 > slots.count { grow() }
    return number
  }

  /// Hands the values over and begins a new batch.
  public mutating func take() -> ByteStrings {
    var taken = ByteStrings()
    taken.appendEmpty()
    swap(&taken, &values)
    slots.clear()
    return taken
  }

  @inline(__always)
  private func place(_ head: UInt64, _ tail: UInt64) -> Int {
    Int(truncatingIfNeeded: mix64(head ^ 0xa076_1d64_78bd_642f, tail ^ 0xe703_7ed1_a0b4_28db)) & (slots.count - 1)
  }

  private mutating func grow() {
    var old = FlatArray<Slot>(count: slots.count * 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].length != 0 {
      var place = self.place(old[index].head, old[index].tail)
      while slots[place].length != 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = old[index]
    }
  }
}
