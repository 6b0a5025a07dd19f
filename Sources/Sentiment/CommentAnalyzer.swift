public import Buffers
public import Text

/// How the language of a comment is found.
public enum LanguageChoice: Sendable {
  /// From the text; less likely than this many thousandths is none of the five.
  case identify(minimumConfidence: Int32)
  /// Said by the export or the user.
  case given(Language)
}

/// The steps of understanding a comment, as `CommentAnalyzer.clock` numbers them.
public enum CommentStep: Int, CaseIterable, Sendable {
  case tokens
  /// Words found in the worker's table, the language identified.
  case language
  /// Tokens made units, new words looked up and stemmed.
  case stems
  /// Terms, rules, drivers, markers.
  case score
}

/// Understands comments one by one: language, tokens, terms, rules, drivers, markers.
///
/// One a worker: it owns the tokenizer, stemmers, the cache of words and all buffers, so that a comment costs no allocation once
/// they have grown.
public struct CommentAnalyzer: ~Copyable {
  /// Whether `CommentAnalysis.evidence` is filled; it costs a little.
  private let collectsEvidence: Bool
  private let model: SentimentModel
  /// Time of the steps, numbered as `CommentStep`; off unless it is set.
  public var clock = LapClock(.off)
  /// Words and signs of all comments so far.
  public private(set) var wordCount = 0
  private var tokenizer: Tokenizer
  private var tokens = TokenBuffer()
  private var vocabulary = Vocabulary()
  /// Per token, its place in the vocabulary.
  private var places = FlatList<UInt32>(capacity: 256)
  /// Of the comment's first words from the languages, where one is to be identified.
  private var distances = LanguageDistances()
  private var units = UnitBuilder()
  private var matcher = TermMatcher()
  private var scorer = Scorer()
  private var driverScorer = DriverScorer()
  private let russian: LexemeResolver
  private let indonesian: LexemeResolver
  private let finnish: LexemeResolver
  private let italian: LexemeResolver
  private let french: LexemeResolver
  private let neutral: LexemeResolver

  /// Makes an analyzer for one worker.
  public init(_ model: SentimentModel, collectsEvidence: Bool = true) {
    self.collectsEvidence = collectsEvidence
    self.model = model
    tokenizer = model.tokenizer
    func resolver(_ language: Language) -> LexemeResolver { LexemeResolver(model.lexicons[Int(language.rawValue)]) }
    russian = resolver(.russian)
    indonesian = resolver(.indonesian)
    finnish = resolver(.finnish)
    italian = resolver(.italian)
    french = resolver(.french)
    neutral = LexemeResolver(model.lexicons[SentimentModel.neutralLexicon])
  }

  /// Replaces `analysis` by what is understood of `text`, a comment in UTF-8.
  public mutating func analyze(_ text: Span<UInt8>, _ choice: LanguageChoice, into analysis: inout CommentAnalysis) {
    analysis.reset()
    clock.start()
    // The words' slots are fetched while the text is read.
    tokens.slots = vocabulary.hint
    tokenizer.tokenize(text, into: &tokens, asTyped: true)
    clock.lap(CommentStep.tokens.rawValue)
    var identifies = false
    if case .identify = choice { identifies = model.identifier != nil }
    if !findWords(text, identifies: identifies) {
      tokenizer.tokenize(text, into: &tokens)
      _ = findWords(text, identifies: identifies)
    }
    switch choice {
    case .given(let language):
      analysis.language = language
      analysis.languageConfidence = 1000
    case .identify(let minimumConfidence):
      guard let identifier = model.identifier else { break }
      let (language, confidence) = identifier.decide(distances)
      analysis.languageConfidence = confidence
      if confidence >= minimumConfidence { analysis.language = language }
    }
    clock.lap(CommentStep.language.rawValue)
    let number = analysis.language.map { Int($0.rawValue) } ?? SentimentModel.neutralLexicon
    analysis.lexicon = number
    switch analysis.language {
    case .russian: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, russian)
    case .indonesian: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, indonesian)
    case .finnish: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, finnish)
    case .italian: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, italian)
    case .french: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, french)
    case nil: units.build(text, &tokens, &tokenizer, places, number, &vocabulary, neutral)
    }
    clock.lap(CommentStep.stems.rawValue)
    score(model.lexicons[number], &analysis)
    clock.lap(CommentStep.score.rawValue)
  }

  /// Words so far that the worker's table did not have.
  public var newWordCount: Int { vocabulary.addedCount }

  /// Whether an entry was among the matches of the last comment: for checking lexicons.
  func hasMatched(_ entry: UInt32) -> Bool {
    for index in matcher.scoring.indices where matcher.scoring[index].entry == entry { return true }
    for index in matcher.drivers.indices where matcher.drivers[index].entry == entry { return true }
    return false
  }

  /// Whether an entry fits in the last comment, whoever won: for checking lexicons.
  func fits(_ entry: UInt32, _ lexicon: CompiledLexicon) -> Bool {
    matcher.fits(entry, units.list, lexicon, vocabulary)
  }

  /// Finds the words' places and sums the first words' distances from the languages; words as typed that are new are folded.
  ///
  /// - Returns: false where a word as typed is not one word after all.
  private mutating func findWords(_ text: Span<UInt8>, identifies: Bool) -> Bool {
    // A hyphenated word may be taken apart: a part has two bytes at least, its hyphen counted.
    wordCount += tokens.count
    vocabulary.makeRoom(tokens.count + text.count / 2)
    places.removeAll()
    distances = LanguageDistances()
    for index in 0..<tokens.count {
      let token = tokens[index]
      if token.isMark {
        places.append(0)
        continue
      }
      let place = vocabulary.place(of: token.key)
      places.append(UInt32(truncatingIfNeeded: place))
      if token.isTyped {
        if let flags = vocabulary.flags(place) {
          tokens.setFlags(index, flags)
        } else {
          guard tokenizer.fold(index, of: text, in: &tokens) else { return false }
          vocabulary.setFlags(place, tokens[index].flags)
        }
      }
      if identifies, token.kind == .word, !distances.isFull {
        distances.add(vocabulary.distances(place) ?? learnDistances(place, index, text))
      }
    }
    return true
  }

  /// The distances of a word that is met for the first time.
  @inline(never)
  private mutating func learnDistances(_ place: Int, _ index: Int, _ text: Span<UInt8>) -> SIMD16<UInt8> {
    guard let identifier = model.identifier else { return .zero }
    _ = tokenizer.fold(index, of: text, in: &tokens)
    let distances = tokens.withForm(index) { identifier.distances(ofWord: $0) }
    vocabulary.setDistances(place, distances)
    return distances
  }

  private mutating func score(_ lexicon: CompiledLexicon, _ analysis: inout CommentAnalysis) {
    matcher.match(units.list, lexicon, vocabulary)
    scorer.weigh(&matcher.scoring, units.list, lexicon)
    var isScored = lexicon.language != nil
    if units.list.hasRating {
      isScored = true
      addRatings(&analysis)
    }
    for index in matcher.scoring.indices where matcher.scoring[index].weight != 0 { isScored = true }
    guard isScored else { return }
    let positive = scorer.positive
    let negative = scorer.negative
    analysis.score = Scorer.score(positive, negative, lexicon.rules)
    analysis.positiveStrength = Scorer.strength(positive, lexicon.rules)
    analysis.negativeStrength = Scorer.strength(negative, lexicon.rules)
    analysis.label = Scorer.label(positive, negative, lexicon.rules)
    driverScorer.score(&matcher.scoring, matcher.drivers, lexicon, totals: scorer, into: &analysis.drivers)
    readMarkers(positive, negative, lexicon, &analysis)
    if collectsEvidence { listEvidence(lexicon, &analysis) }
  }

  private mutating func addRatings(_ analysis: inout CommentAnalysis) {
    for index in 0..<units.list.count where units.list[index].rating != 0 {
      let unit = units.list[index]
      scorer.add(unit.rating)
      analysis.evidence.append(
        Evidence(
          start: unit.start, end: unit.end, entry: nil, baseWeight: unit.rating, weight: unit.rating, rules: [],
          role: .statement, drivers: 0))
    }
  }

  private func readMarkers(
    _ positive: Int64, _ negative: Int64, _ lexicon: CompiledLexicon, _ analysis: inout CommentAnalysis
  ) {
    var all: EntryTags = []
    var happy: Int32 = 0
    var angry: Int32 = 0
    var hasQuestionWord = false
    for index in matcher.scoring.indices {
      let match = matcher.scoring[index]
      if match.tags.contains(.question) { hasQuestionWord = true }
      if match.tags.isDisjoint(with: .markers) { continue }
      // What is only wished for or asked about is not said.
      let emotionStrength = strength(match, lexicon)
      // A rhetorical question is angry none the less.
      if match.tags.contains(.angry), !match.rules.contains(.irrealis) { angry = max(angry, emotionStrength) }
      if match.rules.contains(.irrealis) || match.rules.contains(.questioned), !match.tags.contains(.request) {
        continue
      }
      all.formUnion(match.tags)
      // Of advice and intent the last word counts.
      if match.tags.contains(.recommend) { analysis.recommendation = .recommend }
      if match.tags.contains(.adviseAgainst) { analysis.recommendation = .adviseAgainst }
      if match.tags.contains(.buyAgain) { analysis.loyalty = .buyAgain }
      if match.tags.contains(.leave) { analysis.loyalty = .leave }
      if match.tags.contains(.happy) { happy = max(happy, emotionStrength) }
    }
    if all.contains(.missed) {
      analysis.expectation = .missed
    } else if all.contains(.exceeded) {
      analysis.expectation = .exceeded
    } else if all.contains(.met) {
      analysis.expectation = .met
    }
    if happy > 0 || angry > 0 {
      analysis.emotion = angry >= happy ? .angry : .happy
      analysis.emotionStrength = max(happy, angry)
    }
    analysis.complaint = all.contains(.complaint) || negative >= Int64(lexicon.rules.complaintMinimum)
    analysis.praise = all.contains(.praise) || positive >= Int64(lexicon.rules.praiseMinimum)
    // The questions of the dissatisfied are rhetorical more often than not.
    var asks = hasQuestionWord
    for index in units.list.sentenceFlags.indices where units.list.sentenceFlags[index].contains(.question) {
      asks = true
    }
    analysis.request = all.contains(.request) || asks && analysis.label != .negative && analysis.label != .mixed
  }

  /// How strong an emotion is: as listed, and stronger by what strengthens weights, up to 1.
  ///
  /// A comment in capitals is shouted throughout.
  private func strength(_ match: TermMatch, _ lexicon: CompiledLexicon) -> Int32 {
    let rules = lexicon.rules
    var strength = lexicon.facts[Int(match.entry)].emotionStrength
    if match.rules.contains(.capitals) || units.list.isMostlyCapitals {
      strength = strength * rules.capitalsFactor / 1000
    }
    if match.rules.contains(.stretched) { strength = strength * rules.stretchedFactor / 1000 }
    if match.rules.contains(.exclaimed) { strength = strength * rules.exclamationFactor / 1000 }
    return min(1000, strength)
  }

  private func listEvidence(_ lexicon: CompiledLexicon, _ analysis: inout CommentAnalysis) {
    func add(_ match: TermMatch, _ role: Evidence.Role, _ weight: Int32, _ drivers: UInt32) {
      let entry = lexicon.facts[Int(match.entry)]
      analysis.evidence.append(
        Evidence(
          start: units.list[Int(match.first)].start, end: units.list[Int(match.last)].end, entry: match.entry,
          baseWeight: entry.weight, weight: weight, rules: match.rules, role: role, drivers: drivers))
    }
    for index in matcher.scoring.indices {
      let match = matcher.scoring[index]
      let says = match.weight != 0 || !lexicon.facts[Int(match.entry)].tags.isDisjoint(with: .markers)
      add(match, says ? .statement : .modifier, match.weight, match.drivers)
    }
    let spokenOf = analysis.drivers.reduce(UInt32(0)) { $0 | 1 << UInt32($1.driver) }
    for index in matcher.drivers.indices {
      let match = matcher.drivers[index]
      let entry = lexicon.facts[Int(match.entry)]
      if entry.weight != 0 || entry.isTentative && entry.drivers & spokenOf == 0 { continue }
      add(match, .driver, 0, entry.drivers)
    }
    analysis.evidence.sort { ($0.start, $0.end, $0.role.rawValue) < ($1.start, $1.end, $1.role.rawValue) }
  }
}
