import ArgumentParser
import Pipeline
import Sentiment
import Text

/// Languages and lexicons of a command that reads comments.
struct LexiconOptions: ParsableArguments {
  @Option(help: "Language of the comments: auto, ru, id, fi, it or fr.")
  var language = "auto"

  @Option(name: .customLong("lexicon"), help: ArgumentHelp("A further lexicon; may be repeated.", valueName: "FILE"))
  var lexicons: [String] = []

  @OptionGroup var tables: TablesOptions

  /// Nil for `auto`.
  func chosenLanguage() throws(RunError) -> Language? {
    if language == "auto" { return nil }
    guard let language = Language(code: language) else {
      throw RunError(.usage, "--language is '\(language)': write auto, ru, id, fi, it or fr")
    }
    return language
  }

  /// Compiles the lexicons of these languages.
  func model(_ languages: [Language] = Language.allCases) throws(RunError) -> SentimentModel {
    var files: [LexiconFile] = []
    for path in lexicons {
      files.append(LexiconFile(name: path, content: String(decoding: try PipelineLoader.read(path), as: UTF8.self)))
    }
    do throws(LexiconError) {
      return try SentimentModel.load(
        files: files, identifiesLanguages: language == "auto", languages: languages, tables: tables.content)
    } catch { throw RunError(.definition, error.issues.map(\.description).joined(separator: "\n")) }
  }
}

/// Where the built-in tables are read from.
struct TablesOptions: ParsableArguments {
  @Option(
    name: .customLong("tables"),
    help: ArgumentHelp(
      "Take the built-in tables from this folder instead of the binary: for those who edit them.", valueName: "DIR"))
  var folder: String?

  /// The content of a table, or nil where it can't be read.
  func content(_ name: String) -> String? {
    guard let folder else { return BuiltinTables.content(name) }
    guard let bytes = try? PipelineLoader.read("\(folder)/\(name)") else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// `voc classify`: comments in, JSON out.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "One comment a line in, one JSON object a line out.",
    discussion: """
      Examples:
        voc classify comments.txt
        printf 'Toimitus ei ollut nopea\\n' | voc classify --language fi
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(help: "Workers, 1 to 1024; default: the processors that may be used.")
  var workers: Int?

  @Argument(help: "Files of comments; default and '-': standard input.")
  var files: [String] = []

  func run() throws {
    let workers = workers ?? Processors.available
    guard (1...RunCommand.maximumWorkers).contains(workers) else {
      throw RunError(.usage, "--workers is \(workers): give a number from 1 to \(RunCommand.maximumWorkers)")
    }
    let language = try lexicon.chosenLanguage()
    try Classification.run(
      try lexicon.model(language.map { [$0] } ?? Language.allCases), paths: files.isEmpty ? ["-"] : files,
      language: language, workers: workers
    ) { (bytes) throws(RunError) in try StandardOutput.write(bytes) }
  }
}

/// `voc explain`: one comment, for people.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how one comment is understood, and why.",
    discussion: """
      Example:
        voc explain 'Toimitus ei ollut nopea, mutta palvelu oli erinomaista!'
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Argument(help: "The comment.")
  var text: String

  func run() throws {
    let language = try lexicon.chosenLanguage()
    let isColoured = StandardOutput.isTerminal && !StandardOutput.isColourUnwanted
    // Of the lexicons, that of the comment's language is enough.
    let needed = try language ?? Explanation.language(of: text, model: try lexicon.model([]))
    let model = try lexicon.model(needed.map { [$0] } ?? [])
    try StandardOutput.write(Explanation.text(text, model: model, language: language, isColoured: isColoured))
  }
}
