import CSV
import Foundation
public import Sentiment
import Text

/// A pipeline file with everything it names, read and compiled: what `voc run` and `voc check` begin with.
public struct LoadedPipeline: Sendable {
  /// The validated definition.
  public var definition: PipelineDefinition
  /// Hexadecimal SHA-256 of the file.
  public var digest: String
  /// Compiled lexicons.
  public var model: SentimentModel
  /// The pipeline's own lexicons.
  public var lexicons: [LexiconFile]
}

/// Reads pipeline files and lexicons from disk.
public enum PipelineLoader {
  /// Reads, validates and compiles; all mistakes of all files come back together.
  ///
  /// - Parameters:
  ///   - path: the pipeline file.
  ///   - overrides: `--set KEY=VALUE` of the command line.
  ///   - adjust: applied to the definition before its lexicons are read: options that stand above the file.
  public static func load(
    _ path: String, environment: [String: String], overrides: [(key: String, value: String)],
    adjust: (inout PipelineDefinition) throws(RunError) -> Void
  ) throws(RunError) -> (pipeline: LoadedPipeline?, issues: [DefinitionIssue]) {
    let bytes = try read(path)
    let content = String(decoding: bytes, as: UTF8.self)
    guard Array(content.utf8) == bytes else { throw RunError(.definition, "\(path): not UTF-8") }
    let (definition, found) = DefinitionReader.read(
      file: path, content: content, environment: environment, overrides: overrides)
    var issues = found
    guard var definition else { return (nil, issues) }
    try adjust(&definition)
    var lexicons: [LexiconFile] = []
    for name in definition.lexiconFiles {
      let place = name.hasPrefix("/") ? name : "\(definition.folder)/\(name)"
      do throws(RunError) {
        lexicons.append(LexiconFile(name: name, content: String(decoding: try read(place), as: UTF8.self)))
      } catch {
        issues.append(DefinitionIssue(file: path, key: "lexicons", message: error.message))
      }
    }
    var mistakes: [LexiconIssue] = []
    let model = SentimentModel.load(
      usesBuiltin: definition.usesBuiltinLexicon, files: lexicons, identifiesLanguages: true, issues: &mistakes)
    issues += mistakes.map {
      DefinitionIssue(
        kind: $0.isWarning ? .warning : .definition, file: $0.file, line: $0.line, message: $0.message)
    }
    guard !issues.contains(where: { $0.kind != .warning }) else { return (nil, issues) }
    let loaded = LoadedPipeline(
      definition: definition, digest: Digests.sha256(bytes), model: model, lexicons: lexicons)
    return (loaded, issues)
  }

  /// 64 MiB: ten times all built-in lexicons.
  private static let maximumBytes = 64 << 20

  /// The bytes of a file that a user named: a pipeline or a lexicon.
  ///
  /// - Throws: `noInput`, `io` or `definition` with the path.
  public static func read(_ path: String) throws(RunError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(ReadError) {
      var blocks = try FileBlocks(path: path)
      while bytes.count <= maximumBytes, try blocks.next() { bytes += blocks.block }
    } catch { throw RunError(error) }
    guard bytes.count <= maximumBytes else {
      throw RunError(.definition, "\(path): more than \(maximumBytes) bytes; a pipeline or lexicon is no such file")
    }
    return bytes
  }

  /// Mistakes of the inputs' headers, and cases of the file's `tests:` that fail.
  public static func check(_ pipeline: LoadedPipeline, runDate: RunDate) -> [DefinitionIssue] {
    var planner = InputPlanner(pipeline.definition, runDate: runDate.text)
    _ = planner.plan()
    return planner.issues + failingTests(pipeline)
  }

  private static func failingTests(_ pipeline: LoadedPipeline) -> [DefinitionIssue] {
    var analyzer = CommentAnalyzer(pipeline.model)
    var analysis = CommentAnalysis()
    var issues: [DefinitionIssue] = []
    for (index, test) in pipeline.definition.tests.enumerated() {
      let bytes = Array(test.text.utf8)
      analyzer.analyze(
        bytes.span, .identify(minimumConfidence: pipeline.definition.language.minimumConfidence), into: &analysis)
      var misses: [String] = []
      let language = analysis.language?.code ?? "und"
      if let expected = test.language, expected != language {
        misses.append("language \(language), expected \(expected)")
      }
      let label = analysis.label?.name ?? "null"
      if let expected = test.label, expected != label { misses.append("label \(label), expected \(expected)") }
      let drivers = analysis.drivers.map { pipeline.model.drivers.names[Int($0.driver)] }
      for driver in test.drivers where !drivers.contains(driver) {
        misses.append("driver \(driver) not found among \(drivers.joined(separator: ", "))")
      }
      if !misses.isEmpty {
        issues.append(
          DefinitionIssue(
            file: pipeline.definition.file, line: test.line, key: "tests[\(index)]",
            message: "\(misses.joined(separator: "; ")): see voc explain '\(test.text)'"))
      }
    }
    return issues
  }
}
