import Buffers
import Crypto
import Glibc

/// A file of a finished run, as the manifest lists it.
struct WrittenFile: Sendable, Codable, Equatable {
  /// Below the run's folder.
  var path: String
  var bytes: Int
  /// Nil for files without rows.
  var rows: Int?
  /// Hexadecimal.
  var sha256: String
}

/// A file being written in the staging folder: every byte checked and hashed, and all of them synced before the run is published.
struct StagedFile: ~Copyable, Sendable {
  private let path: String
  private let name: String
  private let descriptor: Int32
  private let syncs: FileSyncs
  private var hash = SHA256()
  private var byteCount = 0
  private var isClosed = false

  /// Who may read a file of the output: everybody whom the folders let in.
  static let sharedMode: mode_t = 0o644
  /// For what only its owner may read.
  static let privateMode: mode_t = 0o600

  /// Creates the file; its folder must exist.
  ///
  /// - Throws: `cannotCreate` with the path.
  init(_ output: OutputFolder, name: String, mode: mode_t = sharedMode) throws(RunError) {
    path = "\(output.folder)/\(name)"
    self.name = name
    syncs = output.syncs
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if descriptor < 0 { throw FolderCalls.creation(path, errno) }
  }

  deinit { if !isClosed { Glibc.close(descriptor) } }

  /// Writes all bytes.
  mutating func write(_ bytes: [UInt8]) throws(RunError) {
    let done = SystemCalls.write(bytes.span, to: descriptor)
    if done < bytes.count { throw failure("can't be written after \(byteCount + done) bytes", errno) }
    hash.update(data: bytes)
    byteCount += bytes.count
  }

  /// Ends the file, which is synced from now on; `OutputFolder` waits for that.
  consuming func close(rows: Int? = nil) -> WrittenFile {
    isClosed = true
    syncs.sync(descriptor, path: path)
    return WrittenFile(path: name, bytes: byteCount, rows: rows, sha256: Hexadecimal.text(hash.finalize()))
  }

  private func failure(_ what: String, _ number: Int32) -> RunError { FolderCalls.failure(path, what, number) }
}

/// Bytes as lower-case hexadecimal.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// What the operating system says of its last failure.
enum SystemMessage {
  static var last: String { text(errno) }

  static func text(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
