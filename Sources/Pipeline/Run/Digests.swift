import Buffers
import CSV
import Crypto
import Foundation
import Sentiment
import Synchronization

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

/// Digests of all input files, made of the bytes that the run reads in any case, while they are in the cache.
///
/// A file that is read twice counts the first time that it is read to its end.
final class InputDigests: Sendable {
  private let results: Mutex<[(bytes: Int, sha256: String)?]>
  private let isTimed: Bool

  /// - Parameter count: how many files there are, feedback first, then purchases.
  init(count: Int, isTimed: Bool) {
    results = Mutex(Array(repeating: nil, count: count))
    self.isTimed = isTimed
  }

  /// The digest of a file that is going to be read; nil where it is known.
  func begin(_ file: Int) -> FileDigest? {
    results.withLock { $0[file] == nil } ? FileDigest(isTimed: isTimed) : nil
  }

  /// Takes the digest of a file that was read to its end.
  func end(_ file: Int, _ digest: FileDigest) {
    let result = digest.finish()
    results.withLock { $0[file] = result }
  }

  /// In the order of feedback, then purchases, once all have been read.
  func all() throws(RunError) -> [(bytes: Int, sha256: String)] {
    let (count, known) = results.withLock { ($0.count, $0.compactMap { $0 }) }
    guard known.count == count else { throw RunError(.defect, "an input was not read to its end; please report it") }
    return known
  }
}

/// The digest of one file, of which one thread at a time shows a stretch.
final class FileDigest: Sendable {
  private struct State: Sendable {
    var hash = SHA256()
    var count = 0
    var clock: LapClock
  }

  private let state: Mutex<State>

  init(isTimed: Bool) { state = Mutex(State(clock: LapClock(isTimed ? .threadCPU : .off))) }

  /// Takes the next bytes, for who reads them.
  var observer: @Sendable (RawSpan) -> Void {
    { [self] (bytes: RawSpan) in update(bytes) }
  }

  private func update(_ bytes: RawSpan) {
    state.withLock { state in
      state.clock.start()
      bytes.withUnsafeBytes { state.hash.update(bufferPointer: $0) }
      state.count += bytes.byteCount
      state.clock.lap(0)
    }
  }

  /// Nanoseconds of CPU that it has taken; 0 unless they are measured.
  var nanoseconds: Int64 { state.withLock { $0.clock.nanoseconds(0) } }

  fileprivate func finish() -> (bytes: Int, sha256: String) {
    state.withLock { ($0.count, Hexadecimal.text($0.hash.finalize())) }
  }
}
