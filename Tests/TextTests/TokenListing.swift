import Text

/// The tokens of a text in one line, for tables: words as they are, `#12` numbers, `%9/10` fractions, `<😀>` symbols,
/// `,` ends of clauses, `.` ends of sentences; behind a slash how they were typed: `C`apitals, `S`tretched, `H`yphenated,
/// `!`, `?`.
struct TokenListing: ~Copyable {
  static let emoticons = [":)", ":-)", ":(", ":-(", ";)", ":D", ":'(", "<3", "=)", "--", ")", "(("]
  private var tokenizer = Tokenizer(emoticons: Self.emoticons)
  private(set) var tokens = TokenBuffer()

  /// Whether words are read as typed and folded afterwards.
  private let asTyped: Bool

  init(asTyped: Bool = false) { self.asTyped = asTyped }

  mutating func list(_ text: String) -> String {
    list(Array(text.utf8))
  }

  mutating func list(_ bytes: [UInt8]) -> String {
    tokenize(bytes.span)
    var items: [String] = []
    for index in 0..<tokens.count { items.append(Self.item(tokens, index)) }
    return items.joined(separator: " ")
  }

  private mutating func tokenize(_ text: Span<UInt8>) {
    tokenizer.tokenize(text, into: &tokens, asTyped: asTyped)
    for index in 0..<tokens.count where !tokenizer.fold(index, of: text, in: &tokens) {
      tokenizer.tokenize(text, into: &tokens)
      return
    }
  }

  /// The forms alone.
  mutating func forms(_ text: String) -> [String] {
    _ = list(text)
    var forms: [String] = []
    for index in 0..<tokens.count { forms.append(tokens.text(index)) }
    return forms
  }

  mutating func fold(_ text: String) -> String { String(decoding: tokenizer.fold(text), as: UTF8.self) }

  private static func item(_ tokens: borrowing TokenBuffer, _ index: Int) -> String {
    let form = tokens.text(index)
    let mark =
      switch tokens[index].kind {
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
    let typed = tokens[index].flags
    let flags = names.filter { typed.contains($0.0) }.map(\.1).joined()
    return flags.isEmpty ? mark : "\(mark)/\(flags)"
  }
}
