import CSV
import Glibc
import Text

/// One file to read, and where in it each of our columns stands.
struct PlannedFile: Sendable {
  /// Number among all files of its input kind, in reading order.
  var number: Int
  /// Number of the source in the pipeline file.
  var source: Int
  var file: InputFile
  /// Which file it was when its header was read: every later reading is of the same.
  var identity: FileIdentity?
  /// Names of the header record, transcoded.
  var header: [String]
  /// Per column of ours (in the order of the kind's list): its place in the header, or −1.
  var places: [Int]
  /// Per driver rating of the source: its place, or −1.
  var ratingPlaces: [Int]
  /// Per extra of the run: its place, or −1.
  var extraPlaces: [Int]
}

/// Everything that is decided about the inputs before the first record is read.
struct InputPlan: Sendable {
  var feedback: [PlannedFile] = []
  var purchases: [PlannedFile] = []
  /// Union of the sources' extra columns, in order of first mention.
  var extras: [String] = []
}

extension InputPlan {
  /// Bytes of all these files, about: of compressed ones, what they may hold.
  static func storedBytes(_ files: [PlannedFile]) -> Int {
    files.reduce(0) { sum, file in
      var status = stat()
      guard stat(file.file.path, &status) == 0 else { return sum }
      let isCompressed = file.file.path.hasSuffix(".gz") || file.file.path.hasSuffix(".zst")
      return sum + Int(status.st_size) * (isCompressed ? expansion : 1)
    }
  }

  /// How many times as long as its compressed bytes an export is, about: exports repeat themselves.
  private static let expansion = 6

  /// Bytes of all these files; 0 where one is compressed, since its content's size is not known.
  static func plainBytes(_ files: [PlannedFile]) -> Int {
    var sum = 0
    for file in files {
      var status = stat()
      if file.file.path.hasSuffix(".gz") || file.file.path.hasSuffix(".zst") || stat(file.file.path, &status) != 0 {
        return 0
      }
      sum += Int(status.st_size)
    }
    return sum
  }
}

/// Opens every input's header and maps its columns; all mistakes come back together.
struct InputPlanner {
  let definition: PipelineDefinition
  let runDate: String
  private(set) var issues: [DefinitionIssue] = []

  init(_ definition: PipelineDefinition, runDate: String) {
    self.definition = definition
    self.runDate = runDate
  }

  mutating func plan() -> InputPlan {
    var plan = InputPlan()
    for source in definition.feedback {
      for extra in source.extra where !plan.extras.contains(extra) { plan.extras.append(extra) }
    }
    for (number, source) in definition.feedback.enumerated() {
      let files = find(source.format, key: "feedback[\(number)].files", isRequired: false)
      if source.format.header(of: "updated_at") != nil {
        issues.append(
          DefinitionIssue(
            kind: .warning, file: definition.file, line: source.format.line,
            key: "feedback[\(number)].columns.updated_at",
            message: "is not read yet: of several records with one id the first is kept"))
      }
      for file in files {
        guard
          var planned = open(
            file, source.format, number: plan.feedback.count, source: number, ours: FeedbackSource.columns,
            required: FeedbackSource.requiredColumns, key: "feedback[\(number)].columns")
        else { continue }
        planned.ratingPlaces = source.driverRatings.map {
          places(of: $0, in: planned, key: "feedback[\(number)].driver_ratings")
        }
        planned.extraPlaces = plan.extras.map { extra in
          guard source.extra.contains(extra) else { return -1 }
          let mapping = ColumnMapping(column: extra, header: extra, line: source.format.line)
          return places(of: mapping, in: planned, key: "feedback[\(number)].extra")
        }
        plan.feedback.append(planned)
      }
    }
    if plan.feedback.isEmpty, !issues.contains(where: { $0.kind != .warning }) {
      let patterns = definition.feedback.flatMap(\.format.files).joined(separator: ", ")
      issues.append(
        DefinitionIssue(
          kind: .missing, file: definition.file, key: "feedback",
          message: "no file matches \(patterns): give the files with --feedback GLOB"))
    }
    for (number, source) in definition.purchases.enumerated() {
      for file in find(source.format, key: "purchases[\(number)].files", isRequired: true) {
        guard
          let planned = open(
            file, source.format, number: plan.purchases.count, source: number, ours: PurchaseSource.columns,
            required: PurchaseSource.requiredColumns, key: "purchases[\(number)].columns")
        else { continue }
        plan.purchases.append(planned)
      }
    }
    return plan
  }

  private mutating func find(_ format: InputFormat, key: String, isRequired: Bool) -> [InputFile] {
    let found = InputFiles(format.files, folder: definition.folder, runDate: runDate)
    for problem in found.problems {
      issues.append(DefinitionIssue(kind: problem.kind, file: problem.path, message: problem.message))
    }
    let files = found.files
    if files.isEmpty, isRequired {
      issues.append(
        DefinitionIssue(
          kind: .missing, file: definition.file, line: format.line, key: key,
          message: "no file matches \(format.files.joined(separator: ", ")): check the path, which is relative to the "
            + "pipeline file"))
    }
    return files
  }

  private mutating func open(
    _ file: InputFile, _ format: InputFormat, number: Int, source: Int, ours: [String], required: [String], key: String
  ) -> PlannedFile? {
    let header: [String]
    let identity: FileIdentity?
    do throws(ReadError) {
      let dialect = try format.dialect.resolve()
      let reader = try ChunkReader(
        ByteSource(path: file.path), dialect: dialect,
        limits: ReadLimits(maximumRecordBytes: format.maximumRecordBytes))
      identity = reader.identity
      header = reader.header.map { String(decoding: dialect.transcoder?.text($0) ?? $0, as: UTF8.self) }
    } catch {
      issues.append(DefinitionIssue(kind: DefinitionIssue.Kind(error.kind), file: file.path, message: error.message))
      return nil
    }
    var planned = PlannedFile(
      number: number, source: source, file: file, identity: identity, header: header, places: [], ratingPlaces: [],
      extraPlaces: [])
    // A file without even a header has no records.
    guard !header.isEmpty else { return planned }
    for column in ours {
      guard let mapping = format.columns.first(where: { $0.column == column }) else {
        planned.places.append(-1)
        continue
      }
      planned.places.append(
        places(of: mapping, in: planned, key: "\(key).\(column)", isRequired: required.contains(column)))
    }
    return planned
  }

  /// Where the header of a mapping stands; a missing one is an error or a warning.
  private mutating func places(
    of mapping: ColumnMapping, in file: PlannedFile, key: String, isRequired: Bool = false
  ) -> Int {
    if let place = file.header.firstIndex(of: mapping.header) {
      let count = file.header.count(where: { $0 == mapping.header })
      if count > 1 {
        issues.append(
          DefinitionIssue(
            kind: .warning, file: file.file.path, line: 1, key: key,
            message: "the header has \(count) columns '\(mapping.header)': the first is read"))
      }
      return place
    }
    if file.header.isEmpty { return -1 }
    let near = Spelling.nearest(mapping.header, among: file.header).map { "; the nearest is '\($0)'" } ?? ""
    let format =
      key.hasPrefix("purchases") ? definition.purchases[file.source].format : definition.feedback[file.source].format
    let found = HeaderListing(file.header, expected: format.columns.map(\.header)).text
    let consequence = isRequired ? "it is required" : "its values are null"
    issues.append(
      DefinitionIssue(
        kind: isRequired ? .input : .warning, file: file.file.path, line: 1, key: key,
        message: "the header has no column '\(mapping.header)'\(near): \(consequence). \(found)"))
    return -1
  }
}
