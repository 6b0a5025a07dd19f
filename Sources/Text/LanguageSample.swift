/// What is known of how a language is written: its frequent words, most frequent first, and plain sentences.
///
/// The files `lexicons/languages/<code>.txt`: comment lines `# language: xx`, `# words`, `# sentences` open the parts.
public struct LanguageSample: Sendable {
  /// ISO 639-1 code.
  public var code: String
  /// Most frequent first.
  public var words: [String]
  /// One sentence each.
  public var sentences: [String]

  /// Reads a file's content.
  ///
  /// Lines of unknown parts are left out.
  public init(code: String, content: String) {
    self.code = code
    words = []
    sentences = []
    enum Part { case none, words, sentences }
    var part = Part.none
    for line in content.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("#") {
        switch line.dropFirst().drop(while: { $0 == " " }) {
        case "words": part = .words
        case "sentences": part = .sentences
        default: break
        }
        continue
      }
      switch part {
      case .none: break
      case .words: words += line.split(separator: " ").map(String.init)
      case .sentences: sentences.append(String(line))
      }
    }
  }
}
