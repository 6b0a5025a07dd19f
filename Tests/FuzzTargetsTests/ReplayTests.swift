import Buffers
import Foundation
import FuzzTargets
import Testing

@Suite("Fuzzed inputs")
struct ReplayTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/fuzz")

  /// The inputs of a target, by the bytes of their names.
  private static func inputs(_ target: FuzzTarget) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
  }

  @Test("what fuzzing began with and what it found is read without a contradiction", arguments: FuzzTarget.allCases)
  func replay(_ target: FuzzTarget) throws {
    let inputs = try Self.inputs(target)
    #expect(!inputs.isEmpty)
    for input in inputs {
      do { try target.run(Array(try Data(contentsOf: input))) } catch {
        Issue.record("\(input.lastPathComponent): \(error)")
      }
    }
  }

  /// Bytes of the seeds are changed, removed, doubled and swapped; libFuzzer does the same for longer, and looks where it leads.
  @Test("what is changed at random in a seed is read without a contradiction", arguments: FuzzTarget.allCases)
  func mutations(_ target: FuzzTarget) throws {
    var random = SplitMix64(seed: 7)
    for input in try Self.inputs(target) {
      let seed = Array(try Data(contentsOf: input))
      for number in 0..<20 {
        var bytes = seed
        for _ in 0...number % 5 where !bytes.isEmpty {
          let place = Int.random(in: bytes.indices, using: &random)
          switch UInt8.random(in: 0...3, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.remove(at: place)
          case 2: bytes.insert(bytes[place], at: place)
          default: bytes.swapAt(place, Int.random(in: bytes.indices, using: &random))
          }
        }
        do { try target.run(bytes) } catch { Issue.record("\(input.lastPathComponent), change \(number): \(error)") }
      }
    }
  }
}
