import Buffers
import Glibc

/// Tells in which of the known languages a comment is written, by what its words cost in each.
///
/// Words are scored one by one (`distances`), so that a cache can hold the result; a comment's language follows from their sum:
/// `LanguageDistances`. A class: it is shared by all workers and never changes.
public final class LanguageIdentifier: Sendable {
  /// So many words of a comment decide, so that a sum of their scores fits 16 bits.
  public static let maximumWords = 64

  /// The length of evidence is stretched, since neighbouring words are not independent; found on development texts.
  private static let temperature: Float = 1.8
  /// How much likelier an understood language is than another known one, in nats.
  ///
  /// A firm that runs voc has customers who write in them. Found on development texts.
  private static let prior: Float = 0.15
  /// Farther than any sum of distances.
  private static let never = 1 << 20
  /// What a share of a probability is counted in.
  private static let unit: Float = 1_048_576

  private let table: LanguageTable
  private let languages: [Language?]
  private let priors: [Int]
  /// By how much a lane stays behind the best one: its share, in parts of the best one's.
  private let shares: [Int32]

  /// Makes an identifier of a counted table.
  public init(table: LanguageTable) {
    self.table = table
    let languages = table.codes.map { Language(code: $0) }
    self.languages = languages
    let scale = Float(LanguageTable.scale)
    // Lanes without a language never win.
    priors = (0..<LanguageTable.lanes).map { lane in
      if lane == LanguageTable.otherLane { return 0 }
      if lane >= languages.count { return -Self.never }
      return languages[lane] == nil ? 0 : Int(Self.prior * scale)
    }
    var shares: [Int32] = []
    var share: Float = 1
    while share * Self.unit >= 1 {
      share = exp(-Float(shares.count) / (scale * Self.temperature))
      shares.append(Int32((share * Self.unit).rounded()))
    }
    self.shares = shares
  }

  /// How unlikely a folded word is in each language: 0 in the likeliest, else the distance to it in sixteenths of a nat, at
  /// most 127, so that one odd word can't decide; the last lane is any other language.
  ///
  /// Words with digits say nothing. Letters typed three times or more count once. About 1 µs: put a cache in front of it.
  public func distances(ofWord word: Span<UInt8>) -> SIMD16<UInt8> {
    let letters = LanguageWord.normalized(word)
    guard !letters.isEmpty else { return .zero }
    let known = table.find(LetterSequence.wordKey(letters.span))
    let costs =
      known?.widened
      ?? LetterSequence.costs(ofWord: letters.span, unknown: table.unknownLetter) { table.find($0) }
    let limit = SIMD16<UInt16>(repeating: UInt16(LanguageTable.maximumCost))
    return SIMD16<UInt8>(truncatingIfNeeded: costs.replacing(with: limit, where: costs .> limit))
  }

  /// The language for the distances of a comment's words, and its probability in thousandths.
  ///
  /// Nil where another language, or none of the known ones, is the likeliest. Without any word the probability is 0. About 20 ns.
  public func decide(_ distances: LanguageDistances) -> (language: Language?, confidence: Int32) {
    guard distances.wordCount > 0 else { return (nil, 0) }
    var least = Int.max
    var bestLane = LanguageTable.otherLane
    for lane in 0..<LanguageTable.lanes {
      let distance = distances[lane] - priors[lane]
      // Of lanes that are alike the last: any other language rather than one of the known ones.
      if distance <= least { (least, bestLane) = (distance, lane) }
    }
    var total: Int32 = 0
    for lane in 0..<LanguageTable.lanes {
      let behind = distances[lane] - priors[lane] - least
      if behind < shares.count { total += shares[behind] }
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
