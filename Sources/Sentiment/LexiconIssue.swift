/// A mistake in a lexicon or rule file: what it is, where, and what to write instead.
public struct LexiconIssue: Error, Sendable, Equatable, CustomStringConvertible {
  /// File as the user named it, or `builtin:ru/sentiment.tsv`.
  public var file: String
  /// Line, from 1; 0 for the file as a whole.
  public var line: Int
  /// What was found and what is expected.
  public var message: String
  /// Whether it is only worth a look: it does not stop a run.
  public var isWarning = false

  /// Makes an issue.
  public init(file: String, line: Int, message: String, isWarning: Bool = false) {
    self.file = file
    self.line = line
    self.message = message
    self.isWarning = isWarning
  }

  /// `file:line: message`, as compilers write it.
  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): \(isWarning ? "warning: " : "")\(message)"
  }
}

/// All mistakes of a set of lexicon files.
public struct LexiconError: Error, Sendable {
  /// In the order of files and lines; never empty.
  public var issues: [LexiconIssue]
}
