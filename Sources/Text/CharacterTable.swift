/// What a code point is to the tokenizer.
enum CharacterClass: UInt8, Sendable {
  /// Ends a word and means nothing.
  case separator
  /// Belongs to words.
  case letter
  case digit
  /// U+0300…U+036F: belongs to the letter before it.
  case combiningMark
  /// Typed apostrophes of every shape.
  case apostrophe
  case hyphen
  /// Comma, semicolon, colon, dash, brackets, quotes: ends a clause.
  case clauseEnd
  /// Full stop, exclamation and question mark, ellipsis, line end: ends a sentence.
  case sentenceEnd
  /// Emoji and other pictures.
  case symbol
  /// Zero-width characters and variation selectors: as if they were not there.
  case ignored
}

/// Class and folded form of code points: tables for the first 2,048, rules for the rest.
///
/// Folding is simple lower case, with ё taken for е. Source: Unicode character properties as the standard library has them.
struct CharacterTable: Sendable {
  /// Class of code points below 2,048.
  let classes: [CharacterClass]
  /// Folded code point of code points below 2,048.
  let folded: [UInt16]
  init() {
    var classes: [CharacterClass] = []
    var folded: [UInt16] = []
    for value in UInt32(0)..<2048 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let characterClass = Self.classify(scalar)
      let lower = Self.fold(scalar)
      classes.append(characterClass)
      folded.append(UInt16(lower.value))
    }
    self.classes = classes
    self.folded = folded
  }

  /// The class of any code point; cheap below 2,048, a property look-up above.
  func characterClass(_ scalar: Unicode.Scalar) -> CharacterClass {
    scalar.value < 2048 ? classes[Int(scalar.value)] : Self.classify(scalar)
  }

  /// The folded form of any code point.
  func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value < 2048 else { return Self.fold(scalar) }
    return Unicode.Scalar(folded[Int(scalar.value)]) ?? scalar
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    switch lower.value {
    case 0x451: return "е"
    // Half- and full-width forms of ASCII, as some keyboards type them.
    case 0xff01...0xff5e: return Unicode.Scalar(lower.value - 0xfee0) ?? lower
    default: return lower
    }
  }

  private static func classify(_ scalar: Unicode.Scalar) -> CharacterClass {
    switch scalar.value {
    case 0x0a, 0x0d, 0x21, 0x2e, 0x3f, 0xa1, 0xbf, 0x2026, 0x203c, 0x2047...0x2049, 0x2028, 0x2029: return .sentenceEnd
    case 0x27, 0x60, 0xb4, 0x02bc, 0x2018, 0x2019, 0x201b, 0x2032: return .apostrophe
    case 0x2d, 0x2010, 0x2011: return .hyphen
    case 0x28, 0x29, 0x2c, 0x3a, 0x3b, 0x5b, 0x5d, 0x7b, 0x7d, 0x2013...0x2015, 0xab, 0xbb, 0x22, 0x201c...0x201f,
      0x2039, 0x203a:
      return .clauseEnd
    case 0x30...0x39: return .digit
    case 0x00ad, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x2064, 0xfe00...0xfe0f, 0xfeff, 0x1f3fb...0x1f3ff:
      return .ignored
    case 0x0300...0x036f: return .combiningMark
    case 0x2190...0x2bff, 0x3030, 0x303d, 0x1f000...0x1faff: return .symbol
    default:
      if scalar.properties.isAlphabetic { return .letter }
      switch scalar.properties.generalCategory {
      case .decimalNumber, .otherNumber, .letterNumber: return .digit
      case .nonspacingMark, .spacingMark, .enclosingMark: return .letter
      default: return .separator
      }
    }
  }
}
