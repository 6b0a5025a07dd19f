internal import Buffers
public import Text

/// A case of `tests.tsv`: a comment, its label and whatever else is expected of it.
public struct LexiconCase: Sendable {
  /// Expected label.
  public var label: SentimentLabel
  /// The comment.
  public var text: String
  /// Items such as `driver:delivery=negative`, `expectation:missed`, `complaint`.
  public var expected: [String]
  /// Where it is written.
  public var file: String
  /// Line in the file, from 1.
  public var line: Int

  static let columns = "label\ttext\texpect"

  /// Reads a file of cases; mistakes go to `issues`.
  public static func read(file: String, content: String, issues: inout [LexiconIssue]) -> [LexiconCase] {
    var cases: [LexiconCase] = []
    var hasColumns = false
    for (index, line) in Lines.split(content).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      func report(_ message: String) { issues.append(LexiconIssue(file: file, line: index + 1, message: message)) }
      if !hasColumns {
        hasColumns = true
        if line != columns { report("the columns are '\(line)', expected 'label<TAB>text<TAB>expect'") }
        continue
      }
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 2 || cells.count == 3 else {
        report("\(cells.count) columns, expected label, text, expect")
        continue
      }
      guard let label = SentimentLabel.allCases.first(where: { $0.name == cells[0] }) else {
        report("unknown label '\(cells[0])': write positive, negative, neutral or mixed")
        continue
      }
      let expected = cells.count == 3 ? cells[2].split(separator: " ").map(String.init) : []
      cases.append(LexiconCase(label: label, text: String(cells[1]), expected: expected, file: file, line: index + 1))
    }
    return cases
  }

  /// The built-in cases of a language.
  public static func builtin(
    _ language: Language, tables: (String) -> String? = BuiltinTables.content, issues: inout [LexiconIssue]
  ) -> [LexiconCase] {
    let name = "\(language.code)/tests.tsv"
    return read(file: "builtin:\(name)", content: tables(name) ?? "", issues: &issues)
  }

  /// What of the expectation an analysis does not meet, in words; empty where it meets all.
  public func misses(_ analysis: CommentAnalysis, drivers: DriverList) -> [String] {
    var misses: [String] = []
    if analysis.label != label { misses.append("label \(analysis.label?.name ?? "null"), expected \(label.name)") }
    for item in expected where !Self.isMet(item, analysis, drivers) { misses.append("\(item) not found") }
    return misses
  }

  private static func isMet(_ item: String, _ analysis: CommentAnalysis, _ drivers: DriverList) -> Bool {
    let parts = item.split(separator: ":", maxSplits: 1)
    let value = parts.count == 2 ? String(parts[1]) : ""
    switch parts[0] {
    case "driver":
      let wanted = value.split(separator: "=")
      return analysis.drivers.contains { found in
        drivers.names[Int(found.driver)] == wanted[0] && (wanted.count == 1 || found.label.name == wanted[1])
      }
    case "expectation": return analysis.expectation?.name == value
    case "recommendation": return analysis.recommendation?.name == value
    case "loyalty": return analysis.loyalty?.name == value
    case "emotion": return analysis.emotion?.name == value
    case "complaint": return analysis.complaint
    case "praise": return analysis.praise
    case "request": return analysis.request
    default: return false
    }
  }
}

extension LexiconCase {
  /// Runs cases and gives what each of them misses.
  public static func run(
    _ cases: [LexiconCase], language: Language, model: SentimentModel
  ) -> [(item: LexiconCase, misses: [String])] {
    var analyzer = CommentAnalyzer(model)
    var analysis = CommentAnalysis()
    return cases.map { item in
      let bytes = Array(item.text.utf8)
      analyzer.analyze(bytes.span, .given(language), into: &analysis)
      return (item, item.misses(analysis, drivers: model.drivers))
    }
  }
}
