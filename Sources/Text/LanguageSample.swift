/// What is known of how a language is written: frequent words, most frequent first, further words, and plain sentences.
///
/// The files `lexicons/languages/<code>.txt`: comment lines `# language: xx`, `# words`, `# sentences`, `# vocabulary` open
/// the parts; `# shares letters with: xx` names a language that is written so alike that only words tell the two apart.
public struct LanguageSample: Sendable {
  /// ISO 639-1 code.
  public var code: String
  /// Most frequent first.
  public var words: [String] = []
  /// A sentence or some further words each.
  public var sentences: [String] = []
  /// Sentences of the language's lexicon: many, of a narrow vocabulary.
  public var lexiconSentences: [String] = []
  /// Codes of the languages whose letter sequences count as this one's too.
  public var sharedLetters: [String] = []

  private enum Part { case none, words, sentences }

  /// Reads a file's content.
  ///
  /// Lines of unknown parts are left out.
  public init(code: String, content: String) {
    self.code = code
    var part = Part.none
    for line in content.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("#") {
        readComment(line.dropFirst().drop { $0 == " " }, &part)
        continue
      }
      switch part {
      case .none: break
      case .words: words += line.split(separator: " ").map(String.init)
      case .sentences: sentences.append(String(line))
      }
    }
  }

  private mutating func readComment(_ comment: Substring, _ part: inout Part) {
    switch comment {
    case "words": part = .words
    case "sentences", "vocabulary": part = .sentences
    default:
      let parts = comment.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0] == "shares letters with" {
        sharedLetters = parts[1].split(separator: " ").map(String.init)
      }
    }
  }

  /// The first `count` words of a file's content, most frequent first: of its part `# words`, which stands first in all files.
  public static func commonWords(_ content: String, count: Int) -> [String] {
    var words: [String] = []
    var isInWords = false
    for line in content.utf8.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "#") {
        if isInWords { break }
        isInWords = line.elementsEqual("# words".utf8)
        continue
      }
      if isInWords { words += line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) } }
      if words.count >= count { break }
    }
    return Array(words.prefix(count))
  }

  /// Adds the examples of a table of terms, or the texts of a table of cases: sentences in the language as well.
  public mutating func addSentences(ofTable content: String) {
    var column: Int?
    for line in content.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      if let column {
        if column < cells.count { lexiconSentences.append(String(cells[column])) }
      } else {
        column = cells.firstIndex { $0 == "example" || $0 == "text" } ?? cells.count
      }
    }
  }
}
