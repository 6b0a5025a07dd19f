import Foundation
import Sentiment
import Text

/// A model of a few words written for the tests; of the built-in tables it has the rules alone.
enum SmallLexicon {
  static let words = [
    "=good; 3", "=bad; -3", "=awful; -3; complaint", "=delivery; ; driver:delivery", "=price; ; driver:price_value",
    "=promised; ; expectation:missed", "=recommend; 2; recommendation:recommend", "=leaving; -2; loyalty:leave",
    "=furious; -2; emotion:angry", "=please; ; request",
  ]

  /// The content of a file of terms, from rows `term; weight; tags`.
  static func table(_ rows: [String], _ language: Language = .finnish) -> String {
    let lines = rows.map { row in
      let cells = row.split(separator: "; ", omittingEmptySubsequences: false) + ["", ""]
      return "\(cells[0])\t\(cells[1])\t\(cells[2])\tExample."
    }
    return (["# language: \(language.code)", "term\tweight\ttags\texample"] + lines).joined(separator: "\n") + "\n"
  }

  /// A model of these rows.
  static func model(_ rows: [String] = words) throws -> SentimentModel {
    try SentimentModel.load(
      usesBuiltin: false, files: [LexiconFile(name: "own.tsv", content: table(rows))], identifiesLanguages: false
    ) { name in
      if name.hasSuffix("rules.tsv") { return BuiltinTables.content(name) }
      return name == "neutral/symbols.tsv" ? "# language: neutral\nterm\tweight\ttags\texample\n" : nil
    }
  }
}

/// A folder of files for one test.
struct ScratchFiles {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("voc-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a file, folders included, and gives its path.
  func write(_ name: String, _ content: String) throws -> String {
    let path = URL(fileURLWithPath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: path)
    return path.path
  }
}

/// Golden texts of `Fixtures/Evaluate`; `REWRITE_GOLDEN` rewrites them, and the test fails then.
enum GoldenText {
  static func matches(_ text: String, _ name: String) throws -> Bool {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/Evaluate")
    let file = folder.appending(path: name)
    let golden = try? String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return false
    }
    return golden == text
  }
}
