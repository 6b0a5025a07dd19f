import Foundation
import Glibc
import Pipeline
import Testing

@Suite("Determinism", .serialized)
struct DeterminismTests {
  struct Variant: CustomTestStringConvertible, Sendable {
    var name: String
    var workers = 2
    var chunkBytes: Int?
    var timeZone: String?
    var tableBytes: Int?
    var testDescription: String { name }
  }

  static let variants = [
    Variant(name: "one worker", workers: 1),
    Variant(name: "five workers", workers: 5),
    Variant(name: "chunks of 4 KiB", workers: 3, chunkBytes: 4096),
    Variant(name: "chunks of 50,000 bytes", workers: 2, chunkBytes: 50_000),
    Variant(name: "another time zone of the machine", timeZone: "Pacific/Auckland"),
    Variant(name: "a second run"),
    Variant(name: "purchases and keys in parts", tableBytes: 1),
    Variant(name: "purchases and keys in a few parts, one worker", workers: 1, tableBytes: 20_000),
    Variant(name: "keys alone in parts, small chunks", chunkBytes: 4096, tableBytes: 200_000),
  ]

  @Test("every output file has the same bytes, whatever the workers, chunks and time zone", arguments: variants)
  func sameBytes(_ variant: Variant) throws {
    let reference = try NightlyRun()
    defer { reference.remove() }
    // Small row groups, so that cuts fall between and within chunks.
    let overrides = [(key: "output.row_group_rows", value: "200"), (key: "output.evidence", value: "true")]
    try reference.run(overrides: overrides)
    let other = try NightlyRun()
    defer { other.remove() }
    if let zone = variant.timeZone {
      setenv("TZ", zone, 1)
      tzset()
    }
    defer {
      unsetenv("TZ")
      tzset()
    }
    try other.run(workers: variant.workers, chunkBytes: variant.chunkBytes, overrides: overrides) { request in
      if let bytes = variant.tableBytes { request.tableBytes = bytes }
    }
    let expected = try reference.files()
    let found = try other.files()
    #expect(expected.map(\.path) == found.map(\.path))
    for (first, second) in zip(expected, found) { #expect(first.bytes == second.bytes, "\(first.path)") }
    #expect(expected.count > 8)
  }

  @Test("running again on the same output replaces the run by the same bytes and leaves nothing else")
  func runAgain() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    let first = try night.files()
    try night.run()
    #expect(try night.files().map(\.bytes) == first.map(\.bytes))
    let left = try FileManager.default.contentsOfDirectory(atPath: night.output).sorted()
    #expect(left == [".lock", "run_date=\(NightlyRun.runDate)"])
  }
}
