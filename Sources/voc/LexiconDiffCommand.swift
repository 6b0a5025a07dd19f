import ArgumentParser
import Pipeline
import Sentiment
import Text

/// `voc lexicon diff`.
struct LexiconDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show which comments change their label between two lexicons, and which entries did it.",
    discussion: """
      A lexicon is a folder of tables like lexicons/, a lexicon file that is added to the built-in tables, or the word \
      builtin. Comments are read as voc lexicon suggest reads them; where they have labels, it is said how many labels \
      become right and wrong.

      Examples:
        voc lexicon diff builtin our-shop.tsv comments.txt
        voc lexicon diff ../before/lexicons lexicons our-sample.tsv --language fi
      """)

  @Option(help: "Language of the comments: auto, ru, id, fi, it or fr.")
  var language = "auto"

  @Option(help: ArgumentHelp("Show at most so many changed comments.", valueName: "N"))
  var limit = LexiconDifference.defaultLimit

  @OptionGroup var options: CommentOptions

  @Argument(help: "The lexicon before.")
  var before: String

  @Argument(help: "The lexicon after.")
  var after: String

  @Argument(help: "Files of comments.")
  var corpus: [String]

  func run() throws {
    guard limit >= 0 else { throw RunError(.usage, "--limit is \(limit): give 0 or more") }
    guard !corpus.isEmpty else { throw RunError(.usage, "give the comments behind the two lexicons") }
    let chosen = language == "auto" ? nil : try LexiconSource.language(language)
    let rows = try options.read(corpus)
    let models = try (LexiconSource.model(before, chosen), LexiconSource.model(after, chosen))
    let difference = LexiconDifference(rows, from: models.0, to: models.1, language: chosen)
    try StandardOutput.write(difference.text(first: before, second: after, limit: limit))
  }
}
