import ArgumentParser
import Pipeline
import Sentiment
import Text

/// `voc lexicon list`.
struct LexiconListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print entries with the file and line of each; without files, the built-in ones.",
    discussion: """
      Tab-separated, with a header: language, term, weight, tags, example, file, line.

      Examples:
        voc lexicon list --language fi --driver delivery
        voc lexicon list --tag expectation:missed | cut -f 1,2
        voc lexicon list our-shop.tsv
      """)

  @Option(help: ArgumentHelp("Entries of this language: ru, id, fi, it or fr.", valueName: "language"))
  var language: String?

  @Option(help: ArgumentHelp("Entries that speak about this driver.", valueName: "NAME"))
  var driver: String?

  @Option(help: ArgumentHelp("Entries with this tag: negator, expectation, expectation:missed, …", valueName: "TAG"))
  var tag: String?

  @OptionGroup var tables: TablesOptions

  @Argument(help: "Lexicon files, each with a line '# language: xx'.")
  var files: [String] = []

  func run() throws {
    let chosen = try language.map { (code) throws(RunError) in try LexiconSource.language(code) }
    var listing = LexiconListing()
    if files.isEmpty { listing.addBuiltin(tables: tables.content) }
    for path in files {
      listing.add(LexiconFile(name: path, content: String(decoding: try PipelineLoader.read(path), as: UTF8.self)))
    }
    let mistakes = listing.issues.filter { !$0.isWarning }
    guard mistakes.isEmpty else {
      throw RunError(.definition, mistakes.map(\.description).joined(separator: "\n"))
    }
    try StandardOutput.write(
      try listing.text(LexiconListing.Filter(language: chosen, driver: driver, tag: tag)))
  }
}
