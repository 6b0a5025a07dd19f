internal import Sentiment

/// Reads a pipeline file into a definition, and says everything that is wrong with it at once.
///
/// Inputs, lexicons and headers are not opened: whether they exist and have the columns is seen when a run is planned.
public struct DefinitionReader {
  let file: String
  var issues: [DefinitionIssue] = []
  /// Whether lexicons of the pipeline's own may add drivers.
  var hasOwnLexicons = false

  static let keys = [
    "version", "name", "time_zone", "feedback", "purchases", "language", "lexicons", "match",
    "response_target_minutes", "cubes", "driver_impact", "keywords", "change", "privacy", "quality", "output", "tests",
  ]
  static let requiredKeys = ["version", "feedback"]

  /// Reads a pipeline file.
  ///
  /// - Parameters:
  ///   - file: its name as the user gave it; relative paths of the file are relative to its folder.
  ///   - content: its text.
  ///   - environment: what `${NAME}` refers to.
  ///   - overrides: the `--set KEY=VALUE` of the command line, in order; a key is a path such as `match.window_days` or
  ///     `feedback[0].dialect.encoding`.
  /// - Returns: the definition, nil if and only if an issue is more than a warning; and the issues in the order of
  ///   lines, those of `--set` last.
  public static func read(
    file: String, content: String, environment: [String: String], overrides: [(key: String, value: String)] = []
  ) -> (definition: PipelineDefinition?, issues: [DefinitionIssue]) {
    var reader = DefinitionReader(file: file)
    let definition = reader.read(content, environment, overrides)
    let isRefused = reader.issues.contains { $0.kind != .warning }
    // Sorting is stable: issues of one line stay in the order of the keys.
    var issues =
      reader.issues.filter { $0.file == file }.sorted { $0.line < $1.line }
      + reader.issues.filter { $0.file != file }
    if issues.count > maximumIssues {
      let more = issues.count - maximumIssues
      issues.removeLast(more)
      issues.append(
        DefinitionIssue(
          kind: isRefused ? .definition : .warning, file: file,
          message: "and \(more) more; mend these first, or is it another file?"))
    }
    return (isRefused ? nil : definition, issues)
  }

  /// More than anybody reads at once.
  static let maximumIssues = 1000

  private init(file: String) { self.file = file }

  private mutating func read(
    _ content: String, _ environment: [String: String], _ overrides: [(key: String, value: String)]
  ) -> PipelineDefinition? {
    var text = DefinitionText(file: file, text: content)
    let read = text.read()
    issues += text.issues
    guard var root = read else { return nil }
    for override in overrides {
      do throws(DefinitionIssue) {
        try DefinitionOverride(key: override.key, value: override.value).apply(to: &root)
      } catch {
        issues.append(error)
      }
    }
    root.substitute(environment, path: "", &issues)
    guard let section = section(root, "", keys: Self.keys, required: Self.requiredKeys) else { return nil }
    return definition(section)
  }

  private mutating func definition(_ root: DefinitionSection) -> PipelineDefinition {
    if let version = whole(root, "version"), version != DefinitionBounds.version, let node = root["version"] {
      report(node, "version", "expected \(DefinitionBounds.version), found \(version); this program reads no other")
    }
    var definition = PipelineDefinition(
      file: file, folder: Self.folder(of: file), name: text(root, "name") ?? Self.name(of: file), feedback: [],
      purchases: [])
    if let zone = text(root, "time_zone") {
      definition.hasTimeZone = true
      definition.timeZone = zone
      if !TimeZoneRules.isKnown(zone), let node = root["time_zone"] {
        let hint = DefinitionIssue.hint(zone, among: TimeZoneRules.knownNames)
        report(
          node, "time_zone",
          "unknown time zone \"\(zone)\"" + (hint.isEmpty ? "; expected an IANA name such as Europe/Helsinki" : hint))
      }
    }
    readLexicons(root, &definition)
    definition.feedback = feedback(root)
    definition.purchases = purchases(root)
    definition.language = language(root)
    definition.match = match(root)
    definition.responseTargetMinutes =
      whole(root, "response_target_minutes", DefinitionBounds.responseTargetMinutes) ?? definition.responseTargetMinutes
    definition.cubes = cubes(root, extras: definition.feedback.flatMap(\.extra))
    definition.driverImpact = driverImpact(root)
    definition.privacy = privacy(root)
    definition.keywords = keywords(root, keepsText: definition.privacy.keepText)
    definition.change = change(root, extras: definition.feedback.flatMap(\.extra))
    definition.quality = quality(root)
    definition.output = output(root)
    definition.tests = tests(root)
    return definition
  }

  /// Reports a driver that the run will not know; one that a lexicon of the pipeline's own may add is a warning where it looks
  /// like a slip.
  mutating func checkDriver(_ name: String, _ node: DefinitionNode, _ path: String) {
    if DriverList.builtin.contains(name) { return }
    let hint = hint(name, among: DriverList.builtin)
    if !hasOwnLexicons {
      let known = DriverList.builtin.joined(separator: ", ")
      report(node, path, "unknown driver \"\(name)\"" + (hint.isEmpty ? "; expected one of \(known)" : hint))
    } else if !hint.isEmpty {
      report(node, path, "no built-in driver is called \"\(name)\"; a lexicon must add it\(hint)", kind: .warning)
    }
  }

  /// The part of a path up to its last slash; `.` where there is none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part of a path behind its last slash, without extension.
  static func name(of path: String) -> String {
    let file = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return String(file) }
    return String(file[..<dot])
  }
}
