internal import Text

/// One word, number or symbol of a comment, with its clause and sentence.
struct Unit: Sendable {
  var lexeme: UInt32
  var start: UInt32
  var end: UInt32
  var clause: UInt16
  var sentence: UInt16
  var flags: TokenFlags
  /// Weight of a rating written as a fraction or as stars; 0 for all else.
  var rating: Int32
}

/// A term of the lexicon found at units `first...last`.
struct TermMatch: Sendable {
  var entry: UInt32
  var first: Int32
  var last: Int32
  var clause: UInt16
  var sentence: UInt16
  // What the rules make of it.
  var weight: Int32 = 0
  var rules: AppliedRules = []
  var tags: EntryTags = []
  /// A modifier that found its word.
  var isAttached = false
  var drivers: UInt32 = 0

  init(_ entry: UInt32, _ first: Int, _ last: Int, _ unit: Unit) {
    self.entry = entry
    self.first = Int32(first)
    self.last = Int32(last)
    clause = unit.clause
    sentence = unit.sentence
  }
}

/// Finds the terms of a lexicon in the units of a comment: from left to right, the longest first, none overlapping.
///
/// Two layers are matched apart: entries that score, and entries that name a driver, so that a driver's name inside an
/// evaluating phrase still tells what is spoken of.
struct TermMatcher {
  /// Matches that score; the scorer fills in their weights.
  var scoring: [TermMatch] = []
  private(set) var drivers: [TermMatch] = []

  /// Whether an entry fits anywhere in the units, whoever wins there: for checking lexicons.
  func fits(_ entry: UInt32, _ units: [Unit], _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary) -> Bool {
    let finder = PhraseFinder(
      units: units, lexemes: vocabulary.table, elements: vocabulary.elements, sequences: lexicon.sequences,
      starts: lexicon.sequenceStarts)
    let element = lexicon.sequences[Int(lexicon.sequenceStarts[Int(entry)])]
    return units.indices.contains {
      finder.satisfies(units[$0].lexeme, element) && finder.end(of: entry, from: $0) != nil
    }
  }

  mutating func match(_ units: [Unit], _ lexicon: CompiledLexicon, _ vocabulary: inout Vocabulary) {
    scoring.removeAll(keepingCapacity: true)
    drivers.removeAll(keepingCapacity: true)
    let finder = PhraseFinder(
      units: units, lexemes: vocabulary.table, elements: vocabulary.elements, sequences: lexicon.sequences,
      starts: lexicon.sequenceStarts)
    var scoringFree = 0
    var driversFree = 0
    for first in units.indices where units[first].lexeme != Vocabulary.plainLexeme {
      let lexeme = finder.lexemes[Int(units[first].lexeme)]
      var wanted: UInt8 =
        (first >= scoringFree ? MatchLayer.scoring : 0) | (first >= driversFree ? MatchLayer.driver : 0)
      let next = finder.nextLexeme(first)
      if wanted != 0, lexeme.phraseCount > 0, next != Vocabulary.plainLexeme || lexeme.hasGap {
        for index in vocabulary.phrases(of: units[first].lexeme, before: next, lexicon) {
          let phrase = vocabulary.pairPhrases[index]
          guard phrase.layers & wanted != 0, let last = finder.end(of: phrase.entry, from: first) else { continue }
          let match = TermMatch(phrase.entry, first, last, units[first])
          if phrase.layers & wanted & MatchLayer.scoring != 0 {
            scoring.append(match)
            scoringFree = last + 1
          }
          if phrase.layers & wanted & MatchLayer.driver != 0 {
            drivers.append(match)
            driversFree = last + 1
          }
          wanted &= ~phrase.layers
          if wanted == 0 { break }
        }
      }
      if wanted & MatchLayer.scoring != 0, lexeme.scoringEntry != Lexeme.none {
        scoring.append(TermMatch(lexeme.scoringEntry, first, first, units[first]))
        scoringFree = first + 1
      }
      if wanted & MatchLayer.driver != 0, lexeme.driverEntry != Lexeme.none {
        drivers.append(TermMatch(lexeme.driverEntry, first, first, units[first]))
        driversFree = first + 1
      }
    }
    dropBeatenDrivers(lexicon)
    splitClauses(lexicon)
  }

  /// A contrast or concession opens a clause also without a mark before it; clauses are numbered anew, up to four in one.
  private mutating func splitClauses(_ lexicon: CompiledLexicon) {
    let opening: EntryTags = [.contrast, .concession]
    guard scoring.contains(where: { !lexicon.facts[Int($0.entry)].tags.isDisjoint(with: opening) }) else { return }
    let openers = scoring.filter { !lexicon.facts[Int($0.entry)].tags.isDisjoint(with: opening) }
    func renumber(_ match: inout TermMatch) {
      let before = openers.count { $0.clause == match.clause && $0.first <= match.first }
      match.clause = match.clause &* 4 &+ UInt16(min(3, before))
    }
    for index in scoring.indices { renumber(&scoring[index]) }
    for index in drivers.indices { renumber(&drivers[index]) }
  }

  /// An entry that scores does not name its driver within a longer one that won; within an idiom nothing is named.
  private mutating func dropBeatenDrivers(_ lexicon: CompiledLexicon) {
    guard !drivers.isEmpty else { return }
    drivers.removeAll { match in
      let scores = lexicon.facts[Int(match.entry)].scores
      return scoring.contains { other in
        other.entry != match.entry && other.first <= match.first && other.last >= match.last
          && (scores || lexicon.facts[Int(other.entry)].tags.contains(.idiom))
      }
    }
  }
}
