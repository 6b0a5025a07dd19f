import ArgumentParser
import CSV
import Foundation
import Logging
import Pipeline

/// `voc run`: the main job.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Read exports, understand comments, join them to purchases, write tables.",
    discussion: """
      Examples:
        voc run pipelines/nightly.yaml
        voc run nightly.yaml --feedback 'exports/feedback*.csv' --purchases 'exports/purchases*.csv' --output out
        voc run nightly.yaml --run-date 2026-11-21 --set privacy.keep_text=false --workers 4
      """)

  @Argument(help: "The pipeline file.")
  var pipeline: String

  @Option(
    name: .customLong("feedback"),
    help: ArgumentHelp(
      "Feedback files: a glob for the first source alone, or NAME=GLOB for a named one.", valueName: "[NAME=]GLOB"))
  var feedback: [String] = []

  @Option(name: .customLong("purchases"), help: ArgumentHelp("Purchase files.", valueName: "GLOB"))
  var purchases: [String] = []

  @Option(help: "Folder of the output; default: output.directory of the file.")
  var output: String?

  @Option(help: "The night's date; default: yesterday in the pipeline's time zone.")
  var runDate: String?

  @Option(help: ArgumentHelp("Folder of the run that 'change' compares with.", valueName: "DIR"))
  var previous: String?

  @Option(help: "Workers, 1 to 1024; default: the processors that may be used (environment: VOC_WORKERS).")
  var workers: Int?

  @Option(
    help: ArgumentHelp("Wait so long while another run holds the output, then leave with 75.", valueName: "SECONDS"))
  var wait = 0

  @Option(name: .customLong("set"), help: ArgumentHelp("Change a value of the file.", valueName: "KEY=VALUE"))
  var overrides: [String] = []

  @Flag(help: "Print what would be done, and touch nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Memory that the run may use, such as 512MiB or 2GB; default: half of what the process may use (environment: VOC_MEMORY).",
      valueName: "SIZE"))
  var memory: String?

  @Flag(help: "Say where the time went, stage by stage.")
  var timings = false

  @Option(name: .customLong("chunk-bytes"), help: .hidden)
  var chunkBytes = ReadLimits.defaultChunkBytes

  @Option(name: .customLong("table-bytes"), help: .hidden)
  var tableBytes: Int?

  @OptionGroup var reporting: ReportingOptions

  static let maximumWorkers = 1024

  func run() throws {
    let log = reporting.logger()
    let workers = try resolveWorkers()
    let (loaded, issues) = try PipelineLoader.load(
      pipeline, environment: ProcessInfo.processInfo.environment, overrides: try parseOverrides()
    ) { (definition) throws(RunError) in try adjust(&definition) }
    for issue in issues where issue.kind == .warning { log.warning("\(issue.statement)") }
    try PipelineRun.check(issues)
    guard let loaded else { throw RunError(.defect, "a pipeline without mistakes was not loaded") }
    if !loaded.definition.hasTimeZone { log.notice("time_zone is not given: \(Defaults.timeZone) is taken") }
    let date = try RunDate.resolve(runDate, definition: loaded.definition)
    var request = RunRequest(
      definition: loaded.definition, definitionDigest: loaded.digest, model: loaded.model, lexicons: loaded.lexicons,
      runDate: date, directory: directory(loaded.definition), workers: workers)
    request.waitSeconds = wait
    request.previous = previous
    request.chunkBytes = chunkBytes
    request.measuresTimings = timings
    request.tableBytes = tableBytes
    if let bytes = try resolveMemory() { request.memoryBytes = bytes }
    if dryRun { return try StandardOutput.write(PlanText.make(request)) }
    log.notice("run date \(date.text), \(workers) worker\(workers == 1 ? "" : "s"), output \(request.directory)")
    let run = PipelineRun(request, interruption: VOC.listenForSignals()) { log.notice("\($0)") }
    let display = ProgressDisplay(run.progress, mode: reporting.progressMode)
    defer { display.stop() }
    let summary = try run.run { issue in log.warning("\(issue.statement)") }
    display.stop()
    for line in SummaryText.lines(summary) { log.notice("\(line)") }
    if let timings = summary.timings {
      StandardError.write(reporting.isJSON ? try TimingsText.json(timings) : TimingsText.table(timings))
    }
  }

  private func resolveWorkers() throws(RunError) -> Int {
    let environment = ProcessInfo.processInfo.environment["VOC_WORKERS"]
    let text = workers.map(String.init) ?? environment
    guard let text else { return Processors.available }
    guard let number = Int(text), (1...Self.maximumWorkers).contains(number) else {
      let name = workers == nil ? "VOC_WORKERS" : "--workers"
      throw RunError(.usage, "\(name) is '\(text)': give a number from 1 to \(Self.maximumWorkers)")
    }
    return number
  }

  private func resolveMemory() throws(RunError) -> Int? {
    guard let text = memory ?? ProcessInfo.processInfo.environment["VOC_MEMORY"] else { return nil }
    if let bytes = MemorySize.parse(text) { return bytes }
    let name = memory == nil ? "VOC_MEMORY" : "--memory"
    throw RunError(.usage, "\(name) is '\(text)': give a size such as 512MiB, 2GB or 1.5G")
  }

  private func parseOverrides() throws(RunError) -> [(key: String, value: String)] {
    var parsed: [(key: String, value: String)] = []
    for text in overrides {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw RunError(.usage, "--set '\(text)': write KEY=VALUE, for example --set match.window_days=30")
      }
      parsed.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    }
    return parsed
  }

  /// Files of the command line are relative to the working folder, so they are made absolute.
  private func adjust(_ definition: inout PipelineDefinition) throws(RunError) {
    func absolute(_ glob: String) -> String {
      glob.hasPrefix("/") ? glob : "\(FileManager.default.currentDirectoryPath)/\(glob)"
    }
    var named: [String: [String]] = [:]
    var unnamed: [String] = []
    for text in feedback {
      if let equals = text.firstIndex(of: "="), definition.feedback.contains(where: { $0.name == text[..<equals] }) {
        named[String(text[..<equals]), default: []].append(absolute(String(text[text.index(after: equals)...])))
      } else if let equals = text.firstIndex(of: "="), !text[..<equals].contains("/") {
        let names = definition.feedback.map(\.name).joined(separator: ", ")
        throw RunError(.usage, "--feedback '\(text)': no source is called '\(text[..<equals])'; there are \(names)")
      } else {
        unnamed.append(absolute(text))
      }
    }
    if !unnamed.isEmpty, let first = definition.feedback.first {
      definition.feedback = [first]
      definition.feedback[0].format.files = unnamed
    }
    for index in definition.feedback.indices {
      if let files = named[definition.feedback[index].name] { definition.feedback[index].format.files = files }
    }
    if !purchases.isEmpty {
      guard let first = definition.purchases.first else {
        throw RunError(.usage, "--purchases: the pipeline has no 'purchases:' that says how they are written")
      }
      definition.purchases = [first]
      definition.purchases[0].format.files = purchases.map(absolute)
    }
  }

  private func directory(_ definition: PipelineDefinition) -> String {
    if let output { return output }
    let directory = definition.output.directory
    return directory.hasPrefix("/") ? directory : "\(definition.folder)/\(directory)"
  }
}
