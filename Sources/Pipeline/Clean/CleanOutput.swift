import Buffers
import Glibc

/// Where `voc clean` writes: a file that appears when it is complete, or a stream.
struct CleanOutput: ~Copyable, Sendable {
  /// Nil for a stream, and once the file is in its place.
  private var file: ReplacingFile?
  /// −1 for a file.
  private let descriptor: Int32
  private let path: String

  /// Creates the output at `path`, or opens it where it is a device or pipe; `-` is standard output.
  ///
  /// - Throws: `cannotCreate` with the path; `option` is what chooses another.
  static func create(_ path: String, option: String) throws(RunError) -> CleanOutput {
    if path == "-" { return CleanOutput(file: nil, descriptor: STDOUT_FILENO, path: "standard output") }
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind != S_IFREG, kind != S_IFDIR {
      // A name put into its place would do away with the device.
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 {
        throw RunError(.cannotCreate, "\(path): can't be opened: \(SystemMessage.last); choose another \(option)")
      }
      return CleanOutput(file: nil, descriptor: descriptor, path: path)
    }
    let (folder, name) = split(exists ? resolved(path) : path)
    guard !name.isEmpty else { throw RunError(.cannotCreate, "\(path): is a folder; name a file as \(option)") }
    let file = try ReplacingFile(
      folder: folder, name: name, mode: exists ? status.st_mode & 0o777 : 0o644,
      advice: ("choose another \(option)", "choose \(option) where there is more room"))
    return CleanOutput(file: file, descriptor: -1, path: path)
  }

  private init(file: consuming ReplacingFile?, descriptor: Int32, path: String) {
    self.file = file
    self.descriptor = descriptor
    self.path = path
  }

  deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

  /// Writes all bytes.
  ///
  /// - Throws: `io`.
  mutating func write(_ bytes: [UInt8]) throws(RunError) {
    if descriptor < 0 {
      try file?.write(bytes)
      return
    }
    guard SystemCalls.write(bytes.span, to: descriptor) == bytes.count else {
      throw RunError(.io, "\(path): can't be written: \(SystemMessage.last)")
    }
  }

  /// Brings a file to the disk: whatever fails late, fails here.
  mutating func finish() throws(RunError) { try file?.finish() }

  /// Gives a file its name.
  mutating func publish() throws(RunError) {
    guard let file = file.take() else { return }
    try file.publish()
  }

  /// The file that a symbolic link stands for.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    // realpath allocated a terminated string, which is freed here and nowhere else.
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The folder of a path and the name in it.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
}
