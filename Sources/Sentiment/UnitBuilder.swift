internal import Buffers
internal import Text

/// Turns tokens into units: words looked up, hyphenated words taken apart, clauses and sentences counted.
struct UnitBuilder {
  private(set) var units: [Unit] = []
  /// Per sentence: whether it ends with a question or exclamation mark.
  private(set) var sentenceFlags: [TokenFlags] = []
  private(set) var clauseCount = 0
  private var keys: [StringKey] = []
  private var touched: UInt32 = 0

  private static let strongestRating: Int32 = 3000

  mutating func build(
    _ tokens: TokenBuffer, _ lexicon: Int, _ vocabulary: inout Vocabulary, _ resolver: borrowing LexemeResolver
  ) {
    units.removeAll(keepingCapacity: true)
    sentenceFlags.removeAll(keepingCapacity: true)
    sentenceFlags.append([])
    keys.removeAll(keepingCapacity: true)
    for index in 0..<tokens.count {
      keys.append(StringKey(tokens.forms.bytes.span.extracting(tokens.forms.range(index))))
    }
    touched = vocabulary.touch(keys)
    var clause: UInt16 = 0
    var sentence: UInt16 = 0
    for index in 0..<tokens.count {
      switch tokens.kinds[index] {
      case .clauseEnd:
        clause = clause &+ 1
      case .sentenceEnd:
        clause = clause &+ 1
        // Beyond 65,535 the numbers begin anew: no rule reaches that far.
        sentence = sentence &+ 1
        if Int(sentence) == sentenceFlags.count { sentenceFlags.append([]) }
        sentenceFlags[Int(sentence &- 1)] = tokens.flags[index]
      case .word, .number, .symbol, .fraction:
        let form = tokens.forms.bytes.span.extracting(tokens.forms.range(index))
        let lexeme = vocabulary.lexeme(form, keys[index], lexicon, resolver)
        var unit = Unit(
          lexeme: lexeme, start: tokens.starts[index], end: tokens.ends[index], clause: clause, sentence: sentence,
          flags: tokens.flags[index], rating: 0)
        if lexeme == Vocabulary.splitLexeme {
          appendParts(of: form, unit, lexicon, &vocabulary, resolver)
          continue
        }
        if tokens.kinds[index] == .fraction {
          unit.rating = Self.rating(fraction: form)
        } else if tokens.kinds[index] == .symbol, let stars = StarRating.parse(form) {
          unit.rating = Self.rating(Int32(stars.filled) * 1000, of: Int32(stars.of), lowest: 1)
        }
        units.append(unit)
      }
    }
    clauseCount = Int(clause) + 1
  }

  /// The parts of a hyphenated word one by one; a doubled word (`cepat-cepat`) once, as emphasis.
  private mutating func appendParts(
    of form: Span<UInt8>, _ whole: Unit, _ lexicon: Int, _ vocabulary: inout Vocabulary,
    _ resolver: borrowing LexemeResolver
  ) {
    var start = 0
    var previous: Range<Int>?
    while start < form.count {
      var end = start
      while end < form.count, form[end] != 0x2d { end += 1 }
      let part = form.extracting(start..<end)
      if let previous, form.extracting(previous).hasSameBytes(as: part) {
        units[units.count - 1].flags.insert(.stretched)
      } else if end > start {
        var unit = whole
        let lexeme = vocabulary.lexeme(part, lexicon, resolver)
        unit.lexeme = lexeme == Vocabulary.splitLexeme ? Vocabulary.plainLexeme : lexeme
        units.append(unit)
      }
      previous = start..<end
      start = end + 1
    }
  }

  /// The weight of `4/5`, `8,5/10`: the middle of the scale is 0, its ends are strong.
  ///
  /// Other fractions weigh nothing.
  static func rating(fraction: Span<UInt8>) -> Int32 {
    var parts: [(value: Int32, digits: Int)] = [(0, -1), (0, -1)]
    var part = 0
    for index in fraction.indices {
      let byte = fraction[index]
      if byte == UInt8(ascii: "/") {
        part = 1
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") {
        parts[part].digits = 0
      } else {
        guard byte >= 0x30, byte <= 0x39, parts[part].value < 10_000 else { return 0 }
        parts[part].value = parts[part].value * 10 + Int32(byte - 0x30)
        if parts[part].digits >= 0 { parts[part].digits += 1 }
      }
    }
    guard parts[1].digits < 0, parts[1].value == 5 || parts[1].value == 10, parts[0].digits <= 2 else { return 0 }
    let scaled = parts[0].value * [1000, 1000, 100, 10][parts[0].digits + 1]
    guard scaled <= parts[1].value * 1000 else { return 0 }
    return rating(scaled, of: parts[1].value, lowest: parts[1].value == 5 ? 1 : 0)
  }

  private static func rating(_ thousandths: Int32, of highest: Int32, lowest: Int32) -> Int32 {
    let middle = (highest + lowest) * 500
    let half = (highest - lowest) * 500
    return max(-strongestRating, (thousandths - middle) * strongestRating / half)
  }
}
