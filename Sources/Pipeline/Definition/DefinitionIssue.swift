internal import CSV
internal import Text

/// A mistake in a pipeline file, a lexicon or an input's header.
public struct DefinitionIssue: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of mistake decides with which status a command leaves.
  public enum Kind: Sendable {
    /// Of the pipeline or lexicon file: 78.
    case definition
    /// An input that lacks a required column: 65.
    case input
    /// A missing or unreadable input: 66.
    case missing
    /// An input that could not be read to its end, or that changed while it was read: 74.
    case io
    /// Worth a look, stops nothing.
    case warning
  }

  /// What kind.
  public var kind: Kind
  /// As the user named it.
  public var file: String
  /// From 1; 0 for the file as a whole.
  public var line: Int
  /// Path of the key, for example `feedback[0].columns.id`; empty where none is meant.
  public var key: String
  /// What was found, what is expected, and what to write.
  public var message: String

  /// Makes an issue.
  public init(kind: Kind = .definition, file: String, line: Int = 0, key: String = "", message: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.key = key
    self.message = message
  }

  /// `file:line: key: message`, where else it is said whether it is a warning.
  public var statement: String { "\(place): \(statementWithoutPlace)" }

  /// `file:line: key: message`, a warning called so.
  public var description: String { "\(place): \(kind == .warning ? "warning: " : "")\(statementWithoutPlace)" }

  private var place: String { line > 0 ? "\(file):\(line)" : file }
  private var statementWithoutPlace: String { (key.isEmpty ? "" : "\(key): ") + message }
}

extension DefinitionIssue.Kind {
  /// The kind of a failure to read a file.
  init(_ kind: ReadError.Kind) {
    self =
      switch kind {
      case .missing, .unreadable: .missing
      case .io, .changed: .io
      default: .input
      }
  }
}

extension DefinitionIssue {
  /// `; did you mean "…"?` where one of the known names is near, else nothing.
  static func hint(_ name: String, among known: [String]) -> String {
    Spelling.nearest(name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
  }
}
