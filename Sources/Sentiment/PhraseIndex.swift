internal import Buffers

/// The phrases that are looked for where a lexeme stands, found by the word beside it.
///
/// Many words have dozens of phrases; what stands beside them leaves one or none. Each lexeme with phrases has a small hash table
/// of its own, side by side in flat lists, so that a look-up stays within a few cache lines.
struct PhraseIndex: ~Copyable {
  /// A phrase of two words or more, seen from its anchor.
  struct Candidate: Sendable, BitwiseCopyable {
    /// Which word beside the anchor it is found by.
    enum Side: UInt8, BitwiseCopyable {
      case next, previous, behindGap, beforeGap
    }

    /// Bits in signatures of the words behind the neighbour, or behind the anchor where the neighbour precedes it; all bits where
    /// nothing stands there, or a gap.
    var furtherBits: UInt64
    var entry: UInt32
    /// The word beside the anchor, or on the other side of the gap beside it.
    var neighbour: UInt32
    /// Where its elements stand in `CompiledLexicon.sequences`, and how many there are, gaps counted.
    var start: UInt32
    var count: UInt16
    /// Steps to the lexeme's next candidate with the same neighbour; 0 for none.
    var link: UInt16 = 0
    var side: Side
    /// Place of the anchor among the elements, gaps counted.
    var anchor: UInt8
    /// Bits of `MatchLayer`.
    var layers: UInt8
    /// How many words a match has, gaps not counted; 255 stands for more as well.
    var wordCount: UInt8

    /// Whether the anchor and the word beside it are all of it.
    @inline(__always)
    var isPair: Bool { count == 2 }
  }

  /// The hash table of a lexeme: `firstSlot` and the binary logarithm of its size.
  struct Table: Sendable, BitwiseCopyable {
    var firstSlot: UInt32 = 0
    var bits: UInt8 = 0

    /// Where a key is looked for first.
    @inline(__always)
    func slot(_ key: UInt32) -> Int {
      // The upper bits of the product are those that all bits of the key take part in.
      Int(firstSlot) &+ Int((key &* 0x9e37_79b1) &>> (32 &- UInt32(bits)))
    }

    /// The slot behind another, the first behind the last.
    @inline(__always)
    func following(_ slot: Int) -> Int {
      Int(firstSlot) &+ ((slot &- Int(firstSlot) &+ 1) & ((1 &<< Int(bits)) &- 1))
    }
  }

  /// The candidate that leads the chain of a neighbour; its number in `candidates`, from 1; 0 is empty.
  private struct Slot: BitwiseCopyable {
    var key: UInt32 = 0
    var number: UInt32 = 0
  }

  private(set) var candidates = FlatList<Candidate>(capacity: 4096)
  private var slots = FlatList<Slot>(capacity: 16_384)

  /// A lexeme has at most so many phrases; what the files hold beyond is not looked for.
  static let maximumCandidates = Int(UInt16.max) / 2

  /// Adds the phrases of a lexeme, at most `maximumCandidates` of them; gives their table.
  mutating func add(_ phrases: [Candidate]) -> Table {
    let phrases = phrases.prefix(Self.maximumCandidates)
    var table = Table(firstSlot: UInt32(slots.count), bits: 2)
    while 1 << Int(table.bits) < phrases.count * 2 { table.bits += 1 }
    for _ in 0..<1 << Int(table.bits) { slots.append(Slot()) }
    for phrase in phrases {
      candidates.append(phrase)
      link(candidates.count - 1, table)
    }
    return table
  }

  private mutating func link(_ number: Int, _ table: Table) {
    let key = Self.key(candidates[number].neighbour, candidates[number].side)
    var slot = table.slot(key)
    while slots[slot].number != 0 {
      if slots[slot].key == key {
        var other = Int(slots[slot].number) - 1
        while candidates[other].link != 0 { other += Int(candidates[other].link) }
        candidates[other].link = UInt16(number - other)
        return
      }
      slot = table.following(slot)
    }
    slots[slot] = Slot(key: key, number: UInt32(number + 1))
  }

  /// What a neighbour on a side is looked for by.
  @inline(__always)
  static func key(_ neighbour: UInt32, _ side: Candidate.Side) -> UInt32 { neighbour << 2 | UInt32(side.rawValue) }

  /// Has the slot of a key fetched.
  @inline(__always)
  func prefetch(_ key: UInt32, _ table: Table) { slots.prefetch(table.slot(key)) }

  /// The candidate that leads the chain of a key if it stands where it is looked for first, else `none`; and whether another key's
  /// stands there instead.
  @inline(__always)
  func probe(_ key: UInt32, _ table: Table) -> (number: UInt32, isOther: Bool) {
    let slot = slots[table.slot(key)]
    // Of an empty slot the number is 0, and so `none` comes out.
    let isSame = slot.key == key
    return (isSame ? slot.number &- 1 : Self.none, !isSame && slot.number != 0)
  }

  /// No candidate's number.
  static let none = UInt32.max

  /// The candidate that leads the chain of a key, or nil; the others follow by `link`.
  @inline(__always)
  func first(_ key: UInt32, _ table: Table) -> Int? {
    var slot = table.slot(key)
    while slots[slot].number != 0 {
      if slots[slot].key == key { return Int(slots[slot].number) - 1 }
      slot = table.following(slot)
    }
    return nil
  }

  /// Forgets all phrases and keeps the room.
  mutating func removeAll() {
    candidates.removeAll()
    slots.removeAll()
  }
}
