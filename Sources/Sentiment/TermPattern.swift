internal import Text

/// How one word of a term may be written in a comment.
struct WordPattern: Hashable, Sendable {
  enum Mode: UInt8, Sendable, Comparable {
    // In the order in which the more specific one wins.
    case form, stem, prefix, suffix
    static func < (a: Mode, b: Mode) -> Bool { a.rawValue < b.rawValue }
  }

  var mode: Mode
  /// Folded; without the sign of the mode.
  var form: [UInt8]
}

/// A term as a sequence of words, each with its ways of being written, and gaps.
struct TermPattern: Sendable {
  enum Element: Hashable, Sendable {
    case word([WordPattern])
    /// Up to `maximumGap` further words.
    case gap

    /// The ways of writing the word; none for a gap.
    var words: [WordPattern] {
      switch self {
      case .word(let words): words
      case .gap: []
      }
    }
  }

  static let maximumGap = 2
  private static let minimumPrefixLetters = 3
  private static let minimumSuffixLetters = 4

  var elements: [Element] = []

  /// How many words a match has at least.
  var wordCount: Int { elements.count { $0 != .gap } }

  /// Whether it is an emoji or emoticon rather than words.
  var isSymbol: Bool {
    guard elements.count == 1, case .word(let words) = elements[0], let form = words.first?.form else { return false }
    let first = String(decoding: form, as: UTF8.self).unicodeScalars.first
    return first.map { !$0.properties.isAlphabetic && !($0.value >= 0x30 && $0.value <= 0x39) } ?? false
  }

  /// Reads a term as written in a lexicon; nil comes with the mistake.
  static func parse(_ term: String, tokenizer: inout Tokenizer) -> Result<TermPattern, LexiconMistake> {
    var pattern = TermPattern()
    for part in term.split(separator: " ") {
      if part == "~" {
        guard let last = pattern.elements.last, last != .gap else {
          return .failure(LexiconMistake("a gap '~' stands between two words only"))
        }
        pattern.elements.append(.gap)
        continue
      }
      let alternatives = part.split(separator: "|", omittingEmptySubsequences: false)
      if alternatives.count == 1, let elided = splitElision(alternatives[0]) {
        for word in elided {
          switch Self.word(word, &tokenizer) {
          case .success(let words): pattern.elements.append(.word(words))
          case .failure(let mistake): return .failure(mistake)
          }
        }
        continue
      }
      var words: [WordPattern] = []
      for alternative in alternatives {
        if splitElision(alternative) != nil {
          return .failure(
            LexiconMistake(
              "'\(alternative)' is two words: an elided word can't be one of several, give it a line of its own"))
        }
        switch Self.word(alternative, &tokenizer) {
        case .success(let more): words += more
        case .failure(let mistake): return .failure(mistake)
        }
      }
      pattern.elements.append(.word(words))
    }
    if pattern.elements.last == .gap { return .failure(LexiconMistake("a gap '~' stands between two words only")) }
    return .success(pattern)
  }

  /// `d'accord` is two words: `d'` in this very form, and `accord` in the mode of the whole.
  private static func splitElision(_ text: Substring) -> [Substring]? {
    guard let apostrophe = text.firstIndex(where: { $0 == "'" || $0 == "’" }), apostrophe > text.startIndex,
      text[text.index(before: apostrophe)].isLetter, text[text.index(after: apostrophe)...].first?.isLetter == true
    else { return nil }
    let isExact = text.hasPrefix("=")
    let head = text[...apostrophe]
    let tail = text[text.index(after: apostrophe)...]
    let first = isExact ? head : "=" + head
    return [first, isExact ? "=" + tail : tail]
  }

  private static func word(_ text: Substring, _ tokenizer: inout Tokenizer) -> Result<[WordPattern], LexiconMistake> {
    var mode = WordPattern.Mode.stem
    var word = text
    if word.hasPrefix("="), word.count > 1 {
      mode = .form
      word = word.dropFirst()
    } else if word.hasPrefix("*"), word.count > 1 {
      mode = .suffix
      word = word.dropFirst()
    } else if word.hasSuffix("*"), word.count > 1 {
      mode = .prefix
      word = word.dropLast()
    }
    guard !word.isEmpty else { return .failure(LexiconMistake("a word of the term is empty")) }
    if mode == .prefix, word.count < minimumPrefixLetters {
      return .failure(
        LexiconMistake("'\(text)' is too short: \(minimumPrefixLetters) letters at least before the star"))
    }
    if mode == .suffix, word.count < minimumSuffixLetters {
      return .failure(LexiconMistake("'\(text)' is too short: \(minimumSuffixLetters) letters at least after the star"))
    }
    let form = tokenizer.fold(String(word))
    // A word that ends in an apostrophe is typed with a blank behind it as well, and then has lost the apostrophe.
    if form.last == 0x27, form.count > 1 {
      return .success([WordPattern(mode: .form, form: form), WordPattern(mode: .form, form: Array(form.dropLast()))])
    }
    return .success([WordPattern(mode: mode, form: form)])
  }
}

/// What is wrong with a term.
struct LexiconMistake: Error {
  var message: String
  init(_ message: String) { self.message = message }
}
