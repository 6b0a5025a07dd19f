internal import Buffers
internal import Text

/// Turns tokens into units: words looked up, hyphenated words taken apart, clauses and sentences counted.
struct UnitBuilder: ~Copyable {
  private(set) var list = UnitList()

  private static let strongestRating: Int32 = 3000

  /// - Parameter places: per token, its place in the vocabulary; of no meaning for marks.
  mutating func build(
    _ text: Span<UInt8>, _ tokens: inout TokenBuffer, _ tokenizer: inout Tokenizer,
    _ places: borrowing FlatList<UInt32>,
    _ lexicon: Int, _ vocabulary: inout Vocabulary, _ resolver: borrowing LexemeResolver
  ) {
    list.removeAll()
    var clause: UInt16 = 0
    var sentence: UInt16 = 0
    for index in 0..<tokens.count {
      let token = tokens[index]
      switch token.kind {
      case .clauseEnd:
        clause = clause &+ 1
      case .sentenceEnd:
        clause = clause &+ 1
        // Beyond 65,535 the numbers begin anew: no rule reaches that far.
        sentence = sentence &+ 1
        if Int(sentence) == list.sentenceFlags.count { list.sentenceFlags.append([]) }
        list.sentenceFlags[Int(sentence &- 1)] = token.flags
      case .word, .number, .symbol, .fraction:
        let place = Int(places[index])
        let lexeme: UInt32
        if let known = vocabulary.lexeme(place, lexicon) {
          lexeme = known
        } else {
          _ = tokenizer.fold(index, of: text, in: &tokens)
          lexeme = vocabulary.resolve(place, tokens.form(index), lexicon, resolver)
        }
        let unit = Unit(
          lexeme: lexeme, start: token.start, end: token.end, clause: clause, sentence: sentence,
          rating: token.kind == .word ? 0 : rating(tokens, index), flags: token.flags)
        if lexeme == Lexeme.split {
          appendParts(of: tokens.form(index), unit, lexicon, &vocabulary, resolver)
        } else {
          list.append(unit, vocabulary)
        }
      }
    }
    list.finish()
  }

  /// The weight of a token that rates: a fraction or stars; 0 of any other.
  @inline(never)
  private mutating func rating(_ tokens: borrowing TokenBuffer, _ index: Int) -> Int32 {
    let rating: Int32
    switch tokens[index].kind {
    case .fraction:
      rating = tokens.withForm(index) { Self.rating(fraction: $0) }
    case .symbol:
      guard let stars = tokens.withForm(index, { StarRating.parse($0) }) else { return 0 }
      rating = Self.rating(Int32(stars.filled) * 1000, of: Int32(stars.of), lowest: 1)
    default:
      return 0
    }
    list.hasRating = list.hasRating || rating != 0
    return rating
  }

  /// The parts of a hyphenated word one by one; a doubled word (`cepat-cepat`) once, as emphasis.
  private mutating func appendParts(
    of form: [UInt8], _ whole: Unit, _ lexicon: Int, _ vocabulary: inout Vocabulary,
    _ resolver: borrowing LexemeResolver
  ) {
    var start = 0
    var previous: ArraySlice<UInt8>?
    while start < form.count {
      var end = start
      while end < form.count, form[end] != 0x2d { end += 1 }
      let part = form[start..<end]
      if previous == part {
        list.units[list.units.count - 1].flags.insert(.stretched)
      } else if end > start {
        var unit = whole
        let word = Array(part)
        let place = vocabulary.place(of: WordKey(word.span))
        let lexeme = vocabulary.lexeme(place, lexicon) ?? vocabulary.resolve(place, word, lexicon, resolver)
        unit.lexeme = lexeme == Lexeme.split ? Lexeme.plain : lexeme
        list.append(unit, vocabulary)
      }
      previous = part
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
