import Buffers
import Glibc

/// Tells in which of the known languages a comment is written, by what its words cost in each.
///
/// Words are scored one by one (`scores`), so that a cache can hold the result; a comment's language follows from their sum:
/// one addition of a vector a word. A class: it is shared by all workers and never changes.
public final class LanguageIdentifier: Sendable {
  /// So many words of a comment decide, so that a sum of their scores fits 16 bits.
  public static let maximumWords = 64

  /// The length of evidence is stretched, since neighbouring words are not independent; found on development texts.
  private static let temperature: Float = 1.8
  /// How much likelier an understood language is than another known one, in nats.
  ///
  /// A firm that runs voc has customers who write in them. Found on development texts.
  private static let prior: Float = 0.15
  /// What a share of a probability is counted in.
  private static let unit: Float = 1_048_576

  private let table: LanguageTable
  private let languages: [Language?]
  private let priors: SIMD16<Int16>
  /// By how much a lane stays behind the best one: its share, in parts of the best one's.
  private let shares: [Int32]

  /// Makes an identifier of a counted table.
  public init(table: LanguageTable) {
    self.table = table
    languages = table.codes.map { Language(code: $0) }
    let scale = Float(LanguageTable.scale)
    var priors = SIMD16<Int16>.zero
    for lane in languages.indices where languages[lane] != nil { priors[lane] = Int16(Self.prior * scale) }
    // Lanes without a language never win.
    for lane in languages.count..<LanguageTable.otherLane { priors[lane] = Int16.min / 2 }
    self.priors = priors
    var shares: [Int32] = []
    var share: Float = 1
    while share * Self.unit >= 1 {
      share = exp(-Float(shares.count) / (scale * Self.temperature))
      shares.append(Int32((share * Self.unit).rounded()))
    }
    self.shares = shares
  }

  /// How likely a folded word is in each language: 0 in the likeliest, else the distance to it in sixteenths of a nat, at
  /// least −127, so that one odd word can't decide; the last lane is any other language.
  ///
  /// Words with digits say nothing. Letters typed three times or more count once. About 1 µs: put a cache in front of it.
  public func scores(ofWord word: Span<UInt8>) -> SIMD16<Int8> {
    let letters = LanguageWord.normalized(word)
    guard !letters.isEmpty else { return .zero }
    let known = table.find(LetterSequence.wordKey(letters.span))
    let costs =
      known?.widened
      ?? LetterSequence.costs(ofWord: letters.span, unknown: table.unknownLetter) { table.find($0) }
    let limit = SIMD16<UInt16>(repeating: UInt16(LanguageTable.maximumCost))
    return 0 &- SIMD16<Int8>(truncatingIfNeeded: costs.replacing(with: limit, where: costs .> limit))
  }

  /// The language for a sum of the scores of at most `maximumWords` words, and its probability in thousandths.
  ///
  /// Nil where another language, or none of the known ones, is the likeliest. Without any word the probability is 0. About 20 ns.
  public func decide(_ sum: SIMD16<Int16>, wordCount: Int) -> (language: Language?, confidence: Int32) {
    guard wordCount > 0 else { return (nil, 0) }
    let scores = sum &+ priors
    let best = scores.max()
    var total: Int32 = 0
    var bestLane = LanguageTable.otherLane
    for lane in 0..<LanguageTable.lanes {
      let distance = Int(best) - Int(scores[lane])
      if distance == 0 { bestLane = lane }
      if distance < shares.count { total += shares[distance] }
    }
    let confidence = Int32((1000 * Self.unit / Float(total)).rounded())
    return (bestLane < languages.count ? languages[bestLane] : nil, confidence)
  }
}

/// A word as language samples and comments are compared.
public enum LanguageWord {
  /// The folded word with letters that stand three times or more in a row once; empty where it has digits.
  public static func normalized(_ word: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(word.count)
    var last: Unicode.Scalar?
    var run = 0
    var offset = 0
    while offset < word.count {
      let (scalar, length) = word.scalar(at: offset)
      offset += length
      if scalar.value >= 0x30, scalar.value <= 0x39 { return [] }
      run = scalar == last ? run + 1 : 1
      last = scalar
      if run == 3 {
        // The second of the run goes as well.
        while let byte = result.popLast(), byte & 0xc0 == 0x80 {}
      }
      if run < 3 { result.append(scalar: scalar) }
    }
    return result
  }
}
