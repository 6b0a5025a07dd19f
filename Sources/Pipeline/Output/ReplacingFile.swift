internal import Buffers
internal import Glibc

/// A file that appears under its name only when it is complete.
///
/// Until then it has a hidden name, and is removed with the value.
struct ReplacingFile: ~Copyable {
  /// Where it will stand.
  let path: String
  /// What has been written.
  private(set) var byteCount = 0

  private let temporaryPath: String
  private let descriptor: Int32
  private var isOpen = true
  private var isPublished = false

  /// What to do where the file can't be created, and where it has no room.
  private let advice: (create: String, room: String)

  /// Creates the hidden file; its folder must exist.
  ///
  /// - Throws: `cannotCreate` with the path.
  init(
    folder: String, name: String, mode: mode_t = 0o644,
    advice: (create: String, room: String) = (
      "choose another --output", "give fewer --rows, or an --output with more room"
    )
  ) throws(RunError) {
    self.advice = advice
    path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    // With the process in the name, two runs never write one file.
    temporaryPath = "\(folder)/.\(name).\(getpid())\(Self.suffix)"
    Self.removeLeftovers(folder, name)
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if descriptor < 0 {
      throw RunError(.cannotCreate, "\(path): can't be created: \(SystemMessage.last); \(advice.create)")
    }
    var status = stat()
    // Found out before hours of writing, not after.
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw RunError(.cannotCreate, "\(path): is a folder, and a file is to be put there: \(advice.create)")
    }
  }

  private static let suffix = ".partial"

  /// Removes what processes that have ended have left of this file; what can't be removed stands in nobody's way.
  private static func removeLeftovers(_ folder: String, _ name: String) {
    guard let names = try? FolderCalls.names(in: folder.isEmpty ? "." : folder) else { return }
    for other in names where other.hasPrefix(".\(name).") && other.hasSuffix(suffix) {
      let process = Int32(other.dropFirst(name.count + 2).dropLast(suffix.count)) ?? 0
      // What has our own number is left by a process that had it before.
      if process > 0, process == getpid() || kill(process, 0) != 0 && errno == ESRCH { unlink("\(folder)/\(other)") }
    }
  }

  deinit {
    if isOpen, descriptor >= 0 { close(descriptor) }
    if !isPublished { unlink(temporaryPath) }
  }

  /// Writes all bytes, however few the system takes at a time.
  ///
  /// - Throws: `io`, also when the disk is full.
  mutating func write(_ bytes: [UInt8]) throws(RunError) {
    let done = SystemCalls.write(bytes.span, to: descriptor)
    if done < bytes.count { throw failure("can't be written after \(byteCount + done) bytes", errno) }
    byteCount += bytes.count
  }

  /// Brings all bytes to the disk and closes the file: whatever fails late, fails here.
  mutating func finish() throws(RunError) {
    if !SystemCalls.sync(descriptor) { throw failure("can't be synced", errno) }
    isOpen = false
    if close(descriptor) != 0, errno != EINTR { throw failure("can't be closed", errno) }
  }

  /// Gives the finished file its name; a file that had it is replaced.
  consuming func publish() throws(RunError) {
    if rename(temporaryPath, path) != 0 {
      throw RunError(.cannotCreate, "\(path): can't be put into place: \(SystemMessage.last)")
    }
    isPublished = true
  }

  private func failure(_ what: String, _ number: Int32) -> RunError {
    let hint = [ENOSPC, EDQUOT, EFBIG].contains(number) ? "; \(advice.room)" : ""
    return RunError(.io, "\(path): \(what): \(SystemMessage.text(number))\(hint)")
  }
}
