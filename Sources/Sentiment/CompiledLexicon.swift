internal import Buffers
internal import Text

/// The entries of one language, ready for matching: what a comment's word may be to words of the lexicon, words to entries.
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
  /// The words that may stand at each element, all elements end to end; element n has `elementStarts[n]..<elementStarts[n + 1]`.
  let elementWords: FlatArray<UInt32>
  let elementStarts: FlatArray<UInt32>
  /// Per element: the bits of its words.
  let elementBits: FlatArray<UInt64>
  /// Per word: entries of this word alone, in order of the files.
  let entriesByWord: EntryLists
  /// Per word: entries of several words that are looked for where it stands, in order of the files.
  let entriesByAnchor: EntryLists
  /// Per entry: place of its anchor among its elements; it stands before the first gap, or right behind it.
  let anchors: [UInt8]
  /// Per word: whether it is a negator by itself; a gap of a term never hides one.
  let isNegator: [Bool]
  /// How the words may be written.
  let index: WordIndex

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
    /// Its drivers are spoken about only where something is said of it.
    var isTentative: Bool

    var scores: Bool { weight != 0 || !tags.isEmpty }
  }

  /// Lists of entries, one a word, end to end.
  struct EntryLists: Sendable {
    fileprivate var starts: [UInt32]
    fileprivate var entries: [UInt32]

    subscript(_ word: Int) -> ArraySlice<UInt32> { entries[Int(starts[word])..<Int(starts[word + 1])] }
  }

  /// Compiles entries, in order of precedence; what is wrong goes to `issues`.
  ///
  /// A later group of files (a pipeline's own) stands above an earlier one: its entries replace equal ones and win ties. A
  /// term that is given twice within one group is a mistake.
  ///
  /// - Parameter commonWords: the language's, folded, most frequent first: terms are looked for by their other words.
  init(
    language: Language?, groups: [[LexiconEntry]], rules: RuleSet, commonWords: [[UInt8]],
    tokenizer: inout Tokenizer, issues: inout [LexiconIssue]
  ) {
    self.language = language
    self.rules = rules
    var builder = LexiconBuilder(language: language, capacity: groups.reduce(0) { $0 + $1.count })
    var pattern = TermPattern()
    var chosen: [LexiconEntry] = []
    var groupOfEntry: [Int] = []
    for (group, entries) in groups.enumerated().reversed() {
      for entry in entries {
        let (bytes, place) = entry.termPlace
        if let mistake = pattern.read(bytes.span.extracting(place), &tokenizer) {
          issues.append(LexiconIssue(file: entry.file, line: entry.line, message: mistake))
          continue
        }
        let (number, isNew) = builder.add(pattern)
        if isNew {
          chosen.append(entry)
          groupOfEntry.append(group)
        } else if groupOfEntry[number] == group {
          let other = chosen[number]
          let message = "'\(entry.term)' stands already at \(other.file):\(other.line): put the tags on one line"
          issues.append(LexiconIssue(file: entry.file, line: entry.line, message: message))
        }
      }
    }
    entries = chosen
    wordCounts = builder.wordCounts
    let starts = builder.starts + [UInt32(builder.sequences.count)]
    let places = Self.anchors(builder, starts, commonWords)
    let words = Self.lists(builder) { builder.wordCounts[$0] == 1 ? Int(starts[$0]) : nil }
    entriesByWord = words
    entriesByAnchor = Self.lists(builder) {
      builder.wordCounts[$0] > 1 ? Int(starts[$0]) + Int(places[$0]) : nil
    }
    anchors = places
    let negators = builder.wordNumbers.map { word in
      words[word].contains { !chosen[Int($0)].tags.isDisjoint(with: .negators) }
    }
    isNegator = negators
    facts = FlatArray(Self.facts(chosen, negators, builder, starts))
    elementWords = FlatArray(builder.elementWords)
    elementStarts = FlatArray([0] + builder.elementEnds)
    elementBits = FlatArray(
      (0..<builder.elementCount).map { element in
        builder.words(at: UInt32(element)).reduce(0) { $0 | WordBit.of($1) }
      })
    sequences = FlatArray(builder.sequences)
    sequenceStarts = FlatArray(starts)
    index = builder.index
  }

  /// Per entry, which of the words before its first gap and right behind it is written least often: in the language, else in terms
  /// of the lexicon.
  ///
  /// A term is looked for only where that word stands: words of grammar begin hundreds of terms and stand in every comment.
  private static func anchors(
    _ builder: borrowing LexiconBuilder, _ starts: [UInt32], _ commonWords: [[UInt8]]
  ) -> [UInt8] {
    let inLanguage = builder.frequencies(commonWords)
    var inLexicon = [UInt32](repeating: 0, count: builder.wordNumbers.count)
    for element in builder.sequences where element != gapElement {
      for word in builder.words(at: element) { inLexicon[Int(word)] += 1 }
    }
    let frequencies = (0..<builder.elementCount).map { element in
      let words = builder.words(at: UInt32(element))
      return (words.reduce(0) { $0 + inLanguage[Int($1)] }, words.reduce(0) { $0 + inLexicon[Int($1)] })
    }
    var anchors: [UInt8] = []
    for entry in 0..<starts.count - 1 {
      let first = Int(starts[entry])
      var best = first
      for place in first..<min(Int(starts[entry + 1]), first + Int(UInt8.max)) {
        let element = builder.sequences[place]
        if element == gapElement { continue }
        if frequencies[Int(element)] < frequencies[Int(builder.sequences[best])] { best = place }
        if place > first, builder.sequences[place - 1] == gapElement { break }
      }
      anchors.append(UInt8(best - first))
    }
    return anchors
  }

  /// Entries by the words at the place in the sequences that `place` gives for them, in order of the files.
  private static func lists(_ builder: borrowing LexiconBuilder, _ place: (Int) -> Int?) -> EntryLists {
    var starts = [UInt32](repeating: 0, count: builder.wordNumbers.count + 1)
    var elements: [UInt32?] = []
    for entry in builder.wordCounts.indices {
      let element = place(entry).map { builder.sequences[$0] }
      elements.append(element)
      guard let element else { continue }
      for word in builder.words(at: element) { starts[Int(word) + 1] += 1 }
    }
    for word in builder.wordNumbers { starts[word + 1] += starts[word] }
    var ends = starts
    var entries = [UInt32](repeating: 0, count: Int(starts[builder.wordNumbers.count]))
    for (entry, element) in elements.enumerated() {
      guard let element else { continue }
      for word in builder.words(at: element) {
        entries[Int(ends[Int(word)])] = UInt32(entry)
        ends[Int(word)] += 1
      }
    }
    return EntryLists(starts: starts, entries: entries)
  }

  private static func facts(
    _ entries: [LexiconEntry], _ isNegator: [Bool], _ builder: borrowing LexiconBuilder, _ starts: [UInt32]
  ) -> [EntryFacts] {
    // A negator is one however a term has it written.
    var negators: Set<[UInt8]> = []
    for word in isNegator.indices where isNegator[word] { negators.insert(builder.form(word)) }
    let negates = isNegator.indices.map { negators.contains(builder.form($0)) }
    return entries.indices.map { index in
      let entry = entries[index]
      let range = Int(starts[index])..<Int(starts[index + 1])
      var holdsNegator = false
      if range.count > 1 {
        for place in range where builder.sequences[place] != gapElement {
          for word in builder.words(at: builder.sequences[place]) where negates[Int(word)] { holdsNegator = true }
        }
      }
      return EntryFacts(
        weight: entry.weight, drivers: entry.drivers, tags: entry.tags, factor: entry.factor,
        emotionStrength: entry.emotionStrength, isClosed: holdsNegator || builder.isSymbol[index],
        isTentative: entry.isTentative)
    }
  }
}
