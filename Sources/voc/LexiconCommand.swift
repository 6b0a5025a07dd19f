import ArgumentParser
import Pipeline
import Sentiment
import Text

/// `voc lexicon`: for those who write lexicons.
struct LexiconCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lexicon",
    abstract: "Check, list and compare lexicons, and propose entries.",
    subcommands: [
      LexiconLintCommand.self, LexiconTestCommand.self, LexiconListCommand.self, LexiconSuggestCommand.self,
      LexiconDiffCommand.self,
    ])
}

/// `voc lexicon lint`.
struct LexiconLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Report every mistake of lexicon files; without files, of the built-in ones.",
    discussion: """
      Rows must parse, terms stand once, every example must contain its term, and stems of opposite polarity must not collide.

      Examples:
        voc lexicon lint
        voc lexicon lint our-shop.tsv
      """)

  @OptionGroup var tables: TablesOptions

  @Flag(help: "Show warnings too.")
  var warnings = false

  @Argument(help: "Lexicon files, each with a line '# language: xx'.")
  var files: [String] = []

  func run() throws {
    var own: [LexiconFile] = []
    for path in files {
      own.append(LexiconFile(name: path, content: String(decoding: try PipelineLoader.read(path), as: UTF8.self)))
    }
    var issues: [LexiconIssue] = []
    let model = SentimentModel.load(
      usesBuiltin: true, files: own, identifiesLanguages: false, tables: tables.content, issues: &issues)
    var lint = LexiconLint(model)
    for language in Language.allCases.map(Optional.some) + [nil] {
      issues += lint.issues(of: language) { file in files.isEmpty || files.contains(file) }
    }
    let errors = issues.filter { !$0.isWarning }
    for issue in issues where warnings || !issue.isWarning { try StandardOutput.write("\(issue)\n") }
    let entries = Language.allCases.reduce(0) { $0 + model.entries($1).count }
    if !errors.isEmpty { throw RunError(.definition, "\(errors.count) mistakes in the lexicons") }
    try StandardOutput.write("\(entries) entries, no mistakes\n")
  }
}

/// `voc lexicon test`.
struct LexiconTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run cases of comments with what must be understood of them; without files, the built-in ones.",
    discussion: """
      Examples:
        voc lexicon test
        voc lexicon test --language fi our-cases.tsv
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Argument(help: "Files of cases (label, text, expect), for the language that --language gives.")
  var files: [String] = []

  func run() throws {
    let chosen = try lexicon.chosenLanguage()
    var issues: [LexiconIssue] = []
    var failed = 0
    var passed = 0
    let model = try lexicon.model()
    for language in Language.allCases where chosen == nil || chosen == language {
      var cases: [LexiconCase] = []
      if files.isEmpty {
        cases = LexiconCase.builtin(language, tables: lexicon.tables.content, issues: &issues)
      } else if chosen != nil {
        for path in files {
          let content = String(decoding: try PipelineLoader.read(path), as: UTF8.self)
          cases += LexiconCase.read(file: path, content: content, issues: &issues)
        }
      } else {
        throw RunError(.usage, "give the language of the cases with --language")
      }
      for (item, misses) in LexiconCase.run(cases, language: language, model: model) {
        if misses.isEmpty {
          passed += 1
        } else {
          failed += 1
          try StandardOutput.write("\(item.file):\(item.line): \(misses.joined(separator: "; ")): \(item.text)\n")
        }
      }
    }
    for issue in issues { try StandardOutput.write("\(issue)\n") }
    try StandardOutput.write("\(passed) passed, \(failed) failed\n")
    if failed > 0 || !issues.isEmpty { throw RunError(.definition, "\(failed) cases failed, \(issues.count) mistakes") }
  }
}
