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
    for word in range {
      wordKey.removeAll(keepingCapacity: true)
      wordKey.append(pattern.modes[word].rawValue)
      wordKey.append(copying: pattern.forms.bytes.span.extracting(pattern.forms.range(word)))
      let wordKey = wordKey
      elementKey.append(little: words.intern(wordKey.span))
    }
    let count = elements.count
    let elementKey = elementKey
    let number = elements.intern(elementKey.span)
    if Int(number) == count {
      for word in range {
        file(pattern.forms.bytes.span.extracting(pattern.forms.range(word)), pattern.modes[word], number)
      }
    }
    return number
  }

  private mutating func file(_ form: Span<UInt8>, _ mode: WordMode, _ element: UInt32) {
    switch mode {
    case .form:
      forms.add(form, element)
      filePlain(form, element)
    case .stem:
      let stem = stem(form)
      stems.add(stem.span, element)
      if hasPlainForms, let plain = Accents.removed(from: stem), plain.count >= Accents.minimumLetters {
        plainStems.add(plain.span, element)
      }
      filePlain(form, element)
    case .prefix: prefixes.add(form, element)
    case .suffix:
      let stem = stem(form)
      suffixes.add(stem.span, element)
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

  private mutating func filePlain(_ form: Span<UInt8>, _ element: UInt32) {
    if hasPlainForms, let plain = Accents.removed(from: [UInt8](copying: form)), plain.count >= Accents.minimumLetters {
      plainForms.add(plain.span, element)
    }
  }
}

/// Words of one way of writing, and which elements each satisfies.
struct WordTable: Sendable {
  private var words: Interner
  /// Per word: its first element; further ones, which are few, stand in `more`, in order.
  private var first: [UInt32] = []
  private var last: [UInt32] = []
  private var more: [UInt32: [UInt32]] = [:]

  init(capacity: Int = 16) { words = Interner(capacity: capacity) }

  mutating func add(_ word: Span<UInt8>, _ element: UInt32) {
    let number = words.intern(word)
    if Int(number) == first.count {
      first.append(element)
      last.append(element)
    } else if last[Int(number)] != element {
      // Elements come one after the other, so that only the last can come again.
      last[Int(number)] = element
      more[number, default: []].append(element)
    }
  }

  /// The elements of a word in the order in which they were added, or nil where there is none.
  func find(_ word: Span<UInt8>) -> [UInt32]? {
    words.find(word).map { [first[Int($0)]] + (more[$0] ?? []) }
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
