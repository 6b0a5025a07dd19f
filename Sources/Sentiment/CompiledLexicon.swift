internal import Buffers
internal import Text

/// The entries of one language, ready for matching: words to elements, elements to the entries that begin with them.
///
/// Immutable and shared by all workers; a class so that handing it on costs one reference count and no copies.
final class CompiledLexicon: Sendable {
  /// Nil for language-neutral symbols alone.
  let language: Language?
  let rules: RuleSet
  let entries: [LexiconEntry]
  /// Per entry: what matching and scoring need of it, without its texts.
  let facts: FlatArray<EntryFacts>
  /// The entries' elements end to end, `gapElement` for a gap; entry n has `sequenceStarts[n]..<sequenceStarts[n + 1]`.
  let sequences: FlatArray<UInt32>
  let sequenceStarts: FlatArray<UInt32>
  /// Per entry: number of words, for the longest match.
  let wordCounts: [Int32]
  /// Per element: entries of this word alone, in order of the files.
  let entriesByWord: [[UInt32]]
  /// Per element: entries of several words that are looked for where it stands, in order of the files.
  let entriesByAnchor: [[UInt32]]
  /// Per entry: place of its anchor among its elements; no gap stands before it.
  let anchors: FlatArray<UInt8>
  /// Per element: whether it is a negator by itself; a gap of a term never hides one.
  let isNegator: [Bool]
  let forms: WordTable
  let stems: WordTable
  let prefixes: WordTable
  let suffixes: WordTable
  /// Forms and stems with accents taken off, for words typed without them.
  let plainForms: WordTable
  let plainStems: WordTable

  static let gapElement = UInt32.max

  /// The numbers of an entry: plain data, so that reading them costs no reference count.
  struct EntryFacts: Sendable, BitwiseCopyable {
    var weight: Int32
    var drivers: UInt32
    var tags: EntryTags
    var factor: Int32
    var emotionStrength: Int32
    /// A term with a negator of its own, or a symbol: what negates its words stands in it, or nothing does.
    var isClosed: Bool

    var scores: Bool { weight != 0 || !tags.isEmpty }
  }

  /// Words of one way of writing, and which elements each satisfies.
  struct WordTable: Sendable {
    var words = Interner()
    var elements: [[UInt32]] = []

    mutating func add(_ word: [UInt8], _ element: UInt32) {
      let number = Int(words.intern(word.span))
      if number == elements.count { elements.append([]) }
      if !elements[number].contains(element) { elements[number].append(element) }
    }

    func find(_ word: Span<UInt8>) -> [UInt32]? { words.find(word).map { elements[Int($0)] } }
  }

  /// Compiles entries, in order of precedence; what is wrong goes to `issues`.
  ///
  /// A later group of files (a pipeline's own) stands above an earlier one: its entries replace equal ones and win ties. A
  /// term that is given twice within one group is a mistake.
  init(
    language: Language?, groups: [[LexiconEntry]], rules: RuleSet, tokenizer: inout Tokenizer,
    issues: inout [LexiconIssue]
  ) {
    self.language = language
    self.rules = rules
    var chosen: [LexiconEntry] = []
    var patterns: [TermPattern] = []
    var places: [[TermPattern.Element]: (index: Int, group: Int)] = [:]
    for (group, entries) in groups.enumerated().reversed() {
      for entry in entries {
        let pattern: TermPattern
        switch TermPattern.parse(entry.term, tokenizer: &tokenizer) {
        case .success(let parsed): pattern = parsed
        case .failure(let mistake):
          issues.append(LexiconIssue(file: entry.file, line: entry.line, message: mistake.message))
          continue
        }
        if let place = places[pattern.elements] {
          if place.group == group {
            let other = chosen[place.index]
            let message = "'\(entry.term)' stands already at \(other.file):\(other.line): put the tags on one line"
            issues.append(LexiconIssue(file: entry.file, line: entry.line, message: message))
          }
          continue
        }
        places[pattern.elements] = (chosen.count, group)
        chosen.append(entry)
        patterns.append(pattern)
      }
    }
    entries = chosen
    wordCounts = patterns.map { Int32($0.wordCount) }
    var builder = TableBuilder(language: language)
    var sequences: [UInt32] = []
    var starts: [UInt32] = []
    for pattern in patterns {
      starts.append(UInt32(sequences.count))
      for element in pattern.elements { sequences.append(builder.number(of: element)) }
    }
    let counts = wordCounts
    let anchorPlaces = Self.anchors(sequences, starts, elementCount: builder.elementCount)
    var byWord = [[UInt32]](repeating: [], count: builder.elementCount)
    var byAnchor = byWord
    for (index, start) in starts.enumerated() {
      if counts[index] == 1 {
        byWord[Int(sequences[Int(start)])].append(UInt32(index))
      } else {
        byAnchor[Int(sequences[Int(start) + Int(anchorPlaces[index])])].append(UInt32(index))
      }
    }
    self.sequences = FlatArray(sequences)
    sequenceStarts = FlatArray(starts + [UInt32(sequences.count)])
    anchors = FlatArray(anchorPlaces)
    entriesByWord = byWord
    entriesByAnchor = byAnchor
    isNegator = byWord.map { entries in
      entries.contains { !chosen[Int($0)].tags.isDisjoint(with: .negators) }
    }
    let negatorForms = Set(
      chosen.indices.filter { counts[$0] == 1 && !chosen[$0].tags.isDisjoint(with: .negators) }
        .flatMap { patterns[$0].elements.flatMap(\.words) }.map(\.form))
    let facts = chosen.indices.map { index in
      let entry = chosen[index]
      let holdsNegator =
        counts[index] > 1
        && patterns[index].elements.contains { $0.words.contains { negatorForms.contains($0.form) } }
      return EntryFacts(
        weight: entry.weight, drivers: entry.drivers, tags: entry.tags, factor: entry.factor,
        emotionStrength: entry.emotionStrength, isClosed: holdsNegator || patterns[index].isSymbol)
    }
    self.facts = FlatArray(facts)
    forms = builder.forms
    stems = builder.stems
    prefixes = builder.prefixes
    suffixes = builder.suffixes
    plainForms = builder.plainForms
    plainStems = builder.plainStems
  }
}

extension CompiledLexicon {
  /// Per entry, which of the words before its first gap the lexicon has in the fewest other terms.
  ///
  /// A term is looked for only where that word stands: words of grammar begin hundreds of terms and stand in every comment.
  private static func anchors(_ sequences: [UInt32], _ starts: [UInt32], elementCount: Int) -> [UInt8] {
    var frequencies = [Int](repeating: 0, count: elementCount)
    for element in sequences where element != gapElement { frequencies[Int(element)] += 1 }
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? Int(starts[index + 1]) : sequences.count
      let elements = sequences[Int(starts[index])..<end].prefix { $0 != gapElement }.prefix(Int(UInt8.max))
      var best = 0
      for (place, element) in elements.enumerated()
      where frequencies[Int(element)] < frequencies[Int(elements[elements.startIndex + best])] { best = place }
      return UInt8(best)
    }
  }
}

/// Numbers the elements of terms and files their words under the ways of writing.
private struct TableBuilder: ~Copyable {
  private var numbers: [TermPattern.Element: UInt32] = [:]
  private let stemmer: Stemmer?
  private let hasPlainForms: Bool
  var forms = CompiledLexicon.WordTable()
  var stems = CompiledLexicon.WordTable()
  var prefixes = CompiledLexicon.WordTable()
  var suffixes = CompiledLexicon.WordTable()
  var plainForms = CompiledLexicon.WordTable()
  var plainStems = CompiledLexicon.WordTable()

  var elementCount: Int { numbers.count }

  init(language: Language?) {
    if let language { stemmer = Stemmer(language) } else { stemmer = nil }
    hasPlainForms = Accents.areOptional(in: language)
  }

  mutating func number(of element: TermPattern.Element) -> UInt32 {
    guard case .word(let words) = element else { return CompiledLexicon.gapElement }
    if let known = numbers[element] { return known }
    let number = UInt32(numbers.count)
    numbers[element] = number
    for word in words { add(word, number) }
    return number
  }

  private func stem(_ word: [UInt8]) -> [UInt8] {
    switch stemmer {
    case .some(let stemmer): stemmer.stem(word)
    case .none: word
    }
  }

  private mutating func add(_ word: WordPattern, _ number: UInt32) {
    switch word.mode {
    case .form:
      forms.add(word.form, number)
      addPlain(form: word.form, number)
    case .stem:
      let stem = stem(word.form)
      stems.add(stem, number)
      if hasPlainForms, let plain = Accents.removed(from: stem), plain.count >= Accents.minimumLetters {
        plainStems.add(plain, number)
      }
      addPlain(form: word.form, number)
    case .prefix: prefixes.add(word.form, number)
    case .suffix: suffixes.add(stem(word.form), number)
    }
  }

  private mutating func addPlain(form: [UInt8], _ number: UInt32) {
    if hasPlainForms, let plain = Accents.removed(from: form), plain.count >= Accents.minimumLetters {
      plainForms.add(plain, number)
    }
  }
}
