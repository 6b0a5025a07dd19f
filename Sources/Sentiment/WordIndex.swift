internal import Buffers
internal import Text

/// Which words of a lexicon a written word may be: by its form, its stem, its beginning, its end.
struct WordIndex: Sendable {
  private var forms: WordTable
  private var stems: WordTable
  private var prefixes = WordTable()
  private var suffixes = WordTable()
  /// Forms and stems with accents taken off, for words typed without them; empty where accents are not optional.
  private var plainForms = WordTable()
  private var plainStems = WordTable()
  /// Words with accents have so many letters at least there; nil where accents are not optional.
  private let minimumPlainLetters: Int?

  /// Begins an index of a lexicon of about `capacity` terms.
  init(language: Language?, capacity: Int) {
    forms = WordTable(capacity: capacity)
    stems = WordTable(capacity: capacity)
    minimumPlainLetters = Accents.minimumLetters(in: language)
  }

  /// Files word number `word` of the lexicon.
  ///
  /// - Parameter stem: of the form; any where the mode does not compare stems.
  mutating func add(_ form: Span<UInt8>, stem: [UInt8], _ mode: WordMode, _ word: UInt32) {
    switch mode {
    case .form:
      forms.add(form, word)
      addPlain(form, word)
    case .stem:
      stems.add(stem.span, word)
      if let minimumPlainLetters, let plain = Accents.removed(from: stem), plain.count >= minimumPlainLetters {
        plainStems.add(plain.span, word)
      }
      addPlain(form, word)
    case .prefix: prefixes.add(form, word)
    case .suffix: suffixes.add(stem.span, word)
    }
  }

  private mutating func addPlain(_ form: Span<UInt8>, _ word: UInt32) {
    guard let minimumPlainLetters, let plain = Accents.removed(from: [UInt8](copying: form)),
      plain.count >= minimumPlainLetters
    else { return }
    plainForms.add(plain.span, word)
  }

  /// Numbers of the words that a folded word may be, the most specific way of writing first; empty where there is none.
  func words(of word: [UInt8], stem: [UInt8]) -> [UInt32] {
    var found: [UInt32] = []
    func add(_ words: [UInt32]?) {
      for word in words ?? [] where !found.contains(word) { found.append(word) }
    }
    add(forms.find(word.span))
    add(stems.find(stem.span))
    if found.isEmpty, minimumPlainLetters != nil, word.allSatisfy({ $0 < 0x80 }) {
      add(plainForms.find(word.span))
      add(plainStems.find(stem.span))
    }
    for length in stride(from: word.count, to: 2, by: -1) where isBoundary(word, length) {
      add(prefixes.find(word.span.extracting(0..<length)))
    }
    for start in 1..<max(1, stem.count) where isBoundary(stem, start) {
      add(suffixes.find(stem.span.extracting(start..<stem.count)))
    }
    return found
  }

  private func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    offset >= bytes.count || bytes[offset] & 0xc0 != 0x80
  }
}

/// Forms, stems, beginnings or ends, and which words of the lexicon each stands for.
private struct WordTable: Sendable {
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
