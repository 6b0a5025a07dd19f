/// A value of a pipeline file and the place where it stands: YAML without anchors, tags and keys that are not text.
struct DefinitionNode: Sendable {
  /// How a scalar is written decides on what it can be.
  enum Style: Sendable {
    /// Without quotes: a number, `true`, nothing, or a text.
    case plain
    /// With quotes or as a block: a text.
    case quoted
    /// A reference to the environment stood in it: a number, `true` or a text, in quotes or not.
    case substituted
  }

  enum Content: Sendable {
    case scalar(String, Style)
    case list([DefinitionNode])
    case mapping([Entry])
    /// What an issue speaks of already.
    case refused
  }

  /// A key and its value.
  struct Entry: Sendable {
    var key: String
    var line: Int
    var value: DefinitionNode
  }

  var content: Content
  /// The pipeline file, or `--set`.
  var file: String
  /// From 1: of a scalar its own line, of a list or mapping that of its key; 0 for what comes from the command line.
  var line: Int

  /// Whether an issue speaks of it already.
  var isRefused: Bool { if case .refused = content { true } else { false } }

  /// Whether it is a list without items.
  var isEmptyList: Bool { if case .list(let items) = content { items.isEmpty } else { false } }

  /// Whether it is YAML's "nothing": no value, `~` or `null`.
  var isNothing: Bool {
    guard case .scalar(let text, .plain) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// What it is, for messages: `the text "soon"`.
  var found: String {
    switch content {
    case .list: return "a list"
    case .mapping: return "a mapping"
    case .refused: return "nothing"
    case .scalar(let text, let style):
      if isNothing { return "nothing" }
      let isUnquoted = style != .quoted
      if isUnquoted, Double(text) != nil || ["true", "false"].contains(text) { return text }
      return "the text \(Self.quoted(text))"
    }
  }

  /// A text in quotes, cut where it is long, on one line.
  static func quoted(_ text: String) -> String {
    let line = text.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\t", with: "\\t")
    let limit = 60
    return "\"\(line.count > limit ? line.prefix(limit) + "…" : line)\""
  }
}
