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

  private func lookUp(_ word: [UInt8]) -> [UInt32] { lexicon.index.words(of: word, stem: stem(word)) }

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
