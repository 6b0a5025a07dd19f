/// What a word is to the matcher: which elements of terms it satisfies, and which terms may begin with it.
///
/// Plain data, computed once per word and lexicon and kept by `Vocabulary`; most words have none and share lexeme 0.
struct Lexeme: Sendable {
  /// Where its elements stand in `Vocabulary.elements`, the most specific way of writing first.
  var firstElement: UInt32 = 0
  var elementCount: UInt32 = 0
  /// Where its phrases stand in `Vocabulary.phrases`, the longest first.
  var firstPhrase: UInt32 = 0
  var phraseCount: UInt32 = 0
  /// One bit for each element, by its number's last six bits: most elements are refuted by it without a look at the others.
  var signature: UInt64 = 0
  /// The entry of this word alone that scores, and the one that names a driver, or none.
  var scoringEntry = Lexeme.none
  var driverEntry = Lexeme.none
  /// A phrase goes on with a gap, so that the next word refutes nothing.
  var hasGap = false
  /// A negator by itself.
  var isNegator = false

  static let none = UInt32.max
}

/// A term of several words that may begin with a word.
struct PhraseCandidate: Sendable {
  var entry: UInt32
  /// Bits of `MatchLayer`.
  var layers: UInt8
}

/// The two kinds of matches, which may overlap each other.
enum MatchLayer {
  static let scoring: UInt8 = 1
  static let driver: UInt8 = 2
}

extension CompiledLexicon {
  /// The lexeme of a word that satisfies `found`; its elements and phrases are appended to the arrays.
  func makeLexeme(_ found: [UInt32], elements: inout [UInt32], phrases: inout [PhraseCandidate]) -> Lexeme {
    var lexeme = Lexeme()
    lexeme.firstElement = UInt32(elements.count)
    lexeme.elementCount = UInt32(found.count)
    lexeme.firstPhrase = UInt32(phrases.count)
    elements += found
    var candidates: [(words: Int32, candidate: PhraseCandidate)] = []
    for element in found {
      lexeme.signature |= 1 << UInt64(element & 63)
      lexeme.isNegator = lexeme.isNegator || isNegator[Int(element)]
      for entry in entriesByFirst[Int(element)] {
        let scores = facts[Int(entry)].scores
        let namesDriver = facts[Int(entry)].drivers != 0
        guard wordCounts[Int(entry)] > 1 else {
          if scores, lexeme.scoringEntry == Lexeme.none { lexeme.scoringEntry = entry }
          if namesDriver, lexeme.driverEntry == Lexeme.none { lexeme.driverEntry = entry }
          continue
        }
        let second = sequences[Int(sequenceStarts[Int(entry)]) + 1]
        lexeme.hasGap = lexeme.hasGap || second == Self.gapElement
        candidates.append(
          (
            wordCounts[Int(entry)],
            PhraseCandidate(
              entry: entry, layers: (scores ? MatchLayer.scoring : 0) | (namesDriver ? MatchLayer.driver : 0))
          ))
      }
    }
    // Longest first; of equal length the more specific way of writing, then the order of the files.
    let order = candidates.indices.sorted { (-candidates[$0].words, $0) < (-candidates[$1].words, $1) }
    for index in order { phrases.append(candidates[index].candidate) }
    lexeme.phraseCount = UInt32(candidates.count)
    return lexeme
  }
}
