internal import Buffers
internal import Text

/// One word, number or symbol of a comment, with its clause and sentence.
struct Unit: Sendable, BitwiseCopyable {
  /// Number of a lexeme in `Vocabulary`.
  var lexeme: UInt32
  var start: UInt32
  var end: UInt32
  var clause: UInt16
  var sentence: UInt16
  /// Weight of a rating written as a fraction or as stars; 0 for all else.
  var rating: Int32
  var flags: TokenFlags
}

/// The units of a comment.
struct UnitList: ~Copyable {
  var units = FlatList<Unit>(capacity: 256)
  /// Signatures of the lexemes: that of unit n at n + `margin`, zeros before the first and behind the last.
  private var signatures = FlatList<UInt64>(capacity: 256)
  /// The units where an entry is looked for, ascending.
  private(set) var sought = FlatList<Sought>(capacity: 64)
  /// Per sentence: whether it ends with a question or exclamation mark.
  var sentenceFlags = FlatList<TokenFlags>(capacity: 64)
  /// How many units are in capitals.
  private(set) var capitalCount = 0
  /// Whether any unit has a rating.
  var hasRating = false

  /// How far from a unit a word of a term may stand, a gap between them.
  static let margin = TermPattern.maximumGap + 1

  /// A unit where an entry is looked for.
  struct Sought: BitwiseCopyable {
    var unit: UInt32
    var lexeme: UInt32
  }

  @inline(__always)
  subscript(index: Int) -> Unit { units[index] }

  var count: Int { units.count }

  /// Whether capitals tell no word from another.
  var isMostlyCapitals: Bool { capitalCount * 2 > units.count }

  mutating func removeAll() {
    units.removeAll()
    signatures.removeAll()
    appendMargin()
    sought.removeAll()
    sentenceFlags.removeAll()
    sentenceFlags.append([])
    capitalCount = 0
    hasRating = false
  }

  /// Appends a unit; its lexeme is fetched if an entry is looked for where it stands.
  @inline(__always)
  mutating func append(_ unit: Unit, _ vocabulary: borrowing Vocabulary) {
    vocabulary.prefetch(lexeme: unit.lexeme)
    sought.append(
      Sought(unit: UInt32(truncatingIfNeeded: units.count), lexeme: unit.lexeme), if: Lexeme.isSought(unit.lexeme))
    capitalCount &+= unit.flags.contains(.capitals) ? 1 : 0
    signatures.append(vocabulary.signature(unit.lexeme))
    units.append(unit)
  }

  /// To be called behind the last `append`.
  mutating func finish() { appendMargin() }

  private mutating func appendMargin() {
    for _ in 0..<Self.margin { signatures.append(0) }
  }

  /// The signature of a unit, which may be up to `margin` before the first or behind the last.
  @inline(__always)
  func signature(_ index: Int) -> UInt64 { signatures[index &+ Self.margin] }

  /// Calls `body` with the signatures of the units around one: its own at `margin`.
  @inline(__always)
  func withSignatures<Result>(around index: Int, _ body: (Span<UInt64>) -> Result) -> Result {
    signatures.withSpan(index..<index &+ 2 &* Self.margin &+ 1, body)
  }
}
