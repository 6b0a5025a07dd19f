import ArgumentParser
import Pipeline
import Sentiment
import Text

/// `voc lexicon suggest`.
struct LexiconSuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Propose entries from your own comments: frequent words that the lexicon lacks, with weights.",
    discussion: """
      Files: CSV with a header, JSON Lines, lines rating<TAB>text, or plain lines. A rating is a number or a label. \
      Words are ranked by how much more often good or bad ratings have them (weighted log-odds with an informative \
      Dirichlet prior, Monroe et al. 2008). Without any rating the lexicon's own labels stand for them. Comments that \
      are clearly in another of the five languages are left out.

      The output is a lexicon file to be edited: it quotes customers, with addresses and numbers masked.

      Examples:
        voc lexicon suggest comments.csv --language fi --rating-column stars > proposals.tsv
        voc lexicon suggest answers.jsonl --language it --rating-scale 0-10 --limit 100
      """)

  @Option(help: "Language of the comments: ru, id, fi, it or fr.")
  var language: String

  @Option(help: ArgumentHelp("At most so many proposals.", valueName: "N"))
  var limit = LexiconSuggestions.defaultLimit

  @Option(help: ArgumentHelp("Leave out words that fewer rated comments have.", valueName: "N"))
  var minimumComments = LexiconSuggestions.minimumComments

  @Option(name: .customLong("lexicon"), help: ArgumentHelp("A lexicon of yours; may be repeated.", valueName: "FILE"))
  var lexicons: [String] = []

  @OptionGroup var tables: TablesOptions

  @OptionGroup var options: CommentOptions

  @Argument(help: "Files of comments.")
  var comments: [String]

  func run() throws {
    guard limit >= 0 else { throw RunError(.usage, "--limit is \(limit): give 0 or more") }
    guard minimumComments >= 1 else {
      throw RunError(.usage, "--minimum-comments is \(minimumComments): give 1 or more")
    }
    let chosen = try LexiconSource.language(language)
    let rows = try options.read(comments)
    let model = try LexiconSource.model(lexicons: lexicons, tables: tables.content, identifiesLanguages: true)
    let sample = LanguageSample(code: chosen.code, content: tables.content("languages/\(chosen.code).txt") ?? "")
    let suggestions = LexiconSuggestions(
      rows, model: model, language: chosen, scale: try options.scale(), commonWords: Set(sample.words),
      minimumComments: minimumComments, limit: limit)
    if suggestions.positiveCount == 0 || suggestions.negativeCount == 0 {
      let found = "\(suggestions.positiveCount) positive and \(suggestions.negativeCount) negative comments"
      throw RunError(.data, "\(found) of \(rows.count): both kinds are needed; see --rating-column and --rating-scale")
    }
    try StandardOutput.write(suggestions.text())
  }
}
