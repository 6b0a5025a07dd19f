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
    #expect(error.message.contains("1 of 11 records were rejected (share 0.0909: unreadable_timestamp 1)"))
    #expect(!FileManager.default.fileExists(atPath: night.runFolder))
    let failed = "\(night.output)/failed/run_date=\(NightlyRun.runDate)"
    #expect(try FileManager.default.contentsOfDirectory(atPath: failed).sorted() == ["quality", "rejects"])
    #expect(error.message.contains(failed))
  }

  @Test("too few comments with a purchase are 65, all reasons at once")
  func matchShare() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let rows = "F1,,,2026-11-01T10:00:00Z,email,survey,,fi,,hyvä\nF2,,,yesterday,email,survey,,fi,,hyvä\n"
    let exports = try exports(Self.header + rows, in: night.folder)
    let error = try #require(
      #expect(throws: RunError.self) {
        try night.run(exports: exports, overrides: [("quality.minimum_match_share", "0.5")])
      })
    #expect(error.exitStatus == 65)
    #expect(error.message.contains("0 of 1 comments were matched to a purchase (share 0.0)"))
    #expect(error.message.contains("1 of 2 records were rejected"))
  }

  @Test("an export that the run of an earlier date has read is 65 where newer input is asked for")
  func newerInput() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let newer = [("quality.require_newer_input", "true")]
    try night.run(overrides: newer)
    // The same date again is no earlier one.
    try night.run(overrides: newer)
    try FileManager.default.moveItem(atPath: night.runFolder, toPath: "\(night.output)/run_date=2026-11-20")
    let error = try #require(#expect(throws: RunError.self) { try night.run(overrides: newer) })
    #expect(error.exitStatus == 65)
    #expect(error.message.contains("feedback: the content of 4 files is that of the run of 2026-11-21"))
    #expect(error.message.contains("purchases: the content of 1 file is"))
  }

  @Test("a first record that is no header is not shown in the message")
  func noHeader() throws {
    let (error, _) = try failure("F1,C1,,2026-11-01,email,survey,5,fi,,Soittakaa 040 1234567 Liisa\n")
    #expect(error.exitStatus == 65)
    #expect(error.message.contains("a first record of 10 fields") && !error.message.contains("Liisa"))
  }

  @Test("names of a header that are too long, or personal, are not shown")
  func longNames() throws {
    let long = String(repeating: "x", count: 60)
    let (error, _) = try failure("feedback_id,\(long),liisa@example.com\n")
    #expect(error.message.contains("'feedback_id', column 2 of 60 characters, column 3 of 17 characters"))
  }

  @Test("a link that leads nowhere, and a pipe, are 66 with their names; a file of two names is read once")
  func oddFiles() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let exports = try exports(Self.header + "F1,,,2026-11-01,email,survey,,fi,,hyvä\n", in: night.folder)
    try FileManager.default.createSymbolicLink(atPath: "\(exports)/feedback_b.csv", withDestinationPath: "feedback.csv")
    #expect(try night.run(exports: exports).comments == 1)
    try FileManager.default.createSymbolicLink(atPath: "\(exports)/feedback_c.csv", withDestinationPath: "nowhere")
    #expect(mkfifo("\(exports)/feedback_d.csv", 0o600) == 0)
    let error = try #require(#expect(throws: RunError.self) { try night.run(exports: exports) })
    #expect(error.exitStatus == 66)
    #expect(error.message.contains("feedback_c.csv: can't be read: No such file"))
    #expect(error.message.contains("feedback_d.csv: is a pipe"))
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
