internal import Buffers
public import Text

/// Counts samples of languages into a table of costs.
///
/// What the table would say without an entry is left out of it, as far as the difference is small.
public struct LanguageTableBuilder: Sendable {
  /// Of the lanes, in their order.
  public let codes: [String]
  private var entries: [UInt64: SIMD16<UInt8>] = [:]
  private var unknownLetter = SIMD16<UInt16>.zero

  /// The weight of the frequency of words against that of letters.
  private static let wordShare: Float = 0.6
  /// What a letter costs in a language that is none of the known ones, in nats: between a language's own text (about 2.2) and
  /// text of another language with the same letters (about 3.8), and a little above for names and slips.
  private static let otherCost: Float = 4.5
  /// Differences that are left out, in sixteenths of a nat.
  private static let tolerance = (letters: UInt16(12), contexts: UInt16(6), words: UInt16(12))

  /// Counts samples, at most 15; the first ones are the languages that are understood.
  public init(_ samples: [LanguageSample]) {
    precondition(samples.count < LanguageTable.lanes, "at most \(LanguageTable.lanes - 1) languages fit a vector")
    codes = samples.map(\.code)
    let words = WordCounts(samples)
    let letters = LetterCounts(
      words, shares: samples.map { sample in sample.sharedLetters.compactMap { code in codes.firstIndex(of: code) } })
    addLetters(letters)
    addWords(words, letters)
  }

  /// The table itself.
  public func table() -> LanguageTable {
    let bytes = serialized()
    return LanguageTable(
      codes: codes, costs: ConstantBytes(copying: bytes.costs), tags: ConstantBytes(copying: bytes.tags))
  }

  /// The bytes of the table's slots: all of them below 128.
  public func serialized() -> (costs: [UInt8], tags: [UInt8]) {
    var slots = 64
    while slots * 3 < entries.count * 4 { slots *= 2 }
    var costs = [UInt8](repeating: 0, count: slots * LanguageTable.lanes)
    var tags = [UInt8](repeating: 0, count: slots * LanguageTable.tagBytes)
    // The order decides which of two entries stands first: by key, the same for every build.
    for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
      var slot = LanguageTable.slot(key, slots - 1)
      while tags[slot * 3] | tags[slot * 3 + 1] | tags[slot * 3 + 2] != 0 { slot = (slot + 1) & (slots - 1) }
      let tag = LanguageTable.tag(key)
      for index in 0..<LanguageTable.tagBytes {
        tags[slot * LanguageTable.tagBytes + index] = UInt8(tag >> UInt32(7 * index) & 0x7f)
      }
      for lane in 0..<LanguageTable.lanes { costs[slot * LanguageTable.lanes + lane] = entry[lane] }
    }
    return (costs, tags)
  }

  /// Costs of probabilities, with that of any other language, above the cheapest.
  private static func costs(_ logarithms: SIMD16<Float>, other: Float) -> SIMD16<UInt16> {
    var all = logarithms
    all[LanguageTable.otherLane] = -other
    let distances = (SIMD16<Float>(repeating: all.max()) - all) * Float(LanguageTable.scale)
    let limit = SIMD16<Float>(repeating: Float(LanguageTable.maximumCost))
    return SIMD16<UInt16>(distances.replacing(with: limit, where: distances .> limit), rounding: .toNearestOrEven)
  }

  private mutating func add(_ key: UInt64, _ costs: SIMD16<UInt16>) {
    entries[key] = SIMD16<UInt8>(truncatingIfNeeded: costs)
  }

  private func find(_ key: UInt64) -> SIMD16<UInt8>? { entries[key] }

  private mutating func addLetters(_ counts: LetterCounts) {
    let unknown = SIMD16<Float>(repeating: 1 / LetterCounts.alphabet)
    unknownLetter = Self.costs(logarithm(unknown), other: Self.otherCost)
    add(LetterSequence.unknownKey, unknownLetter)
    for (letters, width) in counts.sequences where width > 1 && width < LetterSequence.maximumWidth {
      guard let share = counts.unseenShare(letters, width: width) else { continue }
      let distances = logarithm(share) * -Float(LanguageTable.scale)
      let costs = SIMD16<UInt16>(distances, rounding: .toNearestOrEven)
      // The lane of other languages stays as it is, so these costs are no distances to the cheapest.
      if costs.max() > Self.tolerance.contexts {
        add(LetterSequence.contextKey(letters), costs)
      }
    }
    for (letters, width) in counts.sequences {
      let costs = Self.costs(logarithm(counts.probability(letters, width: width)), other: Self.otherCost)
      let known = LetterSequence.cost(letters, width: width, unknown: unknownLetter, find: find)
      if Self.distance(LetterSequence.relative(known), costs) > Self.tolerance.letters {
        add(LetterSequence.key(letters), costs)
      }
    }
  }

  private mutating func addWords(_ words: WordCounts, _ letters: LetterCounts) {
    for number in 0..<words.words.count {
      let word = words.words.strings.bytes.span.extracting(words.words.strings.range(number))
      let share = words.counts[number] * (Self.wordShare / WordCounts.total)
      let probability = share + (1 - Self.wordShare) * exponential(letters.logProbability(ofWord: word))
      var letterCount = 0
      LetterSequence.forEach(in: word) { _, _ in letterCount += 1 }
      let costs = Self.costs(logarithm(probability), other: Self.otherCost * Float(letterCount))
      let known = LetterSequence.costs(ofWord: word, unknown: unknownLetter, find: find)
      if Self.distance(known, costs) > Self.tolerance.words { add(LetterSequence.wordKey(word), costs) }
    }
  }

  /// By how much two vectors differ where it matters: costs above the limit are all the same.
  private static func distance(_ a: SIMD16<UInt16>, _ b: SIMD16<UInt16>) -> UInt16 {
    let limit = SIMD16<UInt16>(repeating: UInt16(LanguageTable.maximumCost))
    let left = a.replacing(with: limit, where: a .> limit)
    let right = b.replacing(with: limit, where: b .> limit)
    return (left &- right).replacing(with: right &- left, where: right .> left).max()
  }
}
