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
  }

  /// Which words stand beside a lexeme in its phrases: one bit for each, by its number's last six bits.
  struct Neighbours: Sendable, BitwiseCopyable {
    var next: UInt64 = 0
    var previous: UInt64 = 0
    var behindGap: UInt64 = 0
    var beforeGap: UInt64 = 0

    /// Whether there is no phrase.
    @inline(__always)
    var isEmpty: Bool { next | previous | behindGap | beforeGap == 0 }
  }

  /// Where the phrases of a lexeme stand.
  struct Head: Sendable, BitwiseCopyable {
    var firstCandidate: UInt32 = 0
    var firstSlot: UInt32 = 0
    var slotMask: UInt16 = 0
  }

  /// The candidate that leads the chain of a neighbour; its number among the lexeme's, from 1; 0 is empty.
  private struct Slot: BitwiseCopyable {
    var key: UInt32 = 0
    var number: UInt32 = 0
  }

  private(set) var candidates = FlatList<Candidate>(capacity: 4096)
  private var heads = FlatList<Head>(capacity: 1024)
  private var slots = FlatList<Slot>(capacity: 16_384)

  /// A lexeme has at most so many phrases; what the files hold beyond is not looked for.
  static let maximumCandidates = Int(UInt16.max) / 2

  /// Adds the phrases of a lexeme; gives their number and what stands beside it in them.
  mutating func add(_ phrases: [Candidate]) -> (number: UInt32, neighbours: Neighbours) {
    let phrases = phrases.prefix(Self.maximumCandidates)
    var head = Head()
    var neighbours = Neighbours()
    head.firstCandidate = UInt32(candidates.count)
    head.firstSlot = UInt32(slots.count)
    var size = 4
    while size < phrases.count * 2 { size *= 2 }
    head.slotMask = UInt16(size - 1)
    for _ in 0..<size { slots.append(Slot()) }
    for (number, phrase) in phrases.enumerated() {
      candidates.append(phrase)
      let bit: UInt64 = 1 << UInt64(phrase.neighbour & 63)
      switch phrase.side {
      case .next: neighbours.next |= bit
      case .previous: neighbours.previous |= bit
      case .behindGap: neighbours.behindGap |= bit
      case .beforeGap: neighbours.beforeGap |= bit
      }
      link(number, head)
    }
    heads.append(head)
    return (UInt32(heads.count - 1), neighbours)
  }

  private mutating func link(_ number: Int, _ head: Head) {
    let first = Int(head.firstCandidate)
    let key = Self.key(candidates[first + number].neighbour, candidates[first + number].side)
    var slot = Self.slot(key, head)
    while slots[slot].number != 0 {
      if slots[slot].key == key {
        var other = first + Int(slots[slot].number) - 1
        while candidates[other].link != 0 { other += Int(candidates[other].link) }
        candidates[other].link = UInt16(first + number - other)
        return
      }
      slot = Self.following(slot, head)
    }
    slots[slot] = Slot(key: key, number: UInt32(number + 1))
  }

  /// Where the phrases of a lexeme stand.
  @inline(__always)
  subscript(number: UInt32) -> Head { heads[Int(number)] }

  /// The candidate that leads the chain of a neighbour, or nil; the others follow by `link`.
  @inline(__always)
  func first(_ neighbour: UInt32, _ side: Candidate.Side, _ head: Head) -> Int? {
    let key = Self.key(neighbour, side)
    var slot = Self.slot(key, head)
    while slots[slot].number != 0 {
      if slots[slot].key == key { return Int(head.firstCandidate) + Int(slots[slot].number) - 1 }
      slot = Self.following(slot, head)
    }
    return nil
  }

  /// Forgets all phrases and keeps the room.
  mutating func removeAll() {
    candidates.removeAll()
    slots.removeAll()
    heads.removeAll()
  }

  @inline(__always)
  private static func key(_ neighbour: UInt32, _ side: Candidate.Side) -> UInt32 {
    neighbour << 2 | UInt32(side.rawValue)
  }

  @inline(__always)
  private static func slot(_ key: UInt32, _ head: Head) -> Int {
    Int(head.firstSlot) + Int(UInt16(truncatingIfNeeded: key &* 0x9e37_79b1 >> 16) & head.slotMask)
  }

  @inline(__always)
  private static func following(_ slot: Int, _ head: Head) -> Int {
    Int(head.firstSlot) + ((slot - Int(head.firstSlot) + 1) & Int(head.slotMask))
  }
}
