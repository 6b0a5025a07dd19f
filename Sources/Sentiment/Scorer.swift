internal import Buffers
internal import Text

/// Weighs the matched terms of a comment by the rules of its language.
///
/// The rules, in this order: negation, intensity, solved problems, emphasis of the word, clause (contrast, concession, wish),
/// sentence (question, exclamation). Every rule is a factor in thousandths; the product is rounded towards zero.
struct Scorer {
  private(set) var positive: Int64 = 0
  private(set) var negative: Int64 = 0
  /// The matches that change the weights of a clause or sentence, in their order.
  private var clauseWords: [Int] = []

  private static let strongest: Int64 = 6000
  /// Of the words of a sentence that change weights so many are heard: more are no speech, and each is asked of each term.
  private static let heardClauseWords = 64
  /// Tags of what changes the weights of a clause or sentence.
  private static let clauseWords: EntryTags = [.contrast, .concession, .irrealis]

  /// Fills weight, rules and effective tags of every scoring match.
  mutating func weigh(
    _ matches: inout FlatList<TermMatch>, _ units: borrowing UnitList, _ lexicon: CompiledLexicon
  ) {
    positive = 0
    negative = 0
    let rules = lexicon.rules
    let mostlyCapitals = units.isMostlyCapitals
    var present: EntryTags = []
    for index in matches.indices {
      let entry = lexicon.facts[Int(matches[index].entry)]
      matches[index].weight = entry.weight
      matches[index].tags = entry.tags
      present.formUnion(entry.tags)
    }
    // Most comments have nothing for most of the rules.
    let hasNegators = !present.isDisjoint(with: .negators)
    let hasClauseWords = !present.isDisjoint(with: Self.clauseWords)
    if hasNegators { attachNegators(&matches, lexicon) }
    if !present.isDisjoint(with: .degrees) { attachDegrees(&matches, lexicon) }
    if present.contains(.problem), present.contains(.solved) { solveProblems(&matches, units, rules) }
    clauseWords.removeAll(keepingCapacity: true)
    if hasClauseWords { listClauseWords(matches) }
    var sentenceWords = 0..<0
    for index in matches.indices
    where matches[index].weight != 0 || !matches[index].tags.isDisjoint(with: .markers) {
      emphasise(&matches[index], units, mostlyCapitals, rules)
      if !clauseWords.isEmpty {
        sentenceWords = heard(matches, index, after: sentenceWords)
        applyClause(&matches, index, sentenceWords, rules)
      }
      applySentence(&matches[index], units.sentenceFlags[Int(matches[index].sentence)], rules)
      let limit = Int32(Self.strongest)
      matches[index].weight = min(limit, max(-limit, matches[index].weight))
    }
    if hasNegators { weighUnattached(&matches, rules) }
    for index in matches.indices { add(matches[index].weight) }
  }

  /// Counts a weight that stands outside the matches: a rating in figures.
  mutating func add(_ weight: Int32) {
    if weight > 0 { positive += Int64(weight) } else { negative -= Int64(weight) }
  }

  /// (P − N) / (P + N + K) in thousandths.
  static func score(_ positive: Int64, _ negative: Int64, _ rules: RuleSet) -> Int32 {
    Int32((positive - negative) * 1000 / (positive + negative + Int64(rules.evidenceConstant)))
  }

  /// A side's strength: S / (S + K) in thousandths.
  static func strength(_ side: Int64, _ rules: RuleSet) -> Int32 {
    Int32(side * 1000 / (side + Int64(rules.evidenceConstant)))
  }

  /// The label for evidence on both sides.
  static func label(_ positive: Int64, _ negative: Int64, _ rules: RuleSet) -> SentimentLabel {
    let weaker = min(positive, negative)
    let stronger = max(positive, negative)
    if weaker >= Int64(rules.mixedMinimum), weaker * 1000 >= stronger * Int64(rules.mixedRatio) { return .mixed }
    let score = score(positive, negative, rules)
    if score >= rules.positiveThreshold { return .positive }
    if score <= rules.negativeThreshold { return .negative }
    return .neutral
  }

  /// Each negator turns the nearest match that can be negated in its clause, behind it or before it as its tags say.
  ///
  /// A contrast or concession between them stops it; terms with a negator of their own, and symbols, are passed over.
  private func attachNegators(_ matches: inout FlatList<TermMatch>, _ lexicon: CompiledLexicon) {
    let rules = lexicon.rules
    for index in matches.indices where !matches[index].tags.isDisjoint(with: .negators) {
      let negator = matches[index]
      var target: Int?
      if negator.tags.contains(.negatesAfter) {
        for other in matches.indices[(index + 1)...] {
          guard matches[other].clause == negator.clause,
            matches[other].first - negator.last - 1 <= rules.negationReachAfter
          else { break }
          if !matches[other].tags.isDisjoint(with: [.contrast, .concession]) { break }
          if canBeNegated(matches[other], lexicon) {
            target = other
            break
          }
        }
      }
      if target == nil, negator.tags.contains(.negatesBefore) {
        for other in matches.indices[..<index].reversed() {
          guard matches[other].clause == negator.clause,
            negator.first - matches[other].last - 1 <= rules.negationReachBefore
          else { break }
          if !matches[other].tags.isDisjoint(with: [.contrast, .concession]) { break }
          if canBeNegated(matches[other], lexicon) {
            target = other
            break
          }
        }
      }
      guard let target else { continue }
      matches[index].isAttached = true
      negate(&matches[target], rules)
    }
  }

  private func canBeNegated(_ match: TermMatch, _ lexicon: CompiledLexicon) -> Bool {
    (match.weight != 0 || !match.tags.isDisjoint(with: .negatable)) && !lexicon.facts[Int(match.entry)].isClosed
  }

  /// Two negators on one word negate it once: doubled negation is emphasis in most of the languages.
  private func negate(_ match: inout TermMatch, _ rules: RuleSet) {
    if match.rules.contains(.negated) { return }
    match.rules.insert(.negated)
    match.weight = scaled(
      match.weight, match.weight > 0 ? rules.negatedPositiveFactor : rules.negatedNegativeFactor)
    let tags = match.tags
    match.tags.subtract(EntryTags.negatable)
    if tags.contains(.met) || tags.contains(.exceeded) { match.tags.insert(.missed) }
    if tags.contains(.recommend) { match.tags.insert(.adviseAgainst) }
    if tags.contains(.adviseAgainst) { match.tags.insert(.recommend) }
    if tags.contains(.buyAgain) { match.tags.insert(.leave) }
    if tags.contains(.solved) { match.tags.insert(.complaint) }
  }

  private func attachDegrees(_ matches: inout FlatList<TermMatch>, _ lexicon: CompiledLexicon) {
    let rules = lexicon.rules
    for index in matches.indices where !matches[index].tags.isDisjoint(with: .degrees) && matches[index].weight == 0 {
      let after = nearestWeight(matches, from: index, step: 1, reach: rules.degreeReachAfter)
      let before = nearestWeight(matches, from: index, step: -1, reach: rules.degreeReachBefore)
      guard let target = rules.degreeFollows == 1 ? before ?? after : after ?? before else { continue }
      matches[index].isAttached = true
      // "Not very good" is not more negative than "not good".
      if matches[target].rules.contains(.negated) { continue }
      let factor = lexicon.facts[Int(matches[index].entry)].factor
      matches[target].weight = scaled(matches[target].weight, factor)
      matches[target].rules.insert(factor > 1000 ? .intensified : .diminished)
    }
  }

  private func nearestWeight(_ matches: borrowing FlatList<TermMatch>, from index: Int, step: Int, reach: Int32) -> Int?
  {
    var other = index + step
    while matches.indices.contains(other), matches[other].clause == matches[index].clause {
      let distance =
        step > 0 ? matches[other].first - matches[index].last - 1 : matches[index].first - matches[other].last - 1
      if distance > reach { return nil }
      if matches[other].weight != 0 { return other }
      other += step
    }
    return nil
  }

  /// A problem was solved by the words of its clause, else by what stands behind it in its sentence.
  ///
  /// In another clause, what is asked or wished has not happened, and blame behind it says that it did not help.
  private func solveProblems(_ matches: inout FlatList<TermMatch>, _ units: borrowing UnitList, _ rules: RuleSet) {
    var start = 0
    while start < matches.count {
      let sentence = matches[start].sentence
      var end = start
      while end < matches.count, matches[end].sentence == sentence { end += 1 }
      let isQuestion = units.sentenceFlags[Int(sentence)].contains(.question)
      let solution = isQuestion ? nil : lastSolution(matches, start..<end)
      var clause = start
      while clause < end {
        let next = clauseEnd(matches, clause, end)
        let isSolved = has(.solved, matches, clause..<next)
        for index in clause..<next where matches[index].tags.contains(.problem) && matches[index].weight < 0 {
          guard isSolved || index < solution ?? start else { continue }
          matches[index].weight = scaled(matches[index].weight, rules.solvedProblemFactor)
          matches[index].rules.insert(.solved)
          matches[index].tags.subtract([.problem, .complaint])
        }
        clause = next
      }
      start = end
    }
  }

  /// The last match of a sentence that says of a problem that it is solved, is not wished, and has no blame behind it.
  private func lastSolution(_ matches: borrowing FlatList<TermMatch>, _ sentence: Range<Int>) -> Int? {
    var blame = sentence.lowerBound
    for index in sentence where matches[index].weight < 0 { blame = index }
    var solution: Int?
    var clause = sentence.lowerBound
    while clause < sentence.upperBound {
      let next = clauseEnd(matches, clause, sentence.upperBound)
      if next > blame, !has(.irrealis, matches, clause..<next) {
        for index in max(clause, blame)..<next where matches[index].tags.contains(.solved) { solution = index }
      }
      clause = next
    }
    return solution
  }

  /// Where the clause that begins at a match ends, within its sentence.
  private func clauseEnd(_ matches: borrowing FlatList<TermMatch>, _ start: Int, _ sentenceEnd: Int) -> Int {
    var end = start
    while end < sentenceEnd, matches[end].clause == matches[start].clause { end += 1 }
    return end
  }

  private func has(_ tag: EntryTags, _ matches: borrowing FlatList<TermMatch>, _ range: Range<Int>) -> Bool {
    for index in range where matches[index].tags.contains(tag) { return true }
    return false
  }

  private func emphasise(
    _ match: inout TermMatch, _ units: borrowing UnitList, _ mostlyCapitals: Bool, _ rules: RuleSet
  ) {
    var flags: TokenFlags = []
    for unit in Int(match.first)...Int(match.last) { flags.formUnion(units[unit].flags) }
    if flags.contains(.capitals), !mostlyCapitals {
      match.weight = scaled(match.weight, rules.capitalsFactor)
      match.rules.insert(.capitals)
    }
    if flags.contains(.stretched) {
      match.weight = scaled(match.weight, rules.stretchedFactor)
      match.rules.insert(.stretched)
    }
  }

  private mutating func listClauseWords(_ matches: borrowing FlatList<TermMatch>) {
    for index in matches.indices where !matches[index].tags.isDisjoint(with: Self.clauseWords) {
      clauseWords.append(index)
    }
  }

  /// Of `clauseWords`, the first ones of the sentence of a match; `before` are those of an earlier match.
  private func heard(_ matches: borrowing FlatList<TermMatch>, _ index: Int, after before: Range<Int>) -> Range<Int> {
    let sentence = matches[index].sentence
    if let first = before.first, matches[clauseWords[first]].sentence == sentence { return before }
    var start = before.lowerBound
    while start < clauseWords.count, clauseWords[start] < index, matches[clauseWords[start]].sentence != sentence {
      start += 1
    }
    var end = start
    while end < clauseWords.count, end - start < Self.heardClauseWords, matches[clauseWords[end]].sentence == sentence {
      end += 1
    }
    return start..<end
  }

  private func applyClause(
    _ matches: inout FlatList<TermMatch>, _ index: Int, _ words: Range<Int>, _ rules: RuleSet
  ) {
    let match = matches[index]
    for other in clauseWords[words] {
      let tags = matches[other].tags
      if tags.contains(.contrast), other != index {
        let isAfter = other < index
        matches[index].weight = scaled(
          matches[index].weight, isAfter ? rules.contrastAfterFactor : rules.contrastBeforeFactor)
        matches[index].rules.insert(isAfter ? .afterContrast : .beforeContrast)
      }
      guard matches[other].clause == match.clause else { continue }
      if tags.contains(.concession), other < index {
        matches[index].weight = scaled(matches[index].weight, rules.concessionFactor)
        matches[index].rules.insert(.conceded)
      }
      if tags.contains(.irrealis), !matches[index].rules.contains(.irrealis) {
        let factor = matches[index].weight > 0 ? rules.irrealisPositiveFactor : rules.irrealisNegativeFactor
        matches[index].weight = scaled(matches[index].weight, factor)
        matches[index].rules.insert(.irrealis)
      }
    }
  }

  private func applySentence(_ match: inout TermMatch, _ flags: TokenFlags, _ rules: RuleSet) {
    if flags.contains(.question) {
      match.weight = scaled(
        match.weight, match.weight > 0 ? rules.questionPositiveFactor : rules.questionNegativeFactor)
      match.rules.insert(.questioned)
    } else if flags.contains(.exclamation) {
      match.weight = scaled(match.weight, rules.exclamationFactor)
      match.rules.insert(.exclaimed)
    }
  }

  /// A negator that found nothing to negate is weak negative evidence, once a clause.
  private func weighUnattached(_ matches: inout FlatList<TermMatch>, _ rules: RuleSet) {
    guard rules.unattachedNegatorWeight != 0 else { return }
    var lastClause: UInt16?
    for index in matches.indices
    where !matches[index].tags.isDisjoint(with: .negators) && !matches[index].isAttached && matches[index].weight == 0 {
      if matches[index].clause == lastClause { continue }
      lastClause = matches[index].clause
      matches[index].weight = rules.unattachedNegatorWeight
      matches[index].rules.insert(.unattached)
    }
  }

  @inline(__always)
  private func scaled(_ weight: Int32, _ factor: Int32) -> Int32 {
    Int32(clamping: Int64(weight) * Int64(factor) / 1000)
  }
}
