import Text

/// The tokens of a text in one line, for tables: words as they are, `#12` numbers, `%9/10` fractions, `<😀>` symbols,
/// `,` ends of clauses, `.` ends of sentences; behind a slash how they were typed: `C`apitals, `S`tretched, `H`yphenated,
/// `!`, `?`.
struct TokenListing {
  static let emoticons = [":)", ":-)", ":(", ":-(", ";)", ":D", ":'(", "<3", "=)", "--", ")", "(("]
  private var tokenizer = Tokenizer(emoticons: Self.emoticons)
  private(set) var tokens = TokenBuffer()

  mutating func list(_ text: String) -> String {
    list(Array(text.utf8))
  }

  mutating func list(_ bytes: [UInt8]) -> String {
    tokenizer.tokenize(bytes.span, into: &tokens)
    return (0..<tokens.count).map { Self.item(tokens, $0) }.joined(separator: " ")
  }

  /// The forms alone.
  mutating func forms(_ text: String) -> [String] {
    _ = list(text)
    return (0..<tokens.count).map { tokens.text($0) }
  }

  mutating func fold(_ text: String) -> String { String(decoding: tokenizer.fold(text), as: UTF8.self) }

  private static func item(_ tokens: TokenBuffer, _ index: Int) -> String {
    let form = tokens.text(index)
    let mark =
      switch tokens.kinds[index] {
      case .word: form
      case .number: "#\(form)"
      case .fraction: "%\(form)"
      case .symbol: "<\(form)>"
      case .clauseEnd: ","
      case .sentenceEnd: "."
      }
    let names: [(TokenFlags, String)] = [
      (.capitals, "C"), (.stretched, "S"), (.hyphenated, "H"), (.exclamation, "!"), (.question, "?"),
    ]
    let flags = names.filter { tokens.flags[index].contains($0.0) }.map(\.1).joined()
    return flags.isEmpty ? mark : "\(mark)/\(flags)"
  }
}
