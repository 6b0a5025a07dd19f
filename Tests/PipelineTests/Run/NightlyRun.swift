import Foundation
import Pipeline

/// Runs `pipelines/nightly.yaml` on exports, in the process, into a folder of its own.
struct NightlyRun {
  let folder: String
  var output: String { "\(folder)/out" }
  var runFolder: String { "\(output)/run_date=\(Self.runDate)" }

  static let runDate = "2026-11-21"
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let fixtures = "\(root)/fixtures/nightly"
  static let pipeline = "\(root)/pipelines/nightly.yaml"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("voc-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// - Parameters:
  ///   - overrides: as `--set`.
  ///   - exports: folder of the exports.
  @discardableResult
  func run(
    workers: Int = 2, chunkBytes: Int? = nil, exports: String = fixtures,
    overrides: [(key: String, value: String)] = [], waitSeconds: Int = 0, previous: String? = nil,
    change: (inout RunRequest) -> Void = { _ in }, notice: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> RunSummary {
    let loaded = try PipelineLoader.load(
      Self.pipeline, environment: ["EXPORTS": exports, "OUT": output], overrides: overrides
    ) { (_) throws(RunError) in }
    try PipelineRun.check(loaded.issues)
    guard let pipeline = loaded.pipeline, let date = RunDate(Self.runDate) else {
      throw RunError(.defect, "the pipeline was not loaded")
    }
    var request = RunRequest(
      definition: pipeline.definition, definitionDigest: pipeline.digest, model: pipeline.model,
      lexicons: pipeline.lexicons, runDate: date, directory: output, workers: workers)
    request.waitSeconds = waitSeconds
    request.previous = previous
    if let chunkBytes { request.chunkBytes = chunkBytes }
    change(&request)
    return try PipelineRun(request, notice: notice).run { _ in }
  }

  /// The paths below the run's folder, sorted, and their bytes.
  func files() throws -> [(path: String, bytes: Data)] {
    let paths = FileManager.default.enumerator(atPath: runFolder)?.compactMap { $0 as? String } ?? []
    return try paths.sorted().compactMap { path in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(runFolder)/\(path)", isDirectory: &isFolder), !isFolder.boolValue
      else { return nil }
      return (path, try Data(contentsOf: URL(fileURLWithPath: "\(runFolder)/\(path)")))
    }
  }
}
