import CSV
import Foundation
import Pipeline

/// Cleans bytes in a folder of its own.
struct CleanFolder {
  let path: String

  struct Result {
    var summary: CleanSummary
    var output: [UInt8]
    var rejects: [[String]]

    /// The output's records as text.
    var rows: [[String]] {
      let rows = (try? RecordParser.rows(of: output, dialect: .rfc4180)) ?? []
      return rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("voc-clean-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(filePath: "\(path)/\(name)")) }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

  /// Cleans `bytes`; `change` sets what is not the default.
  func clean(_ bytes: [UInt8], name: String = "in.csv", _ change: (inout CleanRequest) -> Void = { _ in }) throws
    -> Result
  {
    try write(bytes, to: name)
    var request = CleanRequest(input: "\(path)/\(name)", output: "\(path)/out.csv")
    request.rejects = "\(path)/rejects.csv"
    change(&request)
    let summary = try Cleaning.run(request)
    let rejects = try RecordParser.rows(of: try read("rejects.csv"), dialect: .rfc4180)
    return Result(
      summary: summary, output: try read("out.csv"),
      rejects: rejects.dropFirst().map { $0.map { String(decoding: $0, as: UTF8.self) } })
  }

  func clean(_ text: String, _ change: (inout CleanRequest) -> Void = { _ in }) throws -> Result {
    try clean(Array(text.utf8), change)
  }
}
