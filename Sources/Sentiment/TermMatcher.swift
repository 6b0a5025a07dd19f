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
  var phrases = FlatList<FoundPhrase>(capacity: 64)
  /// Units with a neighbour that may be one of their phrases'.
  var anchors = FlatList<UnitList.Sought>(capacity: 64)
  var neighbours = FlatList<Neighbour>(capacity: 64)
  var queries = FlatList<Query>(capacity: 64)
  var answers = FlatList<Answer>(capacity: 64)
  /// Queries that are answered elsewhere than where they are looked up first.
  var collisions = FlatList<UInt32>(capacity: 64)
  var possible = FlatList<Possible>(capacity: 64)
  /// Units whose word is an entry by itself.
  var words = FlatList<FoundWord>(capacity: 64)

  /// A phrase that stands at units `first...last`.
  struct FoundPhrase: BitwiseCopyable {
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

  /// A unit beside an anchor that may be one of those that its phrases have on a side.
  struct Neighbour: BitwiseCopyable {
    /// Bits of the words that the anchor's phrases have there.
    var bits: UInt64
    /// Of the anchor.
    var lexeme: UInt32
    var anchor: Int32
    var unit: Int32
    var side: PhraseIndex.Candidate.Side
  }

  /// What is looked for: the phrases of the lexeme at `anchor` with a word of the unit `neighbour` on one of its sides.
  struct Query: BitwiseCopyable {
    var furtherBits: UInt64
    var key: UInt32
    var table: PhraseIndex.Table
    var anchor: Int32
    var neighbour: Int32
    var side: PhraseIndex.Candidate.Side
  }

  /// A candidate that may stand at units from `first` on.
  struct Possible: BitwiseCopyable {
    var candidate: UInt32
    var first: Int32
    var anchor: Int32
  }

  /// A query that has an answer: the candidate that leads its chain.
  struct Answer: BitwiseCopyable {
    var query: UInt32
    var candidate: UInt32
  }

  struct FoundWord: BitwiseCopyable {
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
    where lexicon.satisfies(units, first, lexicon.sequences[start], vocabulary)
      && PhraseFinder.end(first, start + 1, end, units, vocabulary, lexicon) != nil
    { return true }
    return false
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
      if count < Self.lastPart, !lexicon.facts[Int(match.entry)].tags.isDisjoint(with: Self.openers) { count += 1 }
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
    own &* (lastPart + 1) &+ (own == clause ? count : 0)
  }

  /// Openers of a clause are counted so far: a comment may have more than a number holds.
  private static let lastPart: UInt16 = 3

  /// An entry that scores does not name its driver within a longer one that won; within an idiom nothing is named.
  private mutating func dropBeatenDrivers(_ lexicon: CompiledLexicon) {
    var kept = 0
    // What ends before one match ends before all that follow it.
    var start = 0
    for index in drivers.indices {
      let match = drivers[index]
      let scores = lexicon.facts[Int(match.entry)].scores
      var isBeaten = false
      while start < scoring.count, scoring[start].last < match.last { start += 1 }
      for place in start..<scoring.count {
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
