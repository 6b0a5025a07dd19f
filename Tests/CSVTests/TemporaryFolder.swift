import Glibc

/// A new folder, removed with the files that were made in it when the last reference goes.
final class TemporaryFolder {
  let path: String
  private var files: [String] = []

  /// Why a file can't be made.
  struct Failure: Error {
    let code: Int32
  }

  init() throws {
    var template = Array("/tmp/voc-csv-tests-XXXXXX".utf8CString)
    // mkdtemp writes within the terminated string that it is given.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
    }
    guard made else { throw Failure(code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    // Both functions read a terminated path.
    for file in files { unsafe unlink(file) }
    unsafe rmdir(path)
  }

  /// Makes or replaces the content of a file; its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path + "/" + name
    // open reads a terminated path.
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    files.append(file)
    defer { close(descriptor) }
    // The buffer is valid for the call.
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw Failure(code: errno) }
    return file
  }

  /// Makes a named pipe; its path.
  func makePipe(_ name: String) throws -> String {
    let file = path + "/" + name
    // mkfifo reads a terminated path.
    guard unsafe mkfifo(file, 0o600) == 0 else { throw Failure(code: errno) }
    files.append(file)
    return file
  }
}
