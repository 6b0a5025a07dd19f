import ArgumentParser
import Foundation
import Pipeline

/// `voc check`: every mistake at once.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report every mistake of a pipeline file, its lexicons and its inputs' headers; run its tests.",
    discussion: """
      Example:
        voc check pipelines/nightly.yaml
      """)

  @Argument(help: "The pipeline file.")
  var pipeline: String

  @Option(help: "The date that {run_date} stands for; default: yesterday.")
  var runDate: String?

  func run() throws {
    let (loaded, found) = try PipelineLoader.load(
      pipeline, environment: ProcessInfo.processInfo.environment, overrides: []
    ) { (_) throws(RunError) in }
    var issues = found
    if let loaded {
      let date = try RunDate.resolve(runDate, definition: loaded.definition)
      issues += PipelineLoader.check(loaded, runDate: date)
    }
    for issue in issues where issue.kind == .warning { StandardError.write("\(issue)\n") }
    try PipelineRun.check(issues)
    try StandardOutput.write("\(pipeline): no mistakes\n")
  }
}
