internal import Buffers

/// Finds the terms of a lexicon in the units of a comment: from left to right, the longest first, none overlapping.
///
/// Two layers are matched apart: entries that score, and entries that name a driver, so that a driver's name inside an
/// evaluating phrase still tells what is spoken of.
struct TermMatcher: ~Copyable {
  /// Matches that score; the scorer fills in their weights.
  var scoring = FlatList<TermMatch>(capacity: 64)
  private(set) var drivers = FlatList<TermMatch>(capacity: 64)
  /// Phrases that the words behind a unit do not refute.
  private var found = FlatList<UInt32>(capacity: 64)

  mutating func match(_ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: inout Vocabulary) {
    scoring.removeAll()
    drivers.removeAll()
    var scoringFree = 0
    var driversFree = 0
    for beginning in units.beginnings.indices {
      let first = Int(units.beginnings[beginning])
      var wanted: UInt8 =
        (first >= scoringFree ? MatchLayer.scoring : 0) | (first >= driversFree ? MatchLayer.driver : 0)
      if wanted == 0 { continue }
      let unit = units[first]
      let lexeme = vocabulary[unit.lexeme]
      if !lexeme.phrases.isEmpty {
        findPhrases(first, unit, lexeme.phrases, units, vocabulary)
        for index in found.indices {
          let phrase = vocabulary.phrases.candidates[Int(found[index])]
          guard phrase.layers & wanted != 0,
            let last = phrase.isPair ? first + 1 : PhraseFinder.end(of: phrase, from: first, units, vocabulary, lexicon)
          else { continue }
          let match = TermMatch(phrase.entry, first, last, unit)
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
        scoring.append(TermMatch(lexeme.scoringEntry, first, first, unit))
        scoringFree = first + 1
      }
      if wanted & MatchLayer.driver != 0, lexeme.driverEntry != Lexeme.none {
        drivers.append(TermMatch(lexeme.driverEntry, first, first, unit))
        driversFree = first + 1
      }
    }
    if !drivers.isEmpty { dropBeatenDrivers(lexicon) }
    splitClauses(lexicon)
  }

  /// Whether an entry fits anywhere in the units, whoever wins there: for checking lexicons.
  func fits(
    _ entry: UInt32, _ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) -> Bool {
    let start = Int(lexicon.sequenceStarts[Int(entry)])
    let end = Int(lexicon.sequenceStarts[Int(entry) + 1])
    for first in 0..<units.count
    where vocabulary.satisfies(units[first].lexeme, lexicon.sequences[start])
      && PhraseFinder.end(first, start + 1, end, units, vocabulary, lexicon) != nil
    { return true }
    return false
  }

  /// Fills `found` with the phrases that may begin at a unit by what follows it: the next word, or the three behind a gap; the
  /// longest first.
  @inline(__always)
  private mutating func findPhrases(
    _ first: Int, _ unit: Unit, _ head: PhraseIndex.Head, _ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary
  ) {
    found.removeAll()
    let nextBits = units.signatures[first + 1]
    let secondBits = units.signatures[first + 2]
    if head.signature & nextBits != 0, units[first + 1].sentence == unit.sentence {
      let next = vocabulary[units[first + 1].lexeme]
      for index in 0..<Int(next.elementCount) {
        let element =
          switch index {
          case 0: next.element0
          case 1: next.element1
          default: vocabulary.elements[Int(next.firstElement) + index]
          }
        if head.signature >> UInt64(element & 63) & 1 != 0 {
          vocabulary.phrases.find(element, head, secondBits, into: &found)
        }
      }
    }
    let windowBits = nextBits | secondBits | units.signatures[first + 3]
    if head.gapSignature & windowBits != 0 { findGaps(first, head, windowBits, units, vocabulary) }
    if found.count < 2 { return }
    // Insertion sort: two or three at most times.
    for index in found.indices.dropFirst() {
      let value = found[index]
      var place = index
      while place > 0, found[place - 1] > value {
        found[place] = found[place - 1]
        place -= 1
      }
      found[place] = value
    }
  }

  /// The phrases with a gap, of whose next element one of the three units behind is an instance.
  private mutating func findGaps(
    _ first: Int, _ head: PhraseIndex.Head, _ windowBits: UInt64, _ units: borrowing UnitList,
    _ vocabulary: borrowing Vocabulary
  ) {
    for index in vocabulary.phrases.gapRange(head) {
      let number = vocabulary.phrases.gaps[index]
      let next = vocabulary.phrases.candidates[Int(number)].next
      guard windowBits >> UInt64(next & 63) & 1 != 0 else { continue }
      for place in first + 1...first + 1 + TermPattern.maximumGap
      where units.signatures[place] >> UInt64(next & 63) & 1 != 0
        && vocabulary.satisfies(units[place].lexeme, next)
      {
        found.append(number)
        break
      }
    }
  }

  /// A contrast or concession opens a clause also without a mark before it; clauses are numbered anew, up to four in one.
  private mutating func splitClauses(_ lexicon: CompiledLexicon) {
    let opening: EntryTags = [.contrast, .concession]
    var openers: [TermMatch] = []
    for index in scoring.indices where !lexicon.facts[Int(scoring[index].entry)].tags.isDisjoint(with: opening) {
      openers.append(scoring[index])
    }
    guard !openers.isEmpty else { return }
    func renumber(_ match: inout TermMatch) {
      let before = openers.count { $0.clause == match.clause && $0.first <= match.first }
      match.clause = match.clause &* 4 &+ UInt16(min(3, before))
    }
    for index in scoring.indices { renumber(&scoring[index]) }
    for index in drivers.indices { renumber(&drivers[index]) }
  }

  /// An entry that scores does not name its driver within a longer one that won; within an idiom nothing is named.
  private mutating func dropBeatenDrivers(_ lexicon: CompiledLexicon) {
    var kept = 0
    for index in drivers.indices {
      let match = drivers[index]
      let scores = lexicon.facts[Int(match.entry)].scores
      var isBeaten = false
      for place in scoring.indices {
        let other = scoring[place]
        if other.first > match.first { break }
        if other.entry != match.entry, other.last >= match.last,
          scores || lexicon.facts[Int(other.entry)].tags.contains(.idiom)
        {
          isBeaten = true
          break
        }
      }
      if isBeaten { continue }
      drivers[kept] = match
      kept += 1
    }
    drivers.truncate(to: kept)
  }
}
