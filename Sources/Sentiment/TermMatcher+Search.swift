internal import Buffers

// Which terms stand in a comment, whether they overlap or not.
extension TermMatcher {
  /// Finds all phrases and words of the lexicon, whether they overlap or not.
  mutating func find(
    _ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    phrases.removeAll()
    words.removeAll()
    queries.removeAll()
    for index in units.sought.indices {
      let anchor = Int(units.sought[index])
      let lexeme = vocabulary[units[anchor].lexeme]
      if lexeme.scoringEntry & lexeme.driverEntry != Lexeme.none {
        let word = FoundWord(
          unit: Int32(truncatingIfNeeded: anchor), scoringEntry: lexeme.scoringEntry, driverEntry: lexeme.driverEntry)
        words.append(word)
        // What is known of the entries is asked for soon.
        if word.scoringEntry != Lexeme.none { lexicon.facts.prefetch(Int(word.scoringEntry)) }
        if word.driverEntry != Lexeme.none { lexicon.facts.prefetch(Int(word.driverEntry)) }
      }
      askAround(anchor, lexeme, units, vocabulary)
    }
    // First where the answers stand, then the answers, so that they are fetched side by side as well.
    answered.removeAll()
    for index in queries.indices {
      guard let number = vocabulary.phrases.first(queries[index].key, queries[index].table) else { continue }
      vocabulary.phrases.candidates.prefetch(number)
      answered.append(Answer(query: UInt32(truncatingIfNeeded: index), candidate: UInt32(truncatingIfNeeded: number)))
    }
    for index in answered.indices {
      take(Int(answered[index].candidate), queries[Int(answered[index].query)], units, lexicon, vocabulary)
    }
  }

  /// Asks for the phrases of an anchor by what stands before and behind it.
  @inline(__always)
  private mutating func askAround(
    _ anchor: Int, _ lexeme: Lexeme, _ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary
  ) {
    let neighbours = lexeme.neighbours
    let next = units.signature(anchor + 1)
    let atNext = neighbours.next & next
    let atPrevious = neighbours.previous & units.signature(anchor - 1)
    let behindGap = neighbours.behindGap & units.signaturesBehind(anchor)
    let beforeGap = neighbours.beforeGap & units.signaturesBefore(anchor)
    // One jump for most anchors: which of the sides has a bit can't be foretold.
    if atNext | atPrevious | behindGap | beforeGap == 0 { return }
    if atNext != 0 {
      ask(.next, anchor, anchor + 1, lexeme.phrases, atNext, units.signature(anchor + 2), units, vocabulary)
    }
    if atPrevious != 0 {
      ask(.previous, anchor, anchor - 1, lexeme.phrases, atPrevious, next, units, vocabulary)
    }
    if behindGap != 0 {
      for place in anchor + 1...anchor + 1 + TermPattern.maximumGap {
        let bits = behindGap & units.signature(place)
        if bits != 0 { ask(.behindGap, anchor, place, lexeme.phrases, bits, next, units, vocabulary) }
      }
    }
    if beforeGap != 0 {
      for place in anchor - 1 - TermPattern.maximumGap...anchor - 1 {
        let bits = beforeGap & units.signature(place)
        if bits != 0 { ask(.beforeGap, anchor, place, lexeme.phrases, bits, next, units, vocabulary) }
      }
    }
  }

  /// Asks for the phrases of an anchor that have a word of the unit `neighbour` on one of its sides; the answers' memory is fetched
  /// meanwhile.
  ///
  /// - Parameter bits: those that the signatures of both sides share.
  @inline(__always)
  private mutating func ask(
    _ side: PhraseIndex.Candidate.Side, _ anchor: Int, _ neighbour: Int, _ table: PhraseIndex.Table, _ bits: UInt64,
    _ furtherBits: UInt64, _ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary
  ) {
    let unit = units[neighbour]
    if unit.sentence != units[anchor].sentence { return }
    let lexeme = vocabulary[unit.lexeme]
    for index in 0..<Int(lexeme.wordCount) {
      let word = index == 0 ? lexeme.word : vocabulary.words[Int(lexeme.firstWord) + index]
      if bits >> UInt64(word & 63) & 1 == 0 { continue }
      let key = PhraseIndex.key(word, side)
      vocabulary.phrases.prefetch(key, table)
      queries.append(
        Query(
          furtherBits: furtherBits, key: key, table: table, anchor: Int32(truncatingIfNeeded: anchor),
          neighbour: Int32(truncatingIfNeeded: neighbour), side: side))
    }
  }

  /// Takes the candidates of a chain that the units around do not refute.
  private mutating func take(
    _ first: Int, _ query: Query, _ units: borrowing UnitList, _ lexicon: CompiledLexicon,
    _ vocabulary: borrowing Vocabulary
  ) {
    var number = first
    let anchor = Int(query.anchor)
    while true {
      let candidate = vocabulary.phrases.candidates[number]
      lexicon.facts.prefetch(Int(candidate.entry))
      if candidate.furtherBits & query.furtherBits != 0 || candidate.furtherBits == UInt64.max {
        // Before its first gap a term has no other; behind it, the anchor is the first word.
        let first =
          query.side == .beforeGap
          ? Int(query.neighbour) - Int(candidate.anchor) + 2 : anchor - Int(candidate.anchor)
        add(candidate, first, anchor, units, lexicon, vocabulary)
      }
      if candidate.link == 0 { return }
      number += Int(candidate.link)
    }
  }

  /// Adds a phrase if all of it stands from unit `first` on, in the order of preference.
  private mutating func add(
    _ candidate: PhraseIndex.Candidate, _ first: Int, _ anchor: Int, _ units: borrowing UnitList,
    _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    guard first >= 0, units[first].sentence == units[anchor].sentence else { return }
    let element = lexicon.sequences[Int(candidate.start)]
    guard first == anchor || lexicon.satisfies(vocabulary[units[first].lexeme], element, vocabulary.words),
      let last = PhraseFinder.end(
        first, Int(candidate.start) + 1, Int(candidate.start) + Int(candidate.count), units, vocabulary, lexicon)
    else { return }
    let found = FoundPhrase(
      first: Int32(truncatingIfNeeded: first), last: Int32(truncatingIfNeeded: last), entry: candidate.entry,
      rank: UInt16(clamping: lexicon.rank(of: element, in: vocabulary[units[first].lexeme], vocabulary.words)),
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
}
