import ArgumentParser
import Pipeline

/// `voc generate`: exports for trying and measuring.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make synthetic exports of any size: feedback.csv and purchases.csv.",
    discussion: """
      The comments are made of the lexicons' example sentences in all five languages. The same seed gives the same \
      bytes with the same version of voc. Files of these names are replaced when the new ones are complete.

      Examples:
        voc generate --rows 1000000 --seed 1 --output exports
        EXPORTS=$PWD/exports voc run pipelines/nightly.yaml --run-date 2027-03-01
      """)

  @Option(help: ArgumentHelp("Comments, 0 to \(ExportGenerator.maximumRows).", valueName: "N"))
  var rows: Int

  @Option(help: ArgumentHelp("Any number from 0 to \(UInt64.max): another seed, other exports.", valueName: "S"))
  var seed: UInt64

  @Option(help: ArgumentHelp("Folder of the exports; made where it is missing.", valueName: "DIR"))
  var output: String

  @Option(help: ArgumentHelp("Purchase lines; default: as many as --rows.", valueName: "N"))
  var purchases: Int?

  @Flag(help: "Leave the column 'language' empty, so that languages must be identified.")
  var noLanguage = false

  @Flag(help: "Report errors alone.")
  var quiet = false

  func run() throws {
    let generator = try ExportGenerator(
      rows: rows, purchaseLines: purchases, seed: seed, includesLanguage: !noLanguage)
    let interruption = VOC.listenForSignals()
    let summary = try generator.write(to: output) { interruption.error }
    guard !quiet else { return }
    for (name, count, unit, bytes) in [
      (ExportGenerator.feedbackName, summary.comments, "comments", summary.feedbackBytes),
      (ExportGenerator.purchasesName, summary.purchaseLines, "purchase lines", summary.purchaseBytes),
    ] {
      StandardError.write("voc: \(output)/\(name): \(count) \(unit), \(bytes) bytes\n")
    }
  }
}
