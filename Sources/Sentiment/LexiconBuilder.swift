internal import Buffers
internal import Text

/// Numbers the words, elements and terms of a lexicon and files its words under the ways of writing.
struct LexiconBuilder: ~Copyable {
  /// Elements of all terms end to end, and where each term ends.
  private(set) var sequences: [UInt32] = []
  private(set) var starts: [UInt32] = []
  /// Per term: number of words.
  private(set) var wordCounts: [Int32] = []
  /// Per term: whether it is an emoji or emoticon.
  private(set) var isSymbol: [Bool] = []
  /// The words that may stand at each element, all elements end to end, and where each ends.
  private(set) var elementWords: [UInt32] = []
  private(set) var elementEnds: [UInt32] = []
  var forms: WordTable
  var stems: WordTable
  var prefixes = WordTable()
  var suffixes = WordTable()
  var plainForms = WordTable()
  var plainStems = WordTable()

  /// Words with their mode; elements, as the numbers of their words; terms, as the numbers of their elements.
  private var words: Interner
  private var elements: Interner
  private var terms: Interner
  private var key: [UInt8] = []
  private var elementKey: [UInt8] = []
  private var wordKey: [UInt8] = []
  private let stemmer: Stemmer?
  private let hasPlainForms: Bool

  var elementCount: Int { elements.count }

  /// How many words there are, each in one way of writing.
  var wordNumbers: Range<Int> { 0..<words.count }

  /// The folded form of a word as the lexicon has it.
  func form(_ word: Int) -> [UInt8] { Array(words.strings.copy(word).dropFirst()) }

  /// The words that may stand at an element.
  func words(at element: UInt32) -> ArraySlice<UInt32> {
    elementWords[Int(element == 0 ? 0 : elementEnds[Int(element) - 1])..<Int(elementEnds[Int(element)])]
  }

  /// Begins a lexicon of about `capacity` terms.
  init(language: Language?, capacity: Int) {
    forms = WordTable(capacity: capacity)
    stems = WordTable(capacity: capacity)
    words = Interner(capacity: 2 * capacity)
    elements = Interner(capacity: 2 * capacity)
    terms = Interner(capacity: capacity)
    if let language { stemmer = Stemmer(language) } else { stemmer = nil }
    hasPlainForms = Accents.areOptional(in: language)
  }

  /// Adds a term unless it is there; gives its number, and whether it is new.
  mutating func add(_ pattern: borrowing TermPattern) -> (number: Int, isNew: Bool) {
    key.removeAll(keepingCapacity: true)
    let start = sequences.count
    for element in 0..<pattern.count {
      let number = number(of: element, in: pattern)
      sequences.append(number)
      key.append(little: number)
    }
    let count = terms.count
    let key = key
    let term = Int(terms.intern(key.span))
    guard term == count else {
      sequences.removeLast(sequences.count - start)
      return (term, false)
    }
    starts.append(UInt32(start))
    wordCounts.append(Int32(pattern.wordCount))
    isSymbol.append(pattern.isSymbol)
    return (term, true)
  }

  private mutating func number(of element: Int, in pattern: borrowing TermPattern) -> UInt32 {
    let range = pattern.words(element)
    if range.isEmpty { return CompiledLexicon.gapElement }
    elementKey.removeAll(keepingCapacity: true)
    let first = elementWords.count
    for word in range {
      let number = number(of: pattern.forms.bytes.span.extracting(pattern.forms.range(word)), pattern.modes[word])
      elementKey.append(little: number)
      elementWords.append(number)
    }
    let count = elements.count
    let elementKey = elementKey
    let number = elements.intern(elementKey.span)
    if Int(number) == count {
      elementEnds.append(UInt32(elementWords.count))
    } else {
      elementWords.removeLast(elementWords.count - first)
    }
    return number
  }

  private mutating func number(of form: Span<UInt8>, _ mode: WordMode) -> UInt32 {
    wordKey.removeAll(keepingCapacity: true)
    wordKey.append(mode.rawValue)
    wordKey.append(copying: form)
    let count = words.count
    let wordKey = wordKey
    let number = words.intern(wordKey.span)
    if Int(number) == count { file(form, mode, number) }
    return number
  }

  private mutating func file(_ form: Span<UInt8>, _ mode: WordMode, _ word: UInt32) {
    switch mode {
    case .form:
      forms.add(form, word)
      filePlain(form, word)
    case .stem:
      let stem = stem(form)
      stems.add(stem.span, word)
      if hasPlainForms, let plain = Accents.removed(from: stem), plain.count >= Accents.minimumLetters {
        plainStems.add(plain.span, word)
      }
      filePlain(form, word)
    case .prefix: prefixes.add(form, word)
    case .suffix:
      let stem = stem(form)
      suffixes.add(stem.span, word)
    }
  }

  private func stem(_ form: Span<UInt8>) -> [UInt8] {
    var stem: [UInt8] = []
    switch stemmer {
    case .some(let stemmer): stemmer.stem(form, into: &stem)
    case .none: stem.append(copying: form)
    }
    return stem
  }

  private mutating func filePlain(_ form: Span<UInt8>, _ word: UInt32) {
    if hasPlainForms, let plain = Accents.removed(from: [UInt8](copying: form)), plain.count >= Accents.minimumLetters {
      plainForms.add(plain.span, word)
    }
  }
}

/// Forms, stems, beginnings or ends, and which words of the lexicon each stands for.
struct WordTable: Sendable {
  private var keys: Interner
  /// Per key: its first word; further ones, which are few, stand in `more`, in order.
  private var first: [UInt32] = []
  private var more: [UInt32: [UInt32]] = [:]

  /// Makes an empty table with room for `capacity` keys.
  init(capacity: Int = 16) {
    keys = Interner(capacity: capacity)
    first.reserveCapacity(capacity)
  }

  mutating func add(_ key: Span<UInt8>, _ word: UInt32) {
    let number = keys.intern(key)
    if Int(number) == first.count {
      first.append(word)
    } else {
      more[number, default: []].append(word)
    }
  }

  /// The words of a key in the order in which they were added, or nil where there is none.
  func find(_ key: Span<UInt8>) -> [UInt32]? {
    keys.find(key).map { [first[Int($0)]] + (more[$0] ?? []) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(little number: UInt32) {
    append(UInt8(truncatingIfNeeded: number))
    append(UInt8(truncatingIfNeeded: number >> 8))
    append(UInt8(truncatingIfNeeded: number >> 16))
    append(UInt8(truncatingIfNeeded: number >> 24))
  }
}
