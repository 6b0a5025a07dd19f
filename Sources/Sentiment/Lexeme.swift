internal import Buffers

/// What a comment's word is to the matcher: which words of the lexicon it may be, and which terms are looked for where it
/// stands.
///
/// Plain data in one cache line, computed once per word and lexicon and kept by `Vocabulary`; most words have none and share one lexeme.
struct Lexeme: Sendable, BitwiseCopyable {
  /// What stands beside it in the phrases that are anchored in it.
  var neighbours = Neighbours()
  /// Where the words of the lexicon that it may be stand in `Vocabulary.words`, the most specific way of writing first.
  var firstWord: UInt32 = 0
  /// The first of them.
  var word = Lexeme.none
  /// The entry of this word alone that scores, and the one that names a driver, or none.
  var scoringEntry = Lexeme.none
  var driverEntry = Lexeme.none
  /// Where those phrases stand in `PhraseIndex`.
  var phrases = PhraseIndex.Table()
  var wordCount: UInt8 = 0
  /// A negator by itself.
  var isNegator = false

  static let none = UInt32.max

  /// Whether any entry is looked for where it stands.
  var isSought: Bool { !neighbours.isEmpty || scoringEntry != Lexeme.none || driverEntry != Lexeme.none }
}

// Lexemes are known by numbers, whose lowest bit says whether an entry is looked for where the lexeme stands, so that
// the others are passed over without a look.
extension Lexeme {
  /// Of a word that no term has.
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
  /// The lexeme of a word that may be any of `found`, words of the lexicon, and their bits; the words and the phrases are appended.
  func makeLexeme(
    _ found: [UInt32], words: inout FlatList<UInt32>, phrases: inout PhraseIndex
  ) -> (Lexeme, signature: UInt64) {
    var lexeme = Lexeme()
    var signature: UInt64 = 0
    lexeme.firstWord = UInt32(words.count)
    lexeme.wordCount = UInt8(clamping: found.count)
    lexeme.word = found.first ?? Lexeme.none
    var candidates: [PhraseIndex.Candidate] = []
    var anchored: Set<UInt32> = []
    for word in found {
      words.append(word)
      signature |= WordBit.of(word)
      lexeme.isNegator = lexeme.isNegator || isNegator[Int(word)]
      for entry in entriesByWord[Int(word)] {
        if facts[Int(entry)].scores, lexeme.scoringEntry == Lexeme.none { lexeme.scoringEntry = entry }
        if facts[Int(entry)].drivers != 0, lexeme.driverEntry == Lexeme.none { lexeme.driverEntry = entry }
      }
      for entry in entriesByAnchor[Int(word)] where anchored.insert(entry).inserted {
        appendCandidates(entry, to: &candidates)
      }
    }
    if !candidates.isEmpty {
      lexeme.phrases = phrases.add(candidates)
      for candidate in candidates.prefix(PhraseIndex.maximumCandidates) {
        lexeme.neighbours.insert(WordBit.of(candidate.neighbour), candidate.side)
      }
    }
    return (lexeme, signature)
  }

  /// Appends a phrase as seen from its anchor, once for each word that may stand beside it.
  private func appendCandidates(_ entry: UInt32, to candidates: inout [PhraseIndex.Candidate]) {
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
    let element = Int(sequences[neighbour])
    for place in Int(elementStarts[element])..<Int(elementStarts[element + 1]) {
      candidates.append(
        PhraseIndex.Candidate(
          furtherBits: hasFurther ? elementBits[Int(sequences[further])] : UInt64.max, entry: entry,
          neighbour: elementWords[place], start: UInt32(start), count: UInt16(clamping: end - start), side: side,
          anchor: UInt8(anchor - start),
          layers: (facts.scores ? MatchLayer.scoring : 0) | (facts.drivers != 0 ? MatchLayer.driver : 0),
          wordCount: UInt8(clamping: wordCounts[Int(entry)])))
    }
  }

  /// Whether a unit may stand at an element.
  @inline(__always)
  func satisfies(
    _ units: borrowing UnitList, _ unit: Int, _ element: UInt32, _ vocabulary: borrowing Vocabulary
  ) -> Bool {
    guard units.signature(unit) & elementBits[Int(element)] != 0 else { return false }
    return vocabulary.isAny(of: self, element, units[unit].lexeme)
  }

  /// How specifically an element is written for a lexeme that satisfies it; 0 is the most.
  func rank(of element: UInt32, in lexeme: Lexeme, _ words: borrowing FlatList<UInt32>) -> Int {
    for index in 0..<Int(lexeme.wordCount) {
      for place in Int(elementStarts[Int(element)])..<Int(elementStarts[Int(element) + 1])
      where elementWords[place] == words[Int(lexeme.firstWord) + index] { return index }
    }
    return Int(lexeme.wordCount)
  }
}
