internal import Buffers
internal import Text

/// How one word of a term may be written in a comment.
enum WordMode: UInt8, Sendable {
  // In the order in which the more specific one wins.
  case form, stem, prefix, suffix
}

/// A term as a sequence of words, each with its ways of being written, and gaps; read from its row into buffers that are
/// used again for the next term.
struct TermPattern: ~Copyable {
  static let maximumGap = 2
  private static let minimumPrefixLetters = 3
  private static let minimumSuffixLetters = 4

  /// Folded forms of all words of all elements, without the signs of their modes.
  private(set) var forms = ByteStrings()
  /// How each of them is written.
  private(set) var modes: [WordMode] = []
  /// Per element: one past its last word; a gap has none.
  private var ends: [Int] = []
  /// What is wrong with the term that was read last.
  private var mistake: String?

  init() {}

  /// How many elements there are, gaps included.
  var count: Int { ends.count }

  /// The words that may stand at an element; empty for a gap of up to `maximumGap` further words.
  func words(_ element: Int) -> Range<Int> { (element == 0 ? 0 : ends[element - 1])..<ends[element] }

  /// How many words a match has at least.
  var wordCount: Int {
    var count = 0
    for element in ends.indices where !words(element).isEmpty { count += 1 }
    return count
  }

  /// Whether it is an emoji or emoticon rather than words.
  var isSymbol: Bool {
    guard count == 1, !forms.isEmpty else { return false }
    let first = forms.bytes.span.extracting(forms.range(0)).firstScalar
    return first.map { !$0.properties.isAlphabetic && !($0.value >= 0x30 && $0.value <= 0x39) } ?? false
  }

  /// Replaces the pattern by a term as written in a lexicon; gives what is wrong with it, or nil.
  mutating func read(_ term: Span<UInt8>, _ tokenizer: inout Tokenizer) -> String? {
    forms.removeAll()
    modes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    mistake = nil
    var start = 0
    while start < term.count, mistake == nil {
      if term[start] == 0x20 {
        start += 1
        continue
      }
      let end = term.firstIndex(of: 0x20, from: start) ?? term.count
      readElement(term.extracting(start..<end), &tokenizer)
      start = end
    }
    if mistake == nil, isGapLast { mistake = Self.misplacedGap }
    return mistake
  }

  private static let misplacedGap = "a gap '~' stands between two words only"

  private var isGapLast: Bool { !ends.isEmpty && words(ends.count - 1).isEmpty }

  private mutating func readElement(_ part: Span<UInt8>, _ tokenizer: inout Tokenizer) {
    if part.count == 1, part[0] == UInt8(ascii: "~") {
      if ends.isEmpty || isGapLast { mistake = Self.misplacedGap }
      ends.append(forms.count)
      return
    }
    guard let bar = part.firstIndex(of: UInt8(ascii: "|")) else {
      if let tail = Self.tailOfElision(part) { return readElision(part, tail, &tokenizer) }
      readWord(part, &tokenizer)
      ends.append(forms.count)
      return
    }
    var start = 0
    var end = bar
    while mistake == nil {
      let alternative = part.extracting(start..<end)
      if Self.tailOfElision(alternative) != nil {
        mistake =
          "'\(alternative.text)' is two words: an elided word can't be one of several, give it a line of its own"
        return
      }
      readWord(alternative, &tokenizer)
      if end == part.count { break }
      start = end + 1
      end = part.firstIndex(of: UInt8(ascii: "|"), from: start) ?? part.count
    }
    ends.append(forms.count)
  }

  /// `d'accord` is two words: `d'` in this very form, and `accord` in the mode of the whole.
  private mutating func readElision(_ text: Span<UInt8>, _ tail: Int, _ tokenizer: inout Tokenizer) {
    let isExact = text[0] == UInt8(ascii: "=")
    let head = text.extracting((isExact && tail > 1 ? 1 : 0)..<tail)
    addWord(head, .form, &tokenizer)
    ends.append(forms.count)
    if isExact {
      addWord(text.extracting(tail..<text.count), .form, &tokenizer)
    } else {
      readWord(text.extracting(tail..<text.count), &tokenizer)
    }
    ends.append(forms.count)
  }

  /// Where the second of two words begins that an apostrophe between letters joins, or nil.
  private static func tailOfElision(_ text: Span<UInt8>) -> Int? {
    for index in text.indices {
      let length: Int
      if text[index] == 0x27 {
        length = 1
      } else if text[index] == 0xe2, index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] == 0x99 {
        length = 3
      } else {
        continue
      }
      guard let before = text.extracting(0..<index).lastScalar,
        let after = text.extracting((index + length)..<text.count).firstScalar,
        before.properties.isAlphabetic, after.properties.isAlphabetic
      else { return nil }
      return index + length
    }
    return nil
  }

  private mutating func readWord(_ text: Span<UInt8>, _ tokenizer: inout Tokenizer) {
    let star = UInt8(ascii: "*")
    var mode = WordMode.stem
    var word = text
    if text.count > 1 {
      if text[0] == UInt8(ascii: "=") {
        mode = .form
        word = text.extracting(1..<text.count)
      } else if text[0] == star {
        mode = .suffix
        word = text.extracting(1..<text.count)
      } else if text[text.count - 1] == star {
        mode = .prefix
        word = text.extracting(0..<(text.count - 1))
      }
    }
    if word.isEmpty {
      mistake = "a word of the term is empty"
    } else if mode == .prefix, word.scalarCount < Self.minimumPrefixLetters {
      mistake = "'\(text.text)' is too short: \(Self.minimumPrefixLetters) letters at least before the star"
    } else if mode == .suffix, word.scalarCount < Self.minimumSuffixLetters {
      mistake = "'\(text.text)' is too short: \(Self.minimumSuffixLetters) letters at least after the star"
    } else {
      addWord(word, mode, &tokenizer)
    }
  }

  private mutating func addWord(_ word: Span<UInt8>, _ mode: WordMode, _ tokenizer: inout Tokenizer) {
    if tokenizer.isFolded(word) {
      forms.append(word)
      modes.append(mode)
      return
    }
    let form = tokenizer.fold(word.text)
    // A word that ends in an apostrophe is typed with a blank behind it as well, and then has lost the apostrophe.
    guard form.last == 0x27, form.count > 1 else {
      forms.append(form)
      modes.append(mode)
      return
    }
    forms.append(form)
    forms.append(form.span.extracting(0..<(form.count - 1)))
    modes += [.form, .form]
  }
}

extension Span<UInt8> {
  /// How many code points begin here.
  fileprivate var scalarCount: Int {
    var count = 0
    for index in indices where self[index] & 0xc0 != 0x80 { count += 1 }
    return count
  }

  fileprivate var firstScalar: Unicode.Scalar? {
    var length = 1
    while length < count, self[length] & 0xc0 == 0x80 { length += 1 }
    return isEmpty ? nil : extracting(0..<length).text.unicodeScalars.first
  }

  fileprivate var lastScalar: Unicode.Scalar? {
    var start = count - 1
    while start > 0, self[start] & 0xc0 == 0x80 { start -= 1 }
    return isEmpty ? nil : extracting(start..<count).text.unicodeScalars.first
  }
}
