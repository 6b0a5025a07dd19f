/// The languages whose comments are understood.
public enum Language: UInt8, CaseIterable, Sendable, Hashable {
  case russian
  case indonesian
  case finnish
  case italian
  case french

  /// The ISO 639-1 code: the name in tables, files and options.
  public var code: String {
    switch self {
    case .russian: "ru"
    case .indonesian: "id"
    case .finnish: "fi"
    case .italian: "it"
    case .french: "fr"
    }
  }

  /// The code in tables where a comment is in none of the languages.
  public static let undetermined = "und"

  /// The language of an ISO 639-1 code in lower case, or nil.
  public init?(code: String) {
    guard let language = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = language
  }

  /// The language of a value as exports hold it: the code, a locale (`fr-CH`, `it_IT`), or the three-letter code; case is folded.
  public init?(tag: Span<UInt8>) {
    var letters: [UInt8] = []
    for index in tag.indices {
      let byte = tag[index] | 0x20
      guard byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") else { break }
      letters.append(byte)
    }
    guard letters.count == tag.count || letters.count < 4 else { return nil }
    switch String(decoding: letters, as: UTF8.self) {
    case "ru", "rus": self = .russian
    case "id", "ind", "in": self = .indonesian
    case "fi", "fin": self = .finnish
    case "it", "ita": self = .italian
    case "fr", "fra", "fre": self = .french
    default: return nil
    }
  }
}
