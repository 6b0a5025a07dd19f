import Foundation
import Glibc
import Pipeline
import Testing

@Suite("Failures of a run")
struct FailureTests {
  /// A folder of exports with the fixture purchases and a feedback file of the case.
  private func exports(_ feedback: String?, in folder: String) throws -> String {
    let path = "\(folder)/exports"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: "\(NightlyRun.fixtures)/purchases.csv", toPath: "\(path)/purchases.csv")
    if let feedback { try Data(feedback.utf8).write(to: URL(fileURLWithPath: "\(path)/feedback.csv")) }
    return path
  }

  private static let header =
    "feedback_id,customer_id,order_id,submitted_at,channel,instrument,rating,language,responded_at,comment\n"

  private func failure(_ feedback: String?) throws -> (error: RunError, left: [String]) {
    let night = try NightlyRun()
    defer { night.remove() }
    let exports = try exports(feedback, in: night.folder)
    let error = #expect(throws: RunError.self) { try night.run(exports: exports) }
    let left = (try? FileManager.default.subpathsOfDirectory(atPath: night.output)) ?? []
    return (try #require(error), left)
  }

  @Test("no feedback file is 66, and nothing is left in the output folder")
  func missingInput() throws {
    let (error, left) = try failure(nil)
    #expect(error.exitStatus == 66)
    #expect(error.message.contains("no file matches"))
    #expect(left.isEmpty)
  }

  @Test("a missing required column is 65 with the nearest header, and nothing is left in the output folder")
  func missingColumn() throws {
    let (error, left) = try failure(Self.header.replacingOccurrences(of: "feedback_id", with: "feedbck_id"))
    #expect(error.exitStatus == 65)
    #expect(error.message.contains("'feedback_id'; the nearest is 'feedbck_id'"))
    #expect(left.isEmpty)
  }

  @Test("too many rejects are 65: nothing is published, rejects and quality are kept where the message says")
  func qualityGate() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let rows = (0..<10).map { "F\($0),,,2026-11-0\($0 % 5 + 1)T10:00:00Z,email,survey,,fi,,hyvä\n" }.joined()
    let exports = try exports(Self.header + rows + "F99,,,yesterday,email,survey,,fi,,hyvä\n", in: night.folder)
    let error = try #require(#expect(throws: RunError.self) { try night.run(exports: exports) })
    #expect(error.exitStatus == 65)
    #expect(error.message.contains("1 of 11 records were rejected"))
    #expect(!FileManager.default.fileExists(atPath: night.runFolder))
    let failed = "\(night.output)/failed/run_date=\(NightlyRun.runDate)"
    #expect(try FileManager.default.contentsOfDirectory(atPath: failed).sorted() == ["quality", "rejects"])
    #expect(error.message.contains(failed))
  }

  @Test("a header alone is a valid empty run")
  func emptyRun() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let summary = try night.run(exports: try exports(Self.header, in: night.folder))
    #expect(summary.comments == 0)
    #expect(try night.files().contains { $0.path == "comments/part-00000.parquet" })
  }

  @Test("a second run on the same output leaves with 75 while the first holds it")
  func busy() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try FileManager.default.createDirectory(atPath: night.output, withIntermediateDirectories: true)
    let lock = open("\(night.output)/.lock", O_RDWR | O_CREAT, 0o644)
    #expect(flock(lock, LOCK_EX) == 0)
    defer { close(lock) }
    let error = try #require(#expect(throws: RunError.self) { try night.run() })
    #expect(error.exitStatus == 75)
  }
}
