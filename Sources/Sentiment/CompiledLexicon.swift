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
  let facts: [EntryFacts]
  /// The entries' elements end to end, `gapElement` for a gap; entry n has `sequenceStarts[n]..<sequenceStarts[n + 1]`.
  let sequences: [UInt32]
  let sequenceStarts: [UInt32]
  /// Per entry: number of words, for the longest match.
  let wordCounts: [Int32]
  /// Per element: entries that begin with it, longest first, then in order of the files.
  let entriesByFirst: EntryLists
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
  struct EntryFacts: Sendable {
    var weight: Int32
    var drivers: UInt32
    var tags: EntryTags
    var factor: Int32
    var emotionStrength: Int32
    /// A term with a negator of its own, or a symbol: what negates its words stands in it, or nothing does.
    var isClosed: Bool

    var scores: Bool { weight != 0 || !tags.isEmpty }
  }

  /// Lists of entries, one an element, end to end.
  struct EntryLists: Sendable {
    fileprivate var starts: [UInt32]
    fileprivate var entries: [UInt32]

    subscript(_ element: Int) -> ArraySlice<UInt32> { entries[Int(starts[element])..<Int(starts[element + 1])] }
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
    sequences = builder.sequences
    sequenceStarts = builder.starts + [UInt32(builder.sequences.count)]
    let lists = Self.entriesByFirst(builder)
    entriesByFirst = lists
    let negators = (0..<builder.elementCount).map { element in
      lists[element].contains { builder.wordCounts[Int($0)] == 1 && !chosen[Int($0)].tags.isDisjoint(with: .negators) }
    }
    isNegator = negators
    facts = Self.facts(chosen, negators, sequences, sequenceStarts, builder.isSymbol)
    forms = builder.forms
    stems = builder.stems
    prefixes = builder.prefixes
    suffixes = builder.suffixes
    plainForms = builder.plainForms
    plainStems = builder.plainStems
  }

  private static func entriesByFirst(_ builder: borrowing LexiconBuilder) -> EntryLists {
    var starts = [UInt32](repeating: 0, count: builder.elementCount + 1)
    for start in builder.starts { starts[Int(builder.sequences[Int(start)]) + 1] += 1 }
    for element in 0..<builder.elementCount { starts[element + 1] += starts[element] }
    var ends = starts
    var entries = [UInt32](repeating: 0, count: builder.starts.count)
    let longest = builder.wordCounts.max() ?? 0
    // Longest first, so that each list comes out in its order.
    for length in stride(from: longest, through: 1, by: -1) {
      for (entry, count) in builder.wordCounts.enumerated() where count == length {
        let first = Int(builder.sequences[Int(builder.starts[entry])])
        entries[Int(ends[first])] = UInt32(entry)
        ends[first] += 1
      }
    }
    return EntryLists(starts: starts, entries: entries)
  }

  private static func facts(
    _ entries: [LexiconEntry], _ isNegator: [Bool], _ sequences: [UInt32], _ starts: [UInt32], _ isSymbol: [Bool]
  ) -> [EntryFacts] {
    entries.indices.map { index in
      let entry = entries[index]
      let range = Int(starts[index])..<Int(starts[index + 1])
      var holdsNegator = false
      if range.count > 1 {
        for place in range where sequences[place] != gapElement && isNegator[Int(sequences[place])] {
          holdsNegator = true
        }
      }
      return EntryFacts(
        weight: entry.weight, drivers: entry.drivers, tags: entry.tags, factor: entry.factor,
        emotionStrength: entry.emotionStrength, isClosed: holdsNegator || isSymbol[index])
    }
  }
}
