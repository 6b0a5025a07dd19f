internal import Buffers
internal import Text

/// What one worker has learned of the words it met: distances from the languages, and the lexeme of each in each lexicon.
///
/// Words repeat, so that all but a few per thousand cost one look-up in a flat table here: a slot, one cache line, holds
/// all that is known of a word. Bounded: when full, it is emptied between two comments. Results are functions of the word, so that
/// emptying changes no output.
struct Vocabulary: ~Copyable {
  /// 16 MB a worker at most, unless one comment alone has more words.
  private static let maximumSlots = 1 << 18
  private static let smallestSlots = 1 << 12
  /// Of a lexeme that has not been asked for.
  private static let unknown = UInt32.max
  /// No bits for "used" and "measured".
  private static let empty: UInt32 = 0
  private static let used: UInt32 = 1
  private static let measured: UInt32 = 2
  /// Of a word as typed: that its flags are known, and those from this bit on.
  private static let flagged: UInt32 = 4
  private static let firstFlag: UInt32 = 8

  private struct Slot: BitwiseCopyable {
    var key: WordKey
    var state: UInt32
    var distances: SIMD16<UInt8>
    /// By lexicon: the languages, then the symbols.
    var lexemes: SIMD8<UInt32>
  }

  private var slots = FlatArray<Slot>(count: smallestSlots)
  private var usedCount = 0
  /// Words added so far, those added again after the table was emptied counted again.
  private(set) var addedCount = 0
  /// What each lexeme is; the first is the plain word's.
  private(set) var table = FlatList<Lexeme>(capacity: 1024)
  /// Per lexeme, the bits of the words that it may be, side by side: they are read of every word, the rest of few.
  private var signatures = FlatList<UInt64>(capacity: 1024)
  /// The words of the lexicon that each lexeme may be.
  private(set) var words = FlatList<UInt32>(capacity: 4096)
  /// Phrases of all lexemes.
  private(set) var phrases = PhraseIndex()
  /// Lexemes by lexicon and its words: forms of one word share one, so that the tables stay small.
  private var numbers: [[UInt32]: UInt32] = [:]

  init() {
    precondition(Language.allCases.count + 1 <= SIMD8<UInt32>.scalarCount, "a slot has room for eight lexicons")
    add(Lexeme(), signature: 0)
  }

  private mutating func add(_ lexeme: Lexeme, signature: UInt64) {
    table.append(lexeme)
    signatures.append(signature)
  }

  /// Readies the table for a comment of `count` tokens: grows, or empties it when it is full; places and lexemes given before are
  /// void then.
  mutating func makeRoom(_ count: Int) {
    if (usedCount + count) * 2 < slots.count { return }
    if slots.count < Self.maximumSlots {
      while (usedCount + count) * 2 >= slots.count, slots.count < Self.maximumSlots { grow() }
    }
    if (usedCount + count) * 4 < slots.count * 3 { return }
    forget()
    while count * 4 >= slots.count * 3 { grow() }
  }

  private mutating func forget() {
    slots.clear()
    usedCount = 0
    words.removeAll()
    phrases.removeAll()
    numbers.removeAll(keepingCapacity: true)
    table.removeAll()
    signatures.removeAll()
    add(Lexeme(), signature: 0)
  }

  /// Where the words' slots lie now.
  var hint: SlotHint { SlotHint(slots) }

  /// The place of a word, which is added when it is new.
  ///
  /// Valid until the next `makeRoom`, which must have made room for it.
  @inline(__always)
  mutating func place(of key: WordKey) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: key.hash) & mask
    while slots[place].state != Self.empty {
      if slots[place].key == key { return place }
      place = (place + 1) & mask
    }
    slots[place].key = key
    slots[place].state = Self.used
    slots[place].lexemes = SIMD8(repeating: Self.unknown)
    usedCount += 1
    addedCount += 1
    return place
  }

  /// How the word as typed at a place was typed, or nil where it has not been folded yet.
  @inline(__always)
  func flags(_ place: Int) -> TokenFlags? {
    let state = slots[place].state
    return state & Self.flagged == 0 ? nil : TokenFlags(rawValue: UInt8(truncatingIfNeeded: state >> Self.firstFlag))
  }

  /// Keeps how the word at a place was typed.
  mutating func setFlags(_ place: Int, _ flags: TokenFlags) {
    slots[place].state |= Self.flagged | UInt32(flags.rawValue) << Self.firstFlag
  }

  /// The distances of the word at a place from the languages, or nil where they are not known yet.
  @inline(__always)
  func distances(_ place: Int) -> SIMD16<UInt8>? {
    slots[place].state & Self.measured != 0 ? slots[place].distances : nil
  }

  /// Keeps the distances of the word at a place.
  mutating func setDistances(_ place: Int, _ distances: SIMD16<UInt8>) {
    slots[place].distances = distances
    slots[place].state |= Self.measured
  }

  /// The lexeme of the word at a place in lexicon number `lexicon`, or nil where it is not known yet.
  @inline(__always)
  func lexeme(_ place: Int, _ lexicon: Int) -> UInt32? {
    let lexeme = slots[place].lexemes[lexicon]
    return lexeme == Self.unknown ? nil : lexeme
  }

  /// Finds the lexeme of a word that has not been asked for in a lexicon.
  mutating func resolve(_ place: Int, _ word: [UInt8], _ lexicon: Int, _ resolver: borrowing LexemeResolver) -> UInt32 {
    let found = resolver.words(of: word)
    var lexeme = Lexeme.plain
    if !found.isEmpty {
      lexeme = number([UInt32(lexicon)] + found, found, resolver.lexicon)
    } else if word.contains(0x2d) {
      lexeme = Lexeme.split
    }
    slots[place].lexemes[lexicon] = lexeme
    return lexeme
  }

  private mutating func number(_ key: [UInt32], _ found: [UInt32], _ lexicon: CompiledLexicon) -> UInt32 {
    if let known = numbers[key] { return known }
    let (lexeme, signature) = lexicon.makeLexeme(found, words: &words, phrases: &phrases)
    let number = Lexeme.number(table.count, isSought: lexeme.isSought)
    add(lexeme, signature: signature)
    numbers[key] = number
    return number
  }

  /// Has a lexeme fetched.
  @inline(__always)
  func prefetch(lexeme: UInt32) { table.prefetch(Lexeme.index(lexeme)) }

  /// The signature of a lexeme.
  @inline(__always)
  func signature(_ lexeme: UInt32) -> UInt64 { signatures[Lexeme.index(lexeme)] }

  /// What a lexeme is.
  @inline(__always)
  subscript(lexeme: UInt32) -> Lexeme { table[Lexeme.index(lexeme)] }

  /// Whether a lexeme may be any of the words of an element of a lexicon.
  func isAny(of lexicon: CompiledLexicon, _ element: UInt32, _ number: UInt32) -> Bool {
    let lexeme = self[number]
    for place in Int(lexicon.elementStarts[Int(element)])..<Int(lexicon.elementStarts[Int(element) + 1]) {
      let word = lexicon.elementWords[place]
      if word == lexeme.word { return true }
      for index in 1..<max(1, Int(lexeme.wordCount)) where words[Int(lexeme.firstWord) + index] == word { return true }
    }
    return false
  }

  private mutating func grow() {
    var larger = FlatArray<Slot>(count: slots.count * 2)
    for place in 0..<slots.count where slots[place].state != Self.empty {
      var free = Int(truncatingIfNeeded: slots[place].key.hash) & (larger.count - 1)
      while larger[free].state != Self.empty { free = (free + 1) & (larger.count - 1) }
      larger[free] = slots[place]
    }
    swap(&slots, &larger)
  }
}
