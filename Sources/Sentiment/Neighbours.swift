/// The bit of 64 that stands for a word of a lexicon in sets of words: that two sets share none is known without a look at the words.
enum WordBit {
  @inline(__always)
  static func of(_ word: UInt32) -> UInt64 { 1 &<< UInt64(word) }
}

/// Which words stand beside a lexeme in its phrases, by the side on which they are looked for: their bits.
struct Neighbours: Sendable, BitwiseCopyable {
  var next: UInt64 = 0
  var previous: UInt64 = 0
  var behindGap: UInt64 = 0
  var beforeGap: UInt64 = 0

  /// Adds the bit of a word.
  mutating func insert(_ bit: UInt64, _ side: PhraseIndex.Candidate.Side) {
    switch side {
    case .next: next |= bit
    case .previous: previous |= bit
    case .behindGap: behindGap |= bit
    case .beforeGap: beforeGap |= bit
    }
  }

  /// Whether there is no phrase.
  @inline(__always)
  var isEmpty: Bool { next | previous | behindGap | beforeGap == 0 }
}
