internal import Text

/// Accents that writers leave out.
enum Accents {
  /// How many letters a word must have to be found when it is typed without its accents, or nil where accents are always typed.
  ///
  /// Shorter words are mostly other words then; more so in Finnish, where ä and ö are letters of their own.
  static func minimumLetters(in language: Language?) -> Int? {
    switch language {
    case .italian, .french: 4
    case .finnish: 5
    case .russian, .indonesian, nil: nil
    }
  }

  /// The folded word with its accents taken off, or nil where it has none.
  static func removed(from word: [UInt8]) -> [UInt8]? {
    guard word.contains(where: { $0 >= 0x80 }) else { return nil }
    var result: [UInt8] = []
    for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0xe0...0xe5: result.append(UInt8(ascii: "a"))
      case 0xe6: result += Array("ae".utf8)
      case 0xe7: result.append(UInt8(ascii: "c"))
      case 0xe8...0xeb: result.append(UInt8(ascii: "e"))
      case 0xec...0xef: result.append(UInt8(ascii: "i"))
      case 0xf1: result.append(UInt8(ascii: "n"))
      case 0xf2...0xf6: result.append(UInt8(ascii: "o"))
      case 0xf9...0xfc: result.append(UInt8(ascii: "u"))
      case 0xfd, 0xff: result.append(UInt8(ascii: "y"))
      case 0x153: result += Array("oe".utf8)
      default: result += Array(String(scalar).utf8)
      }
    }
    return result == word ? nil : result
  }
}
