internal import Buffers

// Which terms stand in a comment, whether they overlap or not.
extension TermMatcher {
  /// Finds all phrases and words of the lexicon, whether they overlap or not.
  mutating func find(
    _ units: borrowing UnitList, _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    phrases.removeAll()
    sift(units, vocabulary)
    // What is known of the entries is asked for soon.
    for index in words.indices {
      if words[index].scoringEntry != Lexeme.none { lexicon.facts.prefetch(Int(words[index].scoringEntry)) }
      if words[index].driverEntry != Lexeme.none { lexicon.facts.prefetch(Int(words[index].driverEntry)) }
    }
    if anchors.isEmpty { return }
    lookAround(units, vocabulary)
    ask(units, vocabulary)
    answer(vocabulary)
    possible.removeAll()
    for index in answers.indices {
      take(Int(answers[index].candidate), queries[Int(answers[index].query)], vocabulary, lexicon)
    }
    for index in possible.indices {
      add(vocabulary.phrases.candidates[Int(possible[index].candidate)], possible[index], units, lexicon, vocabulary)
    }
  }

  /// Finds the words that are entries by themselves, and the anchors with a neighbour that may be one of their phrases'.
  ///
  /// Half of a comment's words come by here.
  private mutating func sift(_ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary) {
    words.removeAll()
    anchors.removeAll()
    for index in units.sought.indices {
      let sought = units.sought[index]
      let lexeme = vocabulary[sought.lexeme]
      words.append(
        FoundWord(
          unit: Int32(truncatingIfNeeded: sought.unit), scoringEntry: lexeme.scoringEntry,
          driverEntry: lexeme.driverEntry),
        if: lexeme.scoringEntry & lexeme.driverEntry != Lexeme.none)
      let shared = units.withSignatures(around: Int(sought.unit)) { around in
        lexeme.neighbours.next & around[4] | lexeme.neighbours.previous & around[2]
          | lexeme.neighbours.behindGap & (around[4] | around[5] | around[6])
          | lexeme.neighbours.beforeGap & (around[0] | around[1] | around[2])
      }
      anchors.append(sought, if: shared != 0)
    }
  }

  /// Finds the units beside an anchor that may be a neighbour in one of its phrases.
  private mutating func lookAround(_ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary) {
    neighbours.removeAll()
    for index in anchors.indices {
      let anchor = anchors[index]
      let bits = vocabulary[anchor.lexeme].neighbours
      let unit = Int(anchor.unit)
      units.withSignatures(around: unit) { around in
        func look(_ side: PhraseIndex.Candidate.Side, _ step: Int, _ bits: UInt64) {
          neighbours.append(
            Neighbour(
              bits: bits, lexeme: anchor.lexeme, anchor: Int32(truncatingIfNeeded: unit),
              unit: Int32(truncatingIfNeeded: unit &+ step), side: side),
            if: bits & around[UnitList.margin &+ step] != 0)
        }
        look(.next, 1, bits.next)
        look(.previous, -1, bits.previous)
        for step in 1...UnitList.margin { look(.behindGap, step, bits.behindGap) }
        for step in 1...UnitList.margin { look(.beforeGap, -step, bits.beforeGap) }
      }
    }
  }

  /// Asks for the phrases that have a word of a neighbour on one of the sides of their anchor.
  private mutating func ask(_ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary) {
    queries.removeAll()
    for index in neighbours.indices {
      let neighbour = neighbours[index]
      let unit = units[Int(neighbour.unit)]
      let lexeme = vocabulary[unit.lexeme]
      let table = vocabulary[neighbour.lexeme].phrases
      let isNear = unit.sentence == units[Int(neighbour.anchor)].sentence
      let furtherBits = units.signature(Int(neighbour.anchor) &+ (neighbour.side == .next ? 2 : 1))
      func ask(_ word: UInt32) {
        let key = PhraseIndex.key(word, neighbour.side)
        vocabulary.phrases.prefetch(key, table)
        queries.append(
          Query(
            furtherBits: furtherBits, key: key, table: table, anchor: neighbour.anchor, neighbour: neighbour.unit,
            side: neighbour.side),
          if: (isNear ? neighbour.bits : 0) & WordBit.of(word) != 0)
      }
      ask(lexeme.word)
      for further in 1..<max(1, Int(lexeme.wordCount)) { ask(vocabulary.words[Int(lexeme.firstWord) &+ further]) }
    }
  }

  /// Looks the queries up: first where the answers stand, then the answers, so that they are fetched side by side.
  private mutating func answer(_ vocabulary: borrowing Vocabulary) {
    answers.removeAll()
    collisions.removeAll()
    for index in queries.indices {
      let query = queries[index]
      let (number, isOther) = vocabulary.phrases.probe(query.key, query.table)
      answers.append(
        Answer(query: UInt32(truncatingIfNeeded: index), candidate: number), if: number != PhraseIndex.none)
      vocabulary.phrases.candidates.prefetch(Int(number))
      collisions.append(UInt32(truncatingIfNeeded: index), if: isOther)
    }
    for index in collisions.indices {
      let query = queries[Int(collisions[index])]
      guard let number = vocabulary.phrases.first(query.key, query.table) else { continue }
      vocabulary.phrases.candidates.prefetch(number)
      answers.append(Answer(query: collisions[index], candidate: UInt32(truncatingIfNeeded: number)))
    }
  }

  /// Takes the candidates of a chain that the units around do not refute.
  private mutating func take(
    _ first: Int, _ query: Query, _ vocabulary: borrowing Vocabulary, _ lexicon: CompiledLexicon
  ) {
    var number = first
    while true {
      let candidate = vocabulary.phrases.candidates[number]
      lexicon.facts.prefetch(Int(candidate.entry))
      // Before its first gap a term has no other; behind it, the anchor is the first word.
      let start = query.side == .beforeGap ? query.neighbour &+ 2 : query.anchor
      possible.append(
        Possible(
          candidate: UInt32(truncatingIfNeeded: number), first: start &- Int32(candidate.anchor), anchor: query.anchor),
        if: candidate.furtherBits & query.furtherBits != 0 || candidate.furtherBits == UInt64.max)
      if candidate.link == 0 { return }
      number += Int(candidate.link)
    }
  }

  /// Adds a phrase if all of it stands from unit `first` on.
  private mutating func add(
    _ candidate: PhraseIndex.Candidate, _ place: Possible, _ units: borrowing UnitList, _ lexicon: CompiledLexicon,
    _ vocabulary: borrowing Vocabulary
  ) {
    let first = Int(place.first)
    let anchor = Int(place.anchor)
    if candidate.isPair {
      // Both are known to stand there.
      return insert(candidate, first, first + 1, units, lexicon, vocabulary)
    }
    guard first >= 0, units[first].sentence == units[anchor].sentence else { return }
    let element = lexicon.sequences[Int(candidate.start)]
    guard first == anchor || lexicon.satisfies(units, first, element, vocabulary),
      let last = PhraseFinder.end(
        first, Int(candidate.start) + 1, Int(candidate.start) + Int(candidate.count), units, vocabulary, lexicon)
    else { return }
    insert(candidate, first, last, units, lexicon, vocabulary)
  }

  /// Puts a phrase among those found, in the order of preference.
  private mutating func insert(
    _ candidate: PhraseIndex.Candidate, _ first: Int, _ last: Int, _ units: borrowing UnitList,
    _ lexicon: CompiledLexicon, _ vocabulary: borrowing Vocabulary
  ) {
    let lexeme = vocabulary[units[first].lexeme]
    // A lexeme of one word leaves no choice.
    let rank =
      lexeme.wordCount == 1
      ? 0 : lexicon.rank(of: lexicon.sequences[Int(candidate.start)], in: lexeme, vocabulary.words)
    let found = FoundPhrase(
      first: Int32(truncatingIfNeeded: first), last: Int32(truncatingIfNeeded: last), entry: candidate.entry,
      rank: UInt16(clamping: rank), wordCount: UInt16(candidate.wordCount), layers: candidate.layers)
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
