import Foundation

/// A pipeline of three comments and one purchase in a folder of its own, whose output holds the run of other exports already.
struct SmallNight {
  /// What a reader of the output finds: every file below the run's folder by its path.
  typealias State = [String: Data]

  let folder: String
  var output: String { "\(folder)/out" }
  var runFolder: String { "\(output)/run_date=2026-11-21" }

  static let pipeline = """
    version: 1
    time_zone: UTC
    feedback:
      - name: web
        files: ["feedback*.csv"]
        columns: {id: id, text: text, submitted_at: at, customer: customer}
    purchases:
      - files: ["purchases*.csv"]
        columns: {order: order, customer: customer, purchased_at: at}
    cubes:
      - {name: by_month, by: [month]}
    quality: {maximum_reject_share: 1}
    output: {directory: out}
    """
  static let oldFeedback = "id,text,at,customer\nF1,Hyvä,2026-11-01,C1\n"
  static let newFeedback = "id,text,at,customer\nF1,Hyvä palvelu,2026-11-01,C1\nF2,Très déçue,2026-11-02,C2\nF3,x\n"
  static let purchases = "order,customer,at\nO1,C1,2026-10-01\n"

  /// Makes the folder, with the old run in it unless the output shall be empty.
  init(hasOldRun: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "voc-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(Self.pipeline, to: "pipeline.yaml")
    try write(Self.purchases, to: "purchases.csv")
    if hasOldRun {
      try write(Self.oldFeedback, to: "feedback.csv")
      let outcome = try run()
      guard outcome.status == 0 else { throw NightError(outcome: outcome) }
    }
    try writeInputs()
  }

  /// Puts the pipeline and the new exports into their places, whatever a fault has made of them.
  func writeInputs() throws {
    try write(Self.pipeline, to: "pipeline.yaml")
    try write(Self.purchases, to: "purchases.csv")
    try write(Self.newFeedback, to: "feedback.csv")
  }

  struct NightError: Error {
    var outcome: Command.Outcome
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  var arguments: [String] {
    ["run", "\(folder)/pipeline.yaml", "--run-date", "2026-11-21", "--quiet", "--workers", "2"]
  }

  /// Runs the pipeline.
  func run(
    _ options: [String] = [], environment: [String: String] = [:], started: () -> Void = {}
  ) throws -> Command.Outcome {
    try Command.run(arguments + options, environment: environment, started: started)
  }

  /// The files of the run as a reader finds them now.
  func state() throws -> State {
    var state: State = [:]
    for path in FileManager.default.subpaths(atPath: runFolder) ?? [] {
      var isFolder: ObjCBool = false
      let place = "\(runFolder)/\(path)"
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      state[path] = try Data(contentsOf: URL(filePath: place))
    }
    return state
  }

  /// What stands in the output folder besides the run.
  func leftovers() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
    return names.filter { $0 != ".lock" && $0 != "run_date=2026-11-21" }.sorted()
  }
}
