import ArgumentParser
import Pipeline
import Sentiment
import Text

/// `voc evaluate`: how well the lexicon does on comments labelled by hand.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge the lexicon on comments labelled by hand.",
    discussion: """
      A gold file has one comment a line. Either label<TAB>text, where label is negative, neutral, positive or mixed; or \
      JSON: {"text": "…", "label": "negative"} with, as far as you annotated them, "language", "drivers" \
      ({"delivery": "negative"}), "expectation", "recommendation", "loyalty", "emotion", "complaint", "praise", "request" \
      and "id". What a line does not mention is not judged there; null, false and {} say that the comment has none.

      With --language auto the language is identified, and judged where the gold has it. Comments in other languages \
      ("language": "und") are judged by that alone.

      Examples:
        voc evaluate our-sample.tsv --language fi
        voc evaluate gold/*.jsonl --by language --errors 20
        voc evaluate our-sample.jsonl --lexicon our-shop.tsv --format json | jq .all.label.macro_f1
      """)

  /// How figures are written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @OptionGroup var lexicon: LexiconOptions

  @Flag(help: "Read each comment in the language that its line gives, as a run does that trusts its export.")
  var trustLanguage = false

  @Option(help: ArgumentHelp("Show so many wrong labels with their evidence, the worst first.", valueName: "N"))
  var errors = 0

  @Option(help: "Give figures apart for each language or file.")
  var by: Evaluation.Grouping?

  @Option(help: "text for people; json for programs.")
  var format = Format.text

  @Argument(help: ArgumentHelp("Files of labelled comments.", valueName: "gold"))
  var files: [String]

  func run() throws {
    guard errors >= 0 else { throw RunError(.usage, "--errors is \(errors): give 0 or more") }
    let chosen = try lexicon.chosenLanguage()
    guard !trustLanguage || chosen == nil else {
      throw RunError(.usage, "--trust-language and --language \(lexicon.language) exclude each other: give one of them")
    }
    let model = try lexicon.model()
    var reader = GoldReader(drivers: model.drivers.names)
    for file in files { reader.read(file: file) }
    try PipelineRun.check(reader.issues)
    let source = chosen.map { Evaluation.LanguageSource.given($0) } ?? (trustLanguage ? .annotated : .identified)
    let evaluation = Evaluation(
      reader.comments, model: model, language: source, grouping: by, shownErrors: errors)
    switch format {
    case .text: try StandardOutput.write(evaluation.text())
    case .json: try StandardOutput.write(try evaluation.json())
    }
  }
}

extension Evaluation.Grouping: ExpressibleByArgument {}
