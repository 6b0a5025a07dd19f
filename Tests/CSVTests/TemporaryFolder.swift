import Foundation
import Glibc

/// A new folder, removed with all that was made in it when the last reference goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "voc-csv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    path = folder.path
  }

  // What can't be removed is left to the system's own cleaning.
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Makes or replaces the content of a file; its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  /// Makes a named pipe; its path.
  func makePipe(_ name: String) throws -> String {
    let file = path + "/" + name
    // mkfifo reads a terminated path.
    guard unsafe mkfifo(file, 0o600) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return file
  }
}
