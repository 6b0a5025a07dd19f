internal import Buffers
internal import Text

/// How often each word stands in the samples of each language.
///
/// The frequency of the listed word of rank r is taken as 1 / (r + 2.7) (Zipf–Mandelbrot); a word of a sentence counts as much as
/// one of rank 400. Words of lexicons grow with the square root of their number, so that a language's lexicon can grow without
/// the language growing likelier.
struct WordCounts {
  /// Normalized words; number n has the counts `counts[n]`.
  private(set) var words = Interner(capacity: 1 << 16)
  /// Of each word, by lane.
  private(set) var counts: [SIMD16<Float>] = []
  /// Of each word, by lane: how often its letters are counted.
  private(set) var letterCounts: [SIMD16<Float>] = []
  /// What counts are divided by for probabilities: about the count of a sample, and the same for all, so that a rare word of
  /// a small sample is not taken for a frequent one.
  static let total: Float = 1000

  private static let rankOffset: Float = 2.7
  private static let firstRank: Float = 100
  private static let sentenceWord: Float = 0.25
  private static let lexiconShare: Float = 0.5

  init(_ samples: [LanguageSample]) {
    var reader = WordReader()
    for (lane, sample) in samples.enumerated() {
      for (rank, text) in sample.words.enumerated() {
        let weight = Self.firstRank / (Float(rank) + Self.rankOffset)
        reader.forEachWord(of: text) { word in add(word, lane, weight, letters: max(1, weight)) }
      }
      for sentence in sample.sentences {
        reader.forEachWord(of: sentence) { word in add(word, lane, Self.sentenceWord, letters: 1) }
      }
      addLexicon(sample.lexiconSentences, lane, &reader)
    }
  }

  private mutating func addLexicon(_ sentences: [String], _ lane: Int, _ reader: inout WordReader) {
    var numbers = Interner()
    var counts: [Float] = []
    for sentence in sentences {
      reader.forEachWord(of: sentence) { word in
        let number = Int(numbers.intern(word))
        if number == counts.count { counts.append(0) }
        counts[number] += 1
      }
    }
    for (number, count) in counts.enumerated() {
      let weight = Self.lexiconShare * count.squareRoot()
      add(numbers.strings.copy(number).span, lane, Self.sentenceWord * weight, letters: weight)
    }
  }

  private mutating func add(_ word: Span<UInt8>, _ lane: Int, _ weight: Float, letters: Float) {
    let number = Int(words.intern(word))
    if number == counts.count {
      counts.append(.zero)
      letterCounts.append(.zero)
    }
    counts[number][lane] += weight
    letterCounts[number][lane] += letters
  }
}

/// Cuts texts into normalized words.
private struct WordReader: ~Copyable {
  private var tokenizer = Tokenizer()
  private var tokens = TokenBuffer()

  mutating func forEachWord(of text: String, _ body: (Span<UInt8>) -> Void) {
    let bytes = Array(text.utf8)
    tokenizer.tokenize(bytes.span, into: &tokens)
    for index in 0..<tokens.count where tokens[index].kind == .word {
      let word = tokens.withForm(index) { LanguageWord.normalized($0) }
      if !word.isEmpty { body(word.span) }
    }
  }
}
