internal import Buffers
internal import Glibc
internal import Text

/// Probabilities of a letter after up to three others in each language: interpolated 4-grams with Witten–Bell smoothing.
///
/// Sources: Witten & Bell 1991; Chen & Goodman 1998.
struct LetterCounts {
  /// Sequences of letters up to the whole width, shortest first.
  private(set) var sequences: [(letters: UInt64, width: Int)] = []
  private var numbers: [Sequence: Int] = [:]
  /// Count of the sequence.
  private var counts: [SIMD16<Float>] = []
  /// Of the sequence as a context: counts of all letters after it, and how many different letters.
  private var totals: [SIMD16<Float>] = []
  private var kinds: [SIMD16<Float>] = []

  /// Size of the alphabet for the distribution below single letters.
  static let alphabet: Float = 200

  private struct Sequence: Hashable {
    var letters: UInt64
    var width: Int
  }

  /// Counts the letters of words; a lane's words count for the lanes that share its letters too.
  init(_ words: WordCounts, shares: [[Int]]) {
    for number in 0..<words.words.count {
      var weights = words.letterCounts[number]
      for (lane, others) in shares.enumerated() {
        for other in others { weights[lane] += words.letterCounts[number][other] }
      }
      let word = words.words.strings.bytes.span.extracting(words.words.strings.range(number))
      LetterSequence.forEach(in: word) { letters, width in
        for width in 1...width { count(LetterSequence.last(width, of: letters), width, weights) }
      }
    }
    sequences.sort { ($0.width, $0.letters) < ($1.width, $1.letters) }
  }

  private mutating func count(_ letters: UInt64, _ width: Int, _ weights: SIMD16<Float>) {
    let sequence = number(Sequence(letters: letters, width: width))
    if counts[sequence] == .zero { sequences.append((letters, width)) }
    let context = number(Sequence(letters: letters >> 16, width: width - 1))
    kinds[context].replace(with: kinds[context] + 1, where: (counts[sequence] .== 0) .& (weights .> 0))
    counts[sequence] += weights
    totals[context] += weights
  }

  private mutating func number(_ sequence: Sequence) -> Int {
    if let known = numbers[sequence] { return known }
    numbers[sequence] = counts.count
    counts.append(.zero)
    totals.append(.zero)
    kinds.append(.zero)
    return counts.count - 1
  }

  /// The probability of a sequence's last letter after the others.
  func probability(_ letters: UInt64, width: Int) -> SIMD16<Float> {
    var probability = SIMD16<Float>(repeating: 1 / Self.alphabet)
    for width in 1...width {
      let sequence = LetterSequence.last(width, of: letters)
      guard let context = numbers[Sequence(letters: sequence >> 16, width: width - 1)], totals[context] != .zero else {
        break
      }
      let count = numbers[Sequence(letters: sequence, width: width)].map { counts[$0] } ?? .zero
      let interpolated = (count + kinds[context] * probability) / (totals[context] + kinds[context])
      probability.replace(with: interpolated, where: totals[context] .> 0)
    }
    return probability
  }

  /// The share of a context's probability that is left for letters never seen after it; nil where it is no context.
  func unseenShare(_ letters: UInt64, width: Int) -> SIMD16<Float>? {
    guard let context = numbers[Sequence(letters: letters, width: width)], totals[context] != .zero else { return nil }
    let share = kinds[context] / (totals[context] + kinds[context])
    return SIMD16<Float>(repeating: 1).replacing(with: share, where: totals[context] .> 0)
  }

  /// The probability of a whole word, as its natural logarithm.
  func logProbability(ofWord word: Span<UInt8>) -> SIMD16<Float> {
    var sum = SIMD16<Float>.zero
    LetterSequence.forEach(in: word) { letters, width in
      sum += logarithm(probability(letters, width: width))
    }
    return sum
  }
}

/// The natural logarithm of each lane.
func logarithm(_ vector: SIMD16<Float>) -> SIMD16<Float> {
  var result = SIMD16<Float>.zero
  for lane in 0..<16 { result[lane] = log(vector[lane]) }
  return result
}

/// The exponential of each lane.
func exponential(_ vector: SIMD16<Float>) -> SIMD16<Float> {
  var result = SIMD16<Float>.zero
  for lane in 0..<16 { result[lane] = exp(vector[lane]) }
  return result
}
