import Foundation
import Pipeline
import Synchronization
import Testing

@Suite("Memory budget")
struct MemoryTests {
  @Test(
    "sizes are read as people write them",
    arguments: [
      ("512MiB", 512 << 20), ("512 mib", 512 << 20), ("2GB", 2_000_000_000), ("1.5G", 3 << 29), ("4096", 4096),
      ("7kB", 7000), ("1TiB", 1 << 40),
    ])
  func parse(_ text: String, _ bytes: Int) { #expect(MemorySize.parse(text) == bytes) }

  @Test("what is no size is none", arguments: ["", "MiB", "-1GB", "12parsec", "0", "1e3", "99999999999TB", "1.2.3G"])
  func reject(_ text: String) { #expect(MemorySize.parse(text) == nil) }

  @Test("a process may use some memory, and no more than a machine can have")
  func usable() { #expect((1 << 20..<1 << 50).contains(ProcessMemory.usable)) }

  @Test("a budget too small to work at all is 64 before anything is made, and says what is needed")
  func tooSmall() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let error = try #require(
      #expect(throws: RunError.self) { try night.run { $0.memoryBytes = 50 << 20 } })
    #expect(error.exitStatus == 64)
    #expect(error.message.contains("--memory 50 MiB is too little for 2 workers"))
    #expect(!FileManager.default.fileExists(atPath: night.output))
  }

  @Test("a run whose tables do not fit says so, and leaves no temporary file")
  func spills() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let said = Mutex<[String]>([])
    try night.run(change: { $0.tableBytes = 1 }, notice: { text in said.withLock { $0.append(text) } })
    #expect(said.withLock { $0.count { $0.contains("joined in") } } == 1)
    let left = try FileManager.default.contentsOfDirectory(atPath: night.output).sorted()
    #expect(left == [".lock", "run_date=\(NightlyRun.runDate)"])
  }

  @Test("temporary files that a killed run has left are removed by the next")
  func leftBehind() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let spill = "\(night.output)/.staging/1/spill"
    try FileManager.default.createDirectory(atPath: spill, withIntermediateDirectories: true)
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(spill)/lines-0"))
    try night.run()
    #expect(!FileManager.default.fileExists(atPath: spill))
  }

  @Test("times are measured when asked for, and not otherwise")
  func timings() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    #expect(try night.run().timings == nil)
    let timings = try #require(try night.run { $0.measuresTimings = true }.timings)
    for stage in [Stage.split, .parse, .match, .score, .cells, .encode, .write, .tables] {
      #expect(timings.stages.contains { $0.stage == stage.name && $0.nanoseconds > 0 }, "\(stage)")
    }
    #expect(timings.phases.map(\.name) == ["plan", "purchases", "comments", "tables", "publish"])
    #expect(timings.stages.reduce(0) { $0 + $1.nanoseconds } <= timings.processNanoseconds)
  }
}
