internal import Buffers

/// The phrases that may begin with a lexeme, found by the element that follows.
///
/// A word like a negator begins hundreds of phrases; what stands behind it leaves one or none. Each lexeme with phrases has a
/// small hash table of its own, side by side in flat lists, so that a look-up stays within a few cache lines.
struct PhraseIndex: ~Copyable {
  /// A phrase of two words or more; its place among those of its lexeme is its rank, the longest first.
  struct Candidate: Sendable, BitwiseCopyable {
    var entry: UInt32
    /// The element behind the first, or behind the gap that follows the first.
    var next: UInt32
    /// Where its elements stand in `CompiledLexicon.sequences`, and how many there are, gaps counted.
    var start: UInt32
    var count: UInt16
    var hasGap: Bool
    /// Bits of `MatchLayer`.
    var layers: UInt8
    /// The bit in signatures of the element behind `next`, or `anyBit` where that is a gap, or nothing, or follows a gap.
    var thirdBit: UInt8
    /// Steps to the lexeme's next candidate with the same `next`; 0 for none.
    var link: UInt16 = 0

    /// Whether it is two words and nothing between them.
    @inline(__always)
    var isPair: Bool { count == 2 }
  }

  /// The candidate that leads the chain of a `next`; its number among the lexeme's, from 1; 0 is empty.
  private struct Slot: BitwiseCopyable {
    var next: UInt32 = 0
    var number: UInt32 = 0
  }

  /// Stands for no bit.
  static let anyBit: UInt8 = 64

  /// Where the phrases of a lexeme stand.
  struct Head: Sendable, BitwiseCopyable {
    /// One bit for each `next` without gap, by its number's last six bits.
    var signature: UInt64 = 0
    /// The same for those behind a gap.
    var gapSignature: UInt64 = 0
    var firstCandidate: UInt32 = 0
    var firstSlot: UInt32 = 0
    /// Candidates with a gap, listed in `gaps`.
    var firstGap: UInt32 = 0
    var gapCount: UInt16 = 0
    var slotMask: UInt16 = 0

    /// Whether there is no phrase.
    @inline(__always)
    var isEmpty: Bool { signature | gapSignature == 0 }
  }

  private(set) var candidates = FlatList<Candidate>(capacity: 4096)
  private var slots = FlatList<Slot>(capacity: 16_384)
  private(set) var gaps = FlatList<UInt32>(capacity: 1024)

  /// A lexeme has at most so many phrases; those of the lowest rank are left out beyond.
  static let maximumCandidates = Int(UInt16.max) / 2

  /// Adds the phrases of a lexeme, in order of rank, and tells where they stand.
  mutating func add(_ phrases: [Candidate]) -> Head {
    let phrases = phrases.prefix(Self.maximumCandidates)
    var head = Head()
    head.firstCandidate = UInt32(candidates.count)
    head.firstSlot = UInt32(slots.count)
    head.firstGap = UInt32(gaps.count)
    var size = 4
    while size < phrases.count * 2 { size *= 2 }
    head.slotMask = UInt16(size - 1)
    for _ in 0..<size { slots.append(Slot()) }
    for (rank, phrase) in phrases.enumerated() {
      candidates.append(phrase)
      if phrase.hasGap {
        head.gapSignature |= 1 << UInt64(phrase.next & 63)
        gaps.append(UInt32(candidates.count - 1))
        head.gapCount += 1
      } else {
        head.signature |= 1 << UInt64(phrase.next & 63)
        link(rank, head)
      }
    }
    return head
  }

  private mutating func link(_ rank: Int, _ head: Head) {
    let first = Int(head.firstCandidate)
    let next = candidates[first + rank].next
    var slot = Self.slot(next, head)
    while slots[slot].number != 0 {
      if slots[slot].next == next {
        var other = first + Int(slots[slot].number) - 1
        while candidates[other].link != 0 { other += Int(candidates[other].link) }
        candidates[other].link = UInt16(first + rank - other)
        return
      }
      slot = Self.following(slot, head)
    }
    slots[slot] = Slot(next: next, number: UInt32(rank + 1))
  }

  /// Appends the numbers of the candidates that go on with `next` and then with an element among `bits`.
  @inline(__always)
  func find(_ next: UInt32, _ head: Head, _ bits: UInt64, into found: inout FlatList<UInt32>) {
    var slot = Self.slot(next, head)
    while slots[slot].number != 0 {
      if slots[slot].next == next {
        var number = Int(head.firstCandidate) + Int(slots[slot].number) - 1
        while true {
          let candidate = candidates[number]
          if candidate.thirdBit == Self.anyBit || bits >> UInt64(candidate.thirdBit) & 1 != 0 {
            found.append(UInt32(truncatingIfNeeded: number))
          }
          if candidate.link == 0 { return }
          number += Int(candidate.link)
        }
      }
      slot = Self.following(slot, head)
    }
  }

  /// The candidates with a gap, as places in `gaps`.
  @inline(__always)
  func gapRange(_ head: Head) -> Range<Int> { Int(head.firstGap)..<Int(head.firstGap) + Int(head.gapCount) }

  /// Forgets all phrases and keeps the room.
  mutating func removeAll() {
    candidates.removeAll()
    slots.removeAll()
    gaps.removeAll()
  }

  @inline(__always)
  private static func slot(_ next: UInt32, _ head: Head) -> Int {
    Int(head.firstSlot) + Int(UInt16(truncatingIfNeeded: next &* 0x9e37_79b1 >> 16) & head.slotMask)
  }

  @inline(__always)
  private static func following(_ slot: Int, _ head: Head) -> Int {
    Int(head.firstSlot) + ((slot - Int(head.firstSlot) + 1) & Int(head.slotMask))
  }
}
