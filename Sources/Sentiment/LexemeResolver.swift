internal import Buffers
internal import Text

/// Finds which words of the lexicon a comment's word may be: by its form, its stem, its beginning, its end.
///
/// Costs microseconds, so `Vocabulary` keeps the results. One a worker and language, since stemmers are not thread-safe.
struct LexemeResolver: ~Copyable {
  let lexicon: CompiledLexicon
  private let stemmer: Stemmer?

  init(_ lexicon: CompiledLexicon) {
    self.lexicon = lexicon
    if let language = lexicon.language { stemmer = Stemmer(language) } else { stemmer = nil }
  }

  /// Numbers of the lexicon's words, the most specific way of writing first; empty where there is none.
  func words(of word: [UInt8]) -> [UInt32] {
    var found = lookUp(word)
    if found.isEmpty, let shorter = Self.unstretched(word, keeping: 2) {
      found = lookUp(shorter)
      if found.isEmpty, let shortest = Self.unstretched(word, keeping: 1) { found = lookUp(shortest) }
    }
    return found
  }

  private func lookUp(_ word: [UInt8]) -> [UInt32] {
    var found: [UInt32] = []
    func add(_ words: [UInt32]?) {
      for word in words ?? [] where !found.contains(word) { found.append(word) }
    }
    add(lexicon.forms.find(word.span))
    let stem = stem(word)
    add(lexicon.stems.find(stem.span))
    if found.isEmpty, Accents.areOptional(in: lexicon.language), word.allSatisfy({ $0 < 0x80 }) {
      add(lexicon.plainForms.find(word.span))
      add(lexicon.plainStems.find(stem.span))
    }
    for length in stride(from: word.count, to: 2, by: -1) where isBoundary(word, length) {
      add(lexicon.prefixes.find(word.span.extracting(0..<length)))
    }
    for start in 1..<max(1, stem.count) where isBoundary(stem, start) {
      add(lexicon.suffixes.find(stem.span.extracting(start..<stem.count)))
    }
    return found
  }

  private func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    offset >= bytes.count || bytes[offset] & 0xc0 != 0x80
  }

  private func stem(_ word: [UInt8]) -> [UInt8] {
    switch stemmer {
    case .some(let stemmer): stemmer.stem(word)
    case .none: word
    }
  }

  /// The word with letters that stand three times in a row cut to `keeping`, or nil where there are none.
  static func unstretched(_ word: [UInt8], keeping: Int) -> [UInt8]? {
    let scalars = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
    var result = String.UnicodeScalarView()
    var changed = false
    var index = 0
    while index < scalars.count {
      var end = index + 1
      while end < scalars.count, scalars[end] == scalars[index] { end += 1 }
      let run = end - index
      let kept = run >= 3 ? keeping : run
      changed = changed || kept != run
      for _ in 0..<kept { result.append(scalars[index]) }
      index = end
    }
    return changed ? Array(String(result).utf8) : nil
  }
}
