internal import Buffers
import Glibc

/// The probability of a word in each known language: a mixture of word frequencies and a character model.
///
/// The character model is an interpolated 4-gram with Witten–Bell smoothing (Witten & Bell 1991; Chen & Goodman 1998); the word
/// model takes the frequency of the word of rank r as 1 / (r + 2.7) (Zipf–Mandelbrot). Both are counted at start from the samples.
struct LanguageModel: Sendable {
  /// Lanes of a score vector: languages, and the last lane for all others.
  static let lanes = 16
  static let otherLane = lanes - 1
  /// Scores are kept in this many parts of a nat.
  static let scale: Float = 64

  /// The share of a sample's probability that its listed words have together.
  private static let wordShare: Float = 0.6
  /// What a letter costs in a language that is none of the known ones, in nats: between a language's own text (about 2.2) and
  /// text of another language with the same letters (about 3.8).
  private static let otherCostPerLetter: Float = 4
  /// Letters of context.
  private static let order = 4
  /// Size of the alphabet for the distribution below single letters.
  private static let alphabet: Float = 200

  private var words = Interner(capacity: 16_384)
  private var wordProbability: [SIMD16<Float>] = []
  private var grams = GramTable()

  let codes: [String]

  init(samples: [LanguageSample], tokenizer: Tokenizer) {
    precondition(samples.count < Self.lanes, "at most \(Self.lanes - 1) languages fit a score vector")
    codes = samples.map(\.code)
    var tokenizer = tokenizer
    var tokens = TokenBuffer()
    for (lane, sample) in samples.enumerated() {
      var total: Float = 0
      var counts: [(UInt32, Float)] = []
      func add(_ text: String, weight: Float) {
        let bytes = Array(text.utf8)
        tokenizer.tokenize(bytes.span, into: &tokens)
        for index in 0..<tokens.count where tokens[index].kind == .word {
          let form = tokens.form(index)
          counts.append((words.intern(form.span), weight))
          total += weight
          grams.count(form.span, lane: lane, weight: max(1, weight))
        }
      }
      for (rank, word) in sample.words.enumerated() { add(word, weight: 100 / (Float(rank) + 2.7)) }
      for sentence in sample.sentences { add(sentence, weight: 0.25) }
      while wordProbability.count < words.count { wordProbability.append(.zero) }
      for (number, weight) in counts { wordProbability[Int(number)][lane] += weight / total }
    }
  }

  /// The log probability of a folded word in each language, in 1/64 nat.
  ///
  /// About 2 µs: put a cache in front of it.
  func score(_ word: Span<UInt8>) -> SIMD16<Int16> {
    let (characters, letterCount) = grams.logProbability(word, alphabet: Self.alphabet)
    var probability = SIMD16<Float>.zero
    if let number = words.find(word) { probability = wordProbability[Int(number)] }
    var result = SIMD16<Int16>.zero
    for lane in 0..<codes.count {
      let mixed = Self.wordShare * probability[lane] + (1 - Self.wordShare) * exp(characters[lane])
      let nats = max(-400, mixed > 0 ? log(mixed) : characters[lane])
      result[lane] = Int16((nats * Self.scale).rounded())
    }
    for lane in codes.count..<Self.lanes { result[lane] = Int16.min / 2 }
    let other = max(-400, -Self.otherCostPerLetter * Float(letterCount + 1))
    result[Self.otherLane] = Int16((other * Self.scale).rounded())
    return result
  }
}

/// Counts of letter sequences of up to four letters in each language.
struct GramTable: Sendable {
  /// Sequence → position in the arrays below, +1; 0 is empty.
  private var slots = [UInt64](repeating: 0, count: 1 << 17)
  private var numbers = [UInt32](repeating: 0, count: 1 << 17)
  private var used = 0
  /// Count of the sequence.
  private var counts: [SIMD16<Float>] = []
  /// Of the sequence as a context: counts of all letters after it, and how many different letters.
  private var totals: [SIMD16<Float>] = []
  private var kinds: [SIMD16<Float>] = []

  private static let boundary: UInt64 = 0x20

  /// Adds a word, with a boundary before and after it.
  mutating func count(_ word: Span<UInt8>, lane: Int, weight: Float) {
    var history = Self.boundary
    var offset = 0
    while offset <= word.count {
      let letter: UInt64
      if offset == word.count {
        letter = Self.boundary
        offset += 1
      } else {
        let (scalar, length) = word.scalar(at: offset)
        letter = UInt64(scalar.value & 0xffff)
        offset += length
      }
      // Contexts of three, two, one and no letters; a context shorter than asked for is the same one and counted once.
      var width = 3
      while width >= 0 {
        let mask: UInt64 = width == 0 ? 0 : (1 << (UInt64(width) * 16)) - 1
        let context = history & mask
        if width == 0 || context >> (UInt64(width - 1) * 16) != 0 {
          let gram = number(context << 16 | letter, width: width + 1)
          let parent = number(context, width: width)
          if counts[gram][lane] == 0 { kinds[parent][lane] += 1 }
          counts[gram][lane] += weight
          totals[parent][lane] += weight
        }
        width -= 1
      }
      history = history << 16 | letter
    }
  }

  /// Natural logarithm of the word's probability in each language, and its number of letters.
  func logProbability(_ word: Span<UInt8>, alphabet: Float) -> (SIMD16<Float>, Int) {
    var sum = SIMD16<Float>.zero
    var history = Self.boundary
    var letters = 0
    var offset = 0
    while offset <= word.count {
      let letter: UInt64
      if offset == word.count {
        letter = Self.boundary
        offset += 1
      } else {
        let (scalar, length) = word.scalar(at: offset)
        letter = UInt64(scalar.value & 0xffff)
        offset += length
        letters += 1
      }
      var probability = SIMD16<Float>(repeating: 1 / alphabet)
      for width in 0...3 {
        let mask: UInt64 = width == 0 ? 0 : (1 << (UInt64(width) * 16)) - 1
        let context = history & mask
        guard width == 0 || context >> (UInt64(width - 1) * 16) != 0 else { break }
        guard let parent = find(context, width: width) else { break }
        let total = totals[parent]
        let kind = kinds[parent]
        let seen = total .> 0
        let count = find(context << 16 | letter, width: width + 1).map { counts[$0] } ?? .zero
        let interpolated = (count + kind * probability) / (total + kind)
        probability.replace(with: interpolated, where: seen)
      }
      for lane in 0..<16 { sum[lane] += log(probability[lane]) }
      history = history << 16 | letter
    }
    return (sum, letters)
  }

  /// Sequences of different widths have different keys: the width is mixed in above the letters.
  private func slot(_ sequence: UInt64, _ width: Int) -> (Int, UInt64) {
    let key = (sequence &* 5 &+ UInt64(width)) | 1 << 63
    return (Int(truncatingIfNeeded: mix64(key, 0x9e37_79b9_7f4a_7c15)) & (slots.count - 1), key)
  }

  private func find(_ sequence: UInt64, width: Int) -> Int? {
    var (slot, key) = slot(sequence, width)
    while slots[slot] != 0 {
      if slots[slot] == key { return Int(numbers[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func number(_ sequence: UInt64, width: Int) -> Int {
    if used * 4 > slots.count * 3 { grow() }
    var (slot, key) = slot(sequence, width)
    while slots[slot] != 0 {
      if slots[slot] == key { return Int(numbers[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = key
    numbers[slot] = UInt32(counts.count)
    used += 1
    counts.append(.zero)
    totals.append(.zero)
    kinds.append(.zero)
    return counts.count - 1
  }

  private mutating func grow() {
    let old = zip(slots, numbers).filter { $0.0 != 0 }
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    numbers = [UInt32](repeating: 0, count: slots.count)
    for (key, number) in old {
      var slot = Int(truncatingIfNeeded: mix64(key, 0x9e37_79b9_7f4a_7c15)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = key
      numbers[slot] = number
    }
  }
}
