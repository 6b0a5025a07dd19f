internal import Buffers

/// Finds the terms of a lexicon in the units of a comment: from left to right, the longest first, none overlapping.
///
/// Two layers are matched apart: entries that score, and entries that name a driver, so that a driver's name inside an
/// evaluating phrase still tells what is spoken of.
struct TermMatcher: ~Copyable {
  /// Matches that score; the scorer fills in their weights.
  var scoring = FlatList<TermMatch>(capacity: 64)
  private(set) var drivers = FlatList<TermMatch>(capacity: 64)
  /// Phrases that stand in the comment, in the order in which they are preferred.
  private var phrases = FlatList<FoundPhrase>(capacity: 64)
  /// Units whose word is an entry by itself.
  private var words = FlatList<FoundWord>(capacity: 64)

  /// A phrase that stands at units `first...last`.
  private struct FoundPhrase: BitwiseCopyable {
    var first: Int32
    var last: Int32
    var entry: UInt32
    /// How specifically its first word is written; 0 is the most.
    var rank: UInt16
    var wordCount: UInt16
    var layers: UInt8

    /// The leftmost first, at one place the longest, then the more specific way of writing, then the order of the files.
    func isPreferred(to other: FoundPhrase) -> Bool {
      if first != other.first { return first < other.first }
      if wordCount != other.wordCount { return wordCount > other.wordCount }
      return rank != other.rank ? rank < other.rank : entry < other.entry
    }
  }

  private struct FoundWord: BitwiseCopyable {
    var unit: Int32
    var scoringEntry: UInt32
    var driverEntry: UInt32
  }

  mutating func match(_ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary) {
    find(units, lexicon, vocabulary)
    select(units)
    if !drivers.isEmpty { dropBeatenDrivers(lexicon) }
    splitClauses(units, lexicon)
  }

  /// Takes from what was found what does not overlap, from left to right.
  private mutating func select(_ units: borrowing UnitList) {
    scoring.removeAll()
    drivers.removeAll()
    var scoringFree: Int32 = 0
    var driversFree: Int32 = 0
    var phrase = 0
    var word = 0
    while phrase < phrases.count || word < words.count {
      let atPhrase = phrase < phrases.count ? phrases[phrase].first : Int32.max
      let atWord = word < words.count ? words[word].unit : Int32.max
      let first = min(atPhrase, atWord)
      var wanted: UInt8 =
        (first >= scoringFree ? MatchLayer.scoring : 0) | (first >= driversFree ? MatchLayer.driver : 0)
      while phrase < phrases.count, phrases[phrase].first == first {
        let found = phrases[phrase]
        phrase += 1
        let layers = found.layers & wanted
        if layers == 0 { continue }
        let match = TermMatch(found.entry, first, found.last, units[Int(first)])
        if layers & MatchLayer.scoring != 0 {
          scoring.append(match)
          scoringFree = found.last + 1
        }
        if layers & MatchLayer.driver != 0 {
          drivers.append(match)
          driversFree = found.last + 1
        }
        wanted &= ~found.layers
      }
      guard atWord == first else { continue }
      let found = words[word]
      word += 1
      if wanted & MatchLayer.scoring != 0, found.scoringEntry != Lexeme.none {
        scoring.append(TermMatch(found.scoringEntry, first, first, units[Int(first)]))
        scoringFree = first + 1
      }
      if wanted & MatchLayer.driver != 0, found.driverEntry != Lexeme.none {
        drivers.append(TermMatch(found.driverEntry, first, first, units[Int(first)]))
        driversFree = first + 1
      }
    }
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

  /// Finds all phrases and words of the lexicon, whether they overlap or not.
  private mutating func find(
    _ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    phrases.removeAll()
    words.removeAll()
    for index in units.sought.indices {
      let anchor = Int(units.sought[index])
      let unit = units[anchor]
      let lexeme = vocabulary[unit.lexeme]
      if lexeme.scoringEntry != Lexeme.none || lexeme.driverEntry != Lexeme.none {
        words.append(
          FoundWord(
            unit: Int32(truncatingIfNeeded: anchor), scoringEntry: lexeme.scoringEntry, driverEntry: lexeme.driverEntry)
        )
      }
      let neighbours = lexeme.neighbours
      let previous = units.signatures[anchor]
      let next = units.signatures[anchor + 2]
      if neighbours.next & next != 0, units[anchor + 1].sentence == unit.sentence {
        findPhrases(
          .next, anchor, anchor + 1, lexeme.phrases, neighbours.next, units.signatures[anchor + 3], units, lexicon,
          vocabulary)
      }
      if neighbours.previous & previous != 0, units[anchor - 1].sentence == unit.sentence {
        findPhrases(
          .previous, anchor, anchor - 1, lexeme.phrases, neighbours.previous, next, units, lexicon, vocabulary)
      }
      let window = next | units.signatures[anchor + 3] | units.signatures[anchor + 4]
      if neighbours.behindGap & window != 0 { findGaps(anchor, lexeme.phrases, window, units, lexicon, vocabulary) }
    }
  }

  /// The phrases of an anchor that go on with the unit `neighbour`, one beside it.
  private mutating func findPhrases(
    _ side: PhraseIndex.Candidate.Side, _ anchor: Int, _ neighbour: Int, _ phrases: UInt32, _ bits: UInt64,
    _ furtherBits: UInt64, _ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    let lexeme = vocabulary[units[neighbour].lexeme]
    let head = vocabulary.phrases[phrases]
    for index in 0..<Int(lexeme.elementCount) {
      let element =
        switch index {
        case 0: lexeme.element0
        case 1: lexeme.element1
        default: vocabulary.elements[Int(lexeme.firstElement) + index]
        }
      guard bits >> UInt64(element & 63) & 1 != 0, var number = vocabulary.phrases.first(element, side, head) else {
        continue
      }
      while true {
        let candidate = vocabulary.phrases.candidates[number]
        if candidate.furtherBit == PhraseIndex.anyBit || furtherBits >> UInt64(candidate.furtherBit) & 1 != 0 {
          add(candidate, anchor, units, lexicon, vocabulary)
        }
        if candidate.link == 0 { break }
        number += Int(candidate.link)
      }
    }
  }

  /// The phrases with a gap, of whose next element one of the three units behind is an instance.
  private mutating func findGaps(
    _ anchor: Int, _ phrases: UInt32, _ window: UInt64, _ units: borrowing UnitList, _ lexicon: CompiledLexicon,
    _ vocabulary: borrowing Vocabulary
  ) {
    for index in vocabulary.phrases.gapRange(vocabulary.phrases[phrases]) {
      let gap = vocabulary.phrases.gaps[index]
      let bit = UInt64(gap.neighbour & 63)
      guard window >> bit & 1 != 0 else { continue }
      for place in anchor + 1...anchor + 1 + TermPattern.maximumGap
      where units.signatures[place + 1] >> bit & 1 != 0
        && vocabulary.satisfies(units[place].lexeme, gap.neighbour)
      {
        add(vocabulary.phrases.candidates[Int(gap.candidate)], anchor, units, lexicon, vocabulary)
        break
      }
    }
  }

  /// Adds a phrase if all of it stands around its anchor, in the order of preference.
  private mutating func add(
    _ candidate: PhraseIndex.Candidate, _ anchor: Int, _ units: borrowing UnitList, _ lexicon: CompiledLexicon,
    _ vocabulary: borrowing Vocabulary
  ) {
    let first = anchor - Int(candidate.anchor)
    guard first >= 0, units[first].sentence == units[anchor].sentence else { return }
    let element = lexicon.sequences[Int(candidate.start)]
    guard first == anchor || vocabulary.satisfies(units[first].lexeme, element),
      let last = PhraseFinder.end(
        first, Int(candidate.start) + 1, Int(candidate.start) + Int(candidate.count), units, vocabulary, lexicon)
    else { return }
    let found = FoundPhrase(
      first: Int32(truncatingIfNeeded: first), last: Int32(truncatingIfNeeded: last), entry: candidate.entry,
      rank: UInt16(clamping: vocabulary.rank(of: element, in: units[first].lexeme)),
      wordCount: UInt16(clamping: lexicon.wordCounts[Int(candidate.entry)]), layers: candidate.layers)
    phrases.append(found)
    // Insertion sort: most come in order.
    var place = phrases.count - 1
    while place > 0, found.isPreferred(to: phrases[place - 1]) {
      phrases[place] = phrases[place - 1]
      place -= 1
    }
    phrases[place] = found
  }

  /// A contrast or concession opens a clause also without a mark before it; clauses are numbered anew, up to four in one.
  ///
  /// A modifier that spans a mark belongs to the clause of its last word: that is what it modifies.
  private mutating func splitClauses(_ units: borrowing UnitList, _ lexicon: CompiledLexicon) {
    var hasOpener = false
    for index in scoring.indices {
      let tags = lexicon.facts[Int(scoring[index].entry)].tags
      if !tags.isDisjoint(with: Self.openers) { hasOpener = true }
      if !tags.isDisjoint(with: .modifiers) { scoring[index].clause = units[Int(scoring[index].last)].clause }
    }
    guard hasOpener else { return }
    // Both lists are in the order of the comment, so that one walk counts the openers of each clause.
    var driver = 0
    var clause: UInt16 = 0
    var count: UInt16 = 0
    for index in scoring.indices {
      let match = scoring[index]
      while driver < drivers.count, drivers[driver].first < match.first {
        drivers[driver].clause = Self.part(count, of: clause, drivers[driver].clause)
        driver += 1
      }
      if match.clause != clause {
        clause = match.clause
        count = 0
      }
      if !lexicon.facts[Int(match.entry)].tags.isDisjoint(with: Self.openers) { count += 1 }
      scoring[index].clause = Self.part(count, of: clause, clause)
    }
    while driver < drivers.count {
      drivers[driver].clause = Self.part(count, of: clause, drivers[driver].clause)
      driver += 1
    }
  }

  private static let openers: EntryTags = [.contrast, .concession]

  /// The number of the part of a clause that `count` openers precede: of `clause`, if the match stands in that one.
  private static func part(_ count: UInt16, of clause: UInt16, _ own: UInt16) -> UInt16 {
    own &* 4 &+ (own == clause ? min(3, count) : 0)
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
