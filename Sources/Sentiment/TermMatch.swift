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
}

/// Finds the terms of a lexicon in the units of a comment: from left to right, the longest first, none overlapping.
///
/// Two layers are matched apart: entries that score, and entries that name a driver, so that a driver's name inside an
/// evaluating phrase still tells what is spoken of.
struct TermMatcher {
  /// Matches that score; the scorer fills in their weights.
  var scoring: [TermMatch] = []
  private(set) var drivers: [TermMatch] = []

  mutating func match(_ units: [Unit], _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary) {
    scoring.removeAll(keepingCapacity: true)
    drivers.removeAll(keepingCapacity: true)
    var scoringFree = 0
    var driversFree = 0
    for first in units.indices where units[first].lexeme != Vocabulary.plainLexeme {
      if first >= scoringFree, let match = longest(units, first, lexicon, vocabulary, isWanted: { $0.scores }) {
        scoring.append(match)
        scoringFree = Int(match.last) + 1
      }
      if first >= driversFree, let match = longest(units, first, lexicon, vocabulary, isWanted: { $0.drivers != 0 }) {
        drivers.append(match)
        driversFree = Int(match.last) + 1
      }
    }
  }

  @inline(__always)
  private func longest(
    _ units: [Unit], _ first: Int, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary,
    isWanted: (CompiledLexicon.EntryFacts) -> Bool
  ) -> TermMatch? {
    var best: (words: Int32, entry: UInt32, last: Int)?
    for index in vocabulary.range(units[first].lexeme) {
      // Longest first, so that the first that fits is this element's best; elements come the most specific first.
      for entry in lexicon.entriesByFirst[Int(vocabulary.elements[index])] {
        let words = lexicon.wordCounts[Int(entry)]
        if let best, words <= best.words { break }
        guard isWanted(lexicon.facts[Int(entry)]) else { continue }
        if let last = end(units, first, lexicon.sequences[Int(entry)], 1, lexicon, vocabulary) {
          best = (words, entry, last)
          break
        }
      }
    }
    guard let best else { return nil }
    let unit = units[first]
    return TermMatch(
      entry: best.entry, first: Int32(first), last: Int32(best.last), clause: unit.clause, sentence: unit.sentence)
  }

  /// The last unit of a match of `sequence` from `position` on, with unit `last` matched before it.
  private func end(
    _ units: [Unit], _ last: Int, _ sequence: [UInt32], _ position: Int, _ lexicon: CompiledLexicon,
    _ vocabulary: borrowing Vocabulary
  ) -> Int? {
    if position == sequence.count { return last }
    let element = sequence[position]
    if element == CompiledLexicon.gapElement {
      for skipped in 0...TermPattern.maximumGap {
        let before = last + skipped
        guard before < units.count, units[before].clause == units[last].clause else { return nil }
        if skipped > 0, isNegator(units[before], lexicon, vocabulary) { return nil }
        if let end = end(units, before, sequence, position + 1, lexicon, vocabulary) { return end }
      }
      return nil
    }
    let next = last + 1
    guard next < units.count, units[next].sentence == units[last].sentence,
      vocabulary.satisfies(units[next].lexeme, element)
    else { return nil }
    return end(units, next, sequence, position + 1, lexicon, vocabulary)
  }

  private func isNegator(_ unit: Unit, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary) -> Bool {
    for index in vocabulary.range(unit.lexeme) where lexicon.isNegator[Int(vocabulary.elements[index])] { return true }
    return false
  }
}
