internal import Buffers
internal import Text

/// What one worker has learned of the words it met: language scores, and the lexeme of each in each lexicon.
///
/// Words repeat, so that all but a few per thousand cost one look-up in a flat table here: a slot holds the word, up to 16 bytes,
/// and its lexemes in one cache line. Bounded: when full, it is emptied between two comments. Results are functions of the
/// word, so that emptying changes no output.
struct Vocabulary: ~Copyable {
  /// Of a word that satisfies no element of any term.
  static let plainLexeme: UInt32 = 0
  /// Of a hyphenated word that is not listed: its parts count.
  static let splitLexeme: UInt32 = UInt32.max - 1

  /// 16 MB a worker at most.
  private static let maximumSlots = 1 << 18
  private static let smallestSlots = 1 << 12
  private static let unknown = UInt32.max

  private struct Slot {
    var key: StringKey
    /// Bytes of the word; 0 for an empty slot, since no word is empty.
    var length: UInt32
    /// Number of its language scores, or `unknown`.
    var scores: UInt32
    /// Number in `longWords` of a word of more than 16 bytes.
    var longWord: UInt32
    /// By lexicon: the languages, then the symbols.
    var lexemes: InlineArray<6, UInt32>
  }

  private var slots: [Slot]
  private var used = 0
  private var longWords = ByteStrings()
  private var languageScores: [SIMD16<Int8>] = []
  /// What each lexeme satisfies and begins; the first is the plain word's.
  private(set) var table = [Lexeme()]
  /// Elements of all lexemes.
  private(set) var elements: [UInt32] = []
  /// Phrases of all lexemes.
  private(set) var phrases: [PhraseCandidate] = []
  /// Phrases of pairs of lexemes: those that begin with the first and go on with the second, or with a gap.
  private(set) var pairPhrases: [PhraseCandidate] = []
  /// Flat table from pairs to ranges of `pairPhrases`; key 0 is empty, since lexeme 0 begins no phrase.
  private var pairKeys = [UInt64](repeating: 0, count: 1 << 12)
  private var pairRanges = [(first: UInt32, count: UInt32)](repeating: (0, 0), count: 1 << 12)
  private var pairsUsed = 0

  private static var emptySlot: Slot {
    Slot(
      key: StringKey([UInt8]().span), length: 0, scores: unknown, longWord: unknown,
      lexemes: InlineArray(repeating: unknown))
  }

  init() {
    precondition(Language.allCases.count + 1 == 6, "a slot has room for six lexicons")
    slots = Array(repeating: Self.emptySlot, count: Self.smallestSlots)
  }

  /// Empties the table when it is full; lexemes given before are void then.
  mutating func makeRoom() {
    guard used * 4 >= Self.maximumSlots * 3 || pairPhrases.count >= 16 * Self.maximumSlots
    else { return }
    for index in slots.indices { slots[index].length = 0 }
    used = 0
    longWords.removeAll()
    languageScores.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    phrases.removeAll(keepingCapacity: true)
    pairPhrases.removeAll(keepingCapacity: true)
    for index in pairKeys.indices { pairKeys[index] = 0 }
    pairsUsed = 0
    table = [Lexeme()]
  }

  /// Reads the slots where words will be looked for, one independent of the other, so that the waits for memory
  /// overlap: measured, nine tenths of a look-up is that wait.
  ///
  /// Gives a number that depends on all of them.
  func touch(_ keys: [StringKey]) -> UInt32 {
    var sum: UInt32 = 0
    let mask = slots.count - 1
    for key in keys { sum &+= slots[Int(truncatingIfNeeded: key.hash) & mask].length }
    return sum
  }

  /// How likely a word is in each of the languages.
  mutating func languageScores(_ tokens: TokenBuffer, _ index: Int, _ identifier: LanguageIdentifier) -> SIMD16<Int8> {
    let form = tokens.forms.bytes.span.extracting(tokens.forms.range(index))
    let slot = slot(of: form, StringKey(form))
    if slots[slot].scores == Self.unknown {
      slots[slot].scores = UInt32(languageScores.count)
      languageScores.append(identifier.scores(ofWord: form))
    }
    return languageScores[Int(slots[slot].scores)]
  }

  /// The lexeme of a folded word in lexicon number `lexicon`.
  mutating func lexeme(_ form: Span<UInt8>, _ lexicon: Int, _ resolver: borrowing LexemeResolver) -> UInt32 {
    lexeme(form, StringKey(form), lexicon, resolver)
  }

  /// The same for a word whose key the caller has at hand.
  mutating func lexeme(
    _ form: Span<UInt8>, _ key: StringKey, _ lexicon: Int, _ resolver: borrowing LexemeResolver
  ) -> UInt32 {
    let slot = slot(of: form, key)
    let known = slots[slot].lexemes[lexicon]
    if known != Self.unknown { return known }
    let word = [UInt8](copying: form)
    let found = resolver.elements(of: word)
    var lexeme = Self.plainLexeme
    if !found.isEmpty {
      lexeme = UInt32(table.count)
      table.append(resolver.lexicon.makeLexeme(found, elements: &elements, phrases: &phrases))
    } else if word.contains(0x2d) {
      lexeme = Self.splitLexeme
    }
    slots[slot].lexemes[lexicon] = lexeme
    return lexeme
  }

  /// Where in `pairPhrases` the phrases of `first` stand that `next` does not refute, in their order.
  ///
  /// Pairs of words repeat, so that a word with hundreds of phrases costs one look-up here.
  mutating func phrases(of first: UInt32, before next: UInt32, _ lexicon: CompiledLexicon) -> Range<Int> {
    let key = UInt64(first) << 32 | UInt64(next)
    var slot = pairSlot(key)
    if pairKeys[slot] == 0 {
      if pairsUsed * 2 >= pairKeys.count {
        growPairs()
        slot = pairSlot(key)
      }
      let start = pairPhrases.count
      appendPairPhrases(table[Int(first)], table[Int(next)], lexicon)
      pairKeys[slot] = key
      pairRanges[slot] = (UInt32(start), UInt32(pairPhrases.count - start))
      pairsUsed += 1
    }
    let range = pairRanges[slot]
    return Int(range.first)..<Int(range.first + range.count)
  }

  private mutating func appendPairPhrases(_ first: Lexeme, _ next: Lexeme, _ lexicon: CompiledLexicon) {
    let satisfied = elements[Int(next.firstElement)..<Int(next.firstElement + next.elementCount)]
    for index in Int(first.firstPhrase)..<Int(first.firstPhrase + first.phraseCount) {
      let phrase = phrases[index]
      let second = lexicon.sequences[Int(lexicon.sequenceStarts[Int(phrase.entry)]) + 1]
      if second == CompiledLexicon.gapElement || satisfied.contains(second) { pairPhrases.append(phrase) }
    }
  }

  private func pairSlot(_ key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: mix64(key, 0x9e37_79b9_7f4a_7c15)) & (pairKeys.count - 1)
    while pairKeys[slot] != 0, pairKeys[slot] != key { slot = (slot + 1) & (pairKeys.count - 1) }
    return slot
  }

  private mutating func growPairs() {
    let old = zip(pairKeys, pairRanges).filter { $0.0 != 0 }
    pairKeys = Array(repeating: 0, count: pairKeys.count * 2)
    pairRanges = Array(repeating: (0, 0), count: pairKeys.count)
    for (key, range) in old {
      let slot = pairSlot(key)
      pairKeys[slot] = key
      pairRanges[slot] = range
    }
  }

  /// The slot of a word, which is added when it is new.
  private mutating func slot(of form: Span<UInt8>, _ key: StringKey) -> Int {
    let length = UInt32(form.count)
    var slot = Int(truncatingIfNeeded: key.hash) & (slots.count - 1)
    while slots[slot].length != 0 {
      if slots[slot].key == key, slots[slot].length == length, length <= 16 || isLongWord(slots[slot].longWord, form) {
        return slot
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    // Grows as long as it may; beyond that the comment in work may fill it a little further.
    if used * 2 >= slots.count, slots.count < Self.maximumSlots {
      grow()
      slot = emptySlot(for: key.hash)
    }
    slots[slot] = Self.emptySlot
    slots[slot].key = key
    slots[slot].length = length
    if length > 16 {
      slots[slot].longWord = UInt32(longWords.count)
      longWords.append(form)
    }
    used += 1
    return slot
  }

  private func isLongWord(_ number: UInt32, _ form: Span<UInt8>) -> Bool {
    longWords.bytes.span.extracting(longWords.range(Int(number))).hasSameBytes(as: form)
  }

  private func emptySlot(for hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot].length != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Self.emptySlot, count: old.count * 2)
    for entry in old where entry.length != 0 { slots[emptySlot(for: entry.key.hash)] = entry }
  }
}
