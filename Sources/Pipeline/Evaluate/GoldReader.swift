import Sentiment
import Text

/// Reads comments labelled by hand; every mistake of every file is kept, with what to write instead.
///
/// Two forms, told apart by the first line: `label<TAB>text`, with or without a line of these two words above; and JSON
/// Lines with `text`, `label`, and as far as annotated `language`, `drivers` (`{"delivery": "negative"}`), the aspects of
/// `Aspect`, `id`. An aspect or driver that a line does not mention is not judged there; `null`, `false` and `{}` say that
/// the comment has none. Other keys are left alone.
package struct GoldReader {
  /// What is right, in the order of files and lines.
  package private(set) var comments: [GoldComment] = []
  /// What is wrong.
  package private(set) var issues: [DefinitionIssue] = []
  private let drivers: [String]

  private static let header = "label\ttext"

  /// - Parameter drivers: the names that a model knows.
  package init(drivers: [String]) { self.drivers = drivers }

  /// Reads a file.
  package mutating func read(file: String) {
    guard let lines = InputLines(file: file, issues: &issues) else { return }
    read(lines, file)
  }

  /// Reads the content of a file.
  package mutating func read(content: String, file: String) { read(bytes: Array(content.utf8), file: file) }

  /// Reads the bytes of a file.
  package mutating func read(bytes: [UInt8], file: String) {
    read(InputLines(bytes: bytes, file: file, issues: &issues), file)
  }

  private mutating func read(_ lines: InputLines, _ file: String) {
    if lines.lines.isEmpty {
      report(file, 0, "has no comments; write one a line: label<TAB>text, or a JSON object with text and label")
    }
    for (index, line) in lines.lines.enumerated() {
      if lines.isJSON {
        readJSON(line, file)
      } else if index > 0 || line.text.lowercased() != Self.header {
        readCells(line, file)
      }
    }
  }

  private mutating func report(_ file: String, _ line: Int, _ message: String, key: String = "") {
    issues.append(DefinitionIssue(kind: .input, file: file, line: line, key: key, message: message))
  }

  private mutating func readCells(_ line: InputLines.Line, _ file: String) {
    let cells = line.text.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    guard cells.count == 2 else { return report(file, line.number, "has no tab; write label<TAB>text") }
    guard let label = SentimentLabel(name: cells[0]) else {
      let advice = SentimentLabel.advice(String(cells[0]))
      return report(file, line.number, "unknown label '\(cells[0].prefix(Self.longestQuote))'\(advice)")
    }
    comments.append(GoldComment(text: String(cells[1]), label: label, file: file, line: line.number))
  }

  /// Where a comment stands in place of its label, no more of it than this is shown.
  private static let longestQuote = 20

  private mutating func readJSON(_ line: InputLines.Line, _ file: String) {
    guard let value = JSONValue(line: line.text) else {
      return report(
        file, line.number, "broken JSON; write one object a line: {\"text\": \"…\", \"label\": \"negative\"}")
    }
    guard case .object(let object) = value else {
      return report(file, line.number, "is \(value.kind); write an object: {\"text\": \"…\", \"label\": \"negative\"}")
    }
    var reader = GoldObject(object, drivers: drivers)
    let comment = reader.comment(file: file, line: line.number)
    for mistake in reader.mistakes { report(file, line.number, mistake.message, key: mistake.key) }
    if reader.mistakes.isEmpty { comments.append(comment) }
  }
}
