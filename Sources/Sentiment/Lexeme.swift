internal import Buffers

/// What a word is to the matcher: which elements of terms it satisfies, and which terms may begin with it.
///
/// Plain data in one cache line, computed once per word and lexicon and kept by `Vocabulary`; most words have none and share one lexeme.
struct Lexeme: Sendable, BitwiseCopyable {
  /// Where its elements stand in `Vocabulary.elements`, the most specific way of writing first.
  var firstElement: UInt32 = 0
  /// The first two of them.
  var element0 = Lexeme.none
  var element1 = Lexeme.none
  var elementCount: UInt16 = 0
  /// A negator by itself.
  var isNegator = false
  /// The phrases that may begin with it.
  var phrases = PhraseIndex.Head()
  /// One bit for each element, by its number's last six bits: most elements are refuted by it without a look at the others.
  var signature: UInt64 = 0
  /// The entry of this word alone that scores, and the one that names a driver, or none.
  var scoringEntry = Lexeme.none
  var driverEntry = Lexeme.none

  static let none = UInt32.max

  /// Whether any entry begins with it.
  var begins: Bool { !phrases.isEmpty || scoringEntry != Lexeme.none || driverEntry != Lexeme.none }
}

// Lexemes are known by numbers, whose lowest bit says whether an entry begins with the lexeme, so that the others are
// passed over without a look.
extension Lexeme {
  /// Of a word that satisfies no element of any term.
  static let plain: UInt32 = 0
  /// Of a hyphenated word that is not listed: its parts count.
  static let split = UInt32.max - 1

  @inline(__always)
  static func number(_ index: Int, begins: Bool) -> UInt32 { UInt32(truncatingIfNeeded: index << 1) | (begins ? 1 : 0) }

  @inline(__always)
  static func index(_ number: UInt32) -> Int { Int(number >> 1) }

  @inline(__always)
  static func begins(_ number: UInt32) -> Bool { number & 1 != 0 }
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
    lexeme.element0 = found.first ?? Lexeme.none
    lexeme.element1 = found.count > 1 ? found[1] : Lexeme.none
    var candidates: [PhraseIndex.Candidate] = []
    for element in found {
      elements.append(element)
      lexeme.signature |= 1 << UInt64(element & 63)
      lexeme.isNegator = lexeme.isNegator || isNegator[Int(element)]
      for entry in entriesByFirst[Int(element)] {
        let scores = facts[Int(entry)].scores
        let namesDriver = facts[Int(entry)].drivers != 0
        if wordCounts[Int(entry)] > 1 {
          let start = Int(sequenceStarts[Int(entry)])
          let second = start + 1
          let hasGap = sequences[second] == Self.gapElement
          let end = Int(sequenceStarts[Int(entry) + 1])
          let hasThird = !hasGap && second + 1 < end && sequences[second + 1] != Self.gapElement
          candidates.append(
            PhraseIndex.Candidate(
              entry: entry, next: sequences[hasGap ? second + 1 : second], start: UInt32(start),
              count: UInt16(clamping: end - start), hasGap: hasGap,
              layers: (scores ? MatchLayer.scoring : 0) | (namesDriver ? MatchLayer.driver : 0),
              thirdBit: hasThird ? UInt8(sequences[second + 1] & 63) : PhraseIndex.anyBit))
        } else {
          if scores, lexeme.scoringEntry == Lexeme.none { lexeme.scoringEntry = entry }
          if namesDriver, lexeme.driverEntry == Lexeme.none { lexeme.driverEntry = entry }
        }
      }
    }
    if !candidates.isEmpty {
      // Longest first; of equal length the more specific way of writing, then the order of the files.
      let words = candidates.map { wordCounts[Int($0.entry)] }
      let order = candidates.indices.sorted { (-words[$0], $0) < (-words[$1], $1) }
      lexeme.phrases = phrases.add(order.map { candidates[$0] })
    }
    return lexeme
  }
}
