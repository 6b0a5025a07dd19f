import Glibc

/// Tells in which of the known languages a comment is written, by the probabilities of its words.
///
/// Words are scored one by one (`scores`), so that a cache can hold the result; a comment's language follows from their sum.
public struct LanguageIdentifier: Sendable {
  private let model: LanguageModel
  private let languages: [Language?]

  /// The length of evidence is stretched, since neighbouring words are not independent; found on development texts.
  private static let temperature: Float = 1.6

  /// How much likelier an understood language is than another known one, in nats.
  ///
  /// A firm that runs voc has customers who write in them. Found on development texts.
  private static let prior: Float = 0.8

  /// Counts the samples: the five languages that are understood and others that must not be taken for them.
  ///
  /// - Parameters:
  ///   - samples: at most 15.
  ///   - tokenizer: how words are folded.
  public init(samples: [LanguageSample], tokenizer: Tokenizer) {
    model = LanguageModel(samples: samples, tokenizer: tokenizer)
    languages = samples.map { Language(code: $0.code) }
  }

  /// The log probability of a folded word in each language against its likeliest one, in 1/8 nat, at least -16 nats; the last
  /// lane is any other language.
  ///
  /// About 2 µs: put a cache in front of it.
  public func scores(_ word: Span<UInt8>) -> SIMD16<Int8> {
    let scores = model.score(word)
    let best = scores.max()
    var result = SIMD16<Int8>.zero
    for lane in 0..<LanguageModel.lanes {
      result[lane] = Int8(max(-128, (Int(scores[lane]) - Int(best)) / 8))
    }
    return result
  }

  /// The language for a sum of `scores`, and the probability of it in thousandths.
  ///
  /// Nil where another language, or none of the known ones, is the likeliest. Without any word the probability is 0.
  public func decide(_ sum: SIMD16<Int32>, wordCount: Int) -> (language: Language?, confidence: Int32) {
    guard wordCount > 0 else { return (nil, 0) }
    var scores = sum
    for lane in languages.indices where languages[lane] != nil {
      scores[lane] += Int32(Self.prior * Self.temperature * LanguageModel.scale / 8)
    }
    let best = scores.max()
    var total: Float = 0
    var bestLane = LanguageModel.otherLane
    for lane in 0..<LanguageModel.lanes {
      if scores[lane] == best { bestLane = lane }
      total += exp(Float(scores[lane] - best) / (LanguageModel.scale / 8 * Self.temperature))
    }
    let confidence = Int32((1000 / total).rounded())
    return (bestLane < languages.count ? languages[bestLane] : nil, confidence)
  }
}
