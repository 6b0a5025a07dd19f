import CSV
import Crypto
import Dispatch
import Foundation
import Sentiment

/// SHA-256 of inputs and definitions, for the manifest.
public enum Digests {
  /// Of bytes, in hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }

  /// Of all lexicons that a run used: the built-in ones as one, then the pipeline's own.
  static func lexicons(_ files: [LexiconFile]) -> [Manifest.Lexicon] {
    var builtin = SHA256()
    for name in BuiltinTables.names { builtin.update(data: Array((BuiltinTables.content(name) ?? "").utf8)) }
    return [Manifest.Lexicon(name: "builtin", sha256: Hexadecimal.text(builtin.finalize()))]
      + files.map { Manifest.Lexicon(name: $0.name, sha256: sha256(Array($0.content.utf8))) }
  }

  /// Bytes and SHA-256 of a file, read in pieces.
  static func file(_ path: String, expecting identity: FileIdentity? = nil) throws(RunError) -> (
    bytes: Int, sha256: String
  ) {
    var hash = SHA256()
    var count = 0
    do throws(ReadError) {
      var file = try FileBlocks(path: path, expecting: identity)
      while try file.next() {
        hash.update(data: file.block)
        count += file.block.count
      }
    } catch { throw RunError(error) }
    return (count, Hexadecimal.text(hash.finalize()))
  }
}

/// Digests of all input files, made beside the run, off its critical path.
final class InputDigests: Sendable {
  private let results: Guarded<[Result<(bytes: Int, sha256: String), RunError>?]>

  init(_ inputs: InputPlan, _ timings: TimingRecorder) {
    let files = inputs.feedback + inputs.purchases
    results = Guarded(Array(repeating: nil, count: files.count))
    DispatchQueue(label: "voc.digests", qos: .utility).async { [results] in
      var clock = timings.clock()
      for (index, file) in files.enumerated() {
        clock.start()
        let result: Result<(bytes: Int, sha256: String), RunError>
        do throws(RunError) {
          result = .success(try Digests.file(file.file.path, expecting: file.identity))
        } catch { result = .failure(error) }
        clock.lap(.digests, bytes: (try? result.get())?.bytes ?? 0)
        if index == files.count - 1 { timings.add(clock) }
        results.withLock { $0[index] = result }
      }
    }
  }

  /// In the order of feedback, then purchases.
  func wait() throws(RunError) -> [(bytes: Int, sha256: String)] {
    let done = results.waitUntil { results in results.contains { $0 == nil } ? nil : results.compactMap { $0 } }
    var digests: [(bytes: Int, sha256: String)] = []
    for result in done { digests.append(try result.get()) }
    return digests
  }
}
