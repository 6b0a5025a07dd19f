internal import Buffers

/// What a word is to the matcher: which elements of terms it satisfies, and which terms are looked for where it
/// stands.
///
/// Plain data in one cache line, computed once per word and lexicon and kept by `Vocabulary`; most words have none and share one lexeme.
struct Lexeme: Sendable, BitwiseCopyable {
  /// One bit for each element that it satisfies, by its number's last six bits: most elements are refuted by it without a look at
  /// the others.
  var signature: UInt64 = 0
  /// What stands beside it in the phrases that are anchored in it.
  var neighbours = PhraseIndex.Neighbours()
  /// Number of those phrases in `PhraseIndex`.
  var phrases: UInt32 = 0
  /// Where its elements stand in `Vocabulary.elements`, the most specific way of writing first.
  var firstElement: UInt32 = 0
  /// The first of them.
  var element = Lexeme.none
  /// The entry of this word alone that scores, and the one that names a driver, or none.
  var scoringEntry = Lexeme.none
  var driverEntry = Lexeme.none
  var elementCount: UInt16 = 0
  /// A negator by itself.
  var isNegator = false

  static let none = UInt32.max

  /// Whether any entry is looked for where it stands.
  var isSought: Bool { !neighbours.isEmpty || scoringEntry != Lexeme.none || driverEntry != Lexeme.none }
}

// Lexemes are known by numbers, whose lowest bit says whether an entry is looked for where the lexeme stands, so that
// the others are passed over without a look.
extension Lexeme {
  /// Of a word that satisfies no element of any term.
  static let plain: UInt32 = 0
  /// Of a hyphenated word that is not listed: its parts count.
  static let split = UInt32.max - 1

  @inline(__always)
  static func number(_ index: Int, isSought: Bool) -> UInt32 {
    UInt32(truncatingIfNeeded: index << 1) | (isSought ? 1 : 0)
  }

  @inline(__always)
  static func index(_ number: UInt32) -> Int { Int(number >> 1) }

  @inline(__always)
  static func isSought(_ number: UInt32) -> Bool { number & 1 != 0 }
}

/// The two kinds of matches, which may overlap each other.
enum MatchLayer {
  static let scoring: UInt8 = 1
  static let driver: UInt8 = 2
}

extension CompiledLexicon {
  /// The lexeme of a word that satisfies `found`; its elements and phrases are appended.
  func makeLexeme(_ found: [UInt32], elements: inout FlatList<UInt32>, phrases: inout PhraseIndex) -> Lexeme {
    var lexeme = Lexeme()
    lexeme.firstElement = UInt32(elements.count)
    lexeme.elementCount = UInt16(clamping: found.count)
    lexeme.element = found.first ?? Lexeme.none
    var candidates: [PhraseIndex.Candidate] = []
    for element in found {
      elements.append(element)
      lexeme.signature |= 1 << UInt64(element & 63)
      lexeme.isNegator = lexeme.isNegator || isNegator[Int(element)]
      for entry in entriesByWord[Int(element)] {
        if facts[Int(entry)].scores, lexeme.scoringEntry == Lexeme.none { lexeme.scoringEntry = entry }
        if facts[Int(entry)].drivers != 0, lexeme.driverEntry == Lexeme.none { lexeme.driverEntry = entry }
      }
      for entry in entriesByAnchor[Int(element)] { candidates.append(candidate(entry)) }
    }
    if !candidates.isEmpty { (lexeme.phrases, lexeme.neighbours) = phrases.add(candidates) }
    return lexeme
  }

  private func candidate(_ entry: UInt32) -> PhraseIndex.Candidate {
    let start = Int(sequenceStarts[Int(entry)])
    let end = Int(sequenceStarts[Int(entry) + 1])
    let anchor = start + Int(anchors[Int(entry)])
    let side: PhraseIndex.Candidate.Side =
      if anchor > start {
        sequences[anchor - 1] == Self.gapElement ? .beforeGap : .previous
      } else {
        sequences[anchor + 1] == Self.gapElement ? .behindGap : .next
      }
    let neighbour =
      switch side {
      case .previous: anchor - 1
      case .next: anchor + 1
      case .behindGap: anchor + 2
      case .beforeGap: anchor - 2
      }
    let further = side == .next ? neighbour + 1 : anchor + 1
    let hasFurther = side != .behindGap && further < end && sequences[further] != Self.gapElement
    let facts = facts[Int(entry)]
    return PhraseIndex.Candidate(
      entry: entry, neighbour: sequences[neighbour], start: UInt32(start), count: UInt16(clamping: end - start),
      side: side, anchor: UInt8(anchor - start),
      layers: (facts.scores ? MatchLayer.scoring : 0) | (facts.drivers != 0 ? MatchLayer.driver : 0),
      furtherBit: hasFurther ? UInt8(sequences[further] & 63) : PhraseIndex.anyBit)
  }
}
