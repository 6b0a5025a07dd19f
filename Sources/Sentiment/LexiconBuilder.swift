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
  /// How the words may be written.
  private(set) var index: WordIndex

  /// Words with their mode; elements, as the numbers of their words; terms, as the numbers of their elements.
  private var words: Interner
  private var elements: Interner
  private var terms: Interner
  private var key: [UInt8] = []
  private var elementKey: [UInt8] = []
  private var wordKey: [UInt8] = []
  private let stemmer: Stemmer?

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
    index = WordIndex(language: language, capacity: capacity)
    words = Interner(capacity: 2 * capacity)
    elements = Interner(capacity: 2 * capacity)
    terms = Interner(capacity: capacity)
    if let language { stemmer = Stemmer(language) } else { stemmer = nil }
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
    if Int(number) == count { index.add(form, stem: mode == .stem || mode == .suffix ? stem(form) : [], mode, number) }
    return number
  }

  private func stem(_ form: Span<UInt8>) -> [UInt8] {
    var stem: [UInt8] = []
    switch stemmer {
    case .some(let stemmer): stemmer.stem(form, into: &stem)
    case .none: stem.append(copying: form)
    }
    return stem
  }

  /// How often each word of the lexicon is written, by a language's common words, most frequent first: of n words, the one of rank r
  /// as often as 1 / (r + 2.7) (Zipf–Mandelbrot).
  func frequencies(_ commonWords: [[UInt8]]) -> [Float] {
    var frequencies = [Float](repeating: 0, count: words.count)
    for (rank, common) in commonWords.enumerated() {
      for word in index.words(of: common, stem: stem(common.span)) { frequencies[Int(word)] += 1 / (Float(rank) + 2.7) }
    }
    return frequencies
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
