import ArgumentParser
import Pipeline

/// `voc verify`: proves that a published run is whole and lost nothing.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that checksums, counts and reconciliation of a run hold.",
    discussion: """
      Every file of manifest.json must be there with its size, rows and SHA-256, and no other; every page of every \
      Parquet file must decode and have its checksum; every record of every input must be a row of comments, an order \
      line or a row of rejects; keys of comments must be unique, and drivers and evidence must refer to them. What does \
      not agree is listed, and the command leaves with 65.

      Examples:
        voc verify out/run_date=2026-11-21
        voc verify out
      """)

  @Argument(
    help: ArgumentHelp("A run's folder, or an output folder: then each run_date=… in it.", valueName: "dir"))
  var directory: String

  func run() throws {
    var failures: [String] = []
    for folder in try RunVerification.folders(of: directory) {
      let verification = try RunVerification(folder: folder)
      let isRight = verification.disagreements.isEmpty
      let verdict = isRight ? "verified" : "DOES NOT VERIFY"
      let lines = ["\(folder): \(verdict)"] + verification.findings.map { "  \($0)" }
      try StandardOutput.write(lines.joined(separator: "\n") + "\n")
      failures += verification.disagreements.map { "\(folder)/\($0)" }
    }
    guard failures.isEmpty else {
      let count = failures.count == 1 ? "1 disagreement" : "\(failures.count) disagreements"
      throw RunError(.data, "\(count):\n" + failures.map { "  \($0)" }.joined(separator: "\n"))
    }
  }
}
