import Buffers
import Glibc

/// The folder of what a run writes aside because memory is short; only the process that wrote it reads it.
///
/// It lies in the staging folder, so that it goes with it: when the run ends, or when the next run finds what a killed one left.
final class SpillFolder: Sendable {
  let path: String

  /// Creates the folder.
  ///
  /// - Throws: `cannotCreate` where it can't be made.
  init(_ path: String) throws(RunError) {
    self.path = path
    if mkdir(path, 0o755) != 0, errno != EEXIST {
      throw RunError(.cannotCreate, "\(path): the folder of temporary files can't be created: \(SystemMessage.last)")
    }
  }

  /// The file of a part.
  func file(_ name: String, _ part: Int) -> String { "\(path)/\(name)-\(part)" }

  /// Removes the file of a part, which may not exist.
  func remove(_ name: String, _ part: Int) { unlink(file(name, part)) }

  /// Checks that so many bytes can be written.
  ///
  /// - Throws: `cannotCreate` where there is no room for them.
  func require(_ bytes: Int) throws(RunError) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return }
    let free = Int(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
    guard free < bytes else { return }
    throw RunError(
      .cannotCreate,
      "\(path): about \(MemorySize.text(bytes)) of temporary files are needed since the inputs exceed --memory, and "
        + "\(MemorySize.text(free)) are free: give more --memory, or an --output on a larger file system")
  }
}

/// Writes records to the parts of one name: files that hold values as they lie in memory.
struct SpillWriter: ~Copyable, Sendable {
  private let folder: SpillFolder
  private let name: String
  private let bufferBytes: Int
  private var buffers: [[UInt8]]

  /// What all buffers hold together, at most.
  private static let totalBufferBytes = 8 << 20
  /// A buffer of one part: shorter ones cost a system call for little, longer ones gain nothing.
  private static let bufferRange = (4 << 10)...(64 << 10)

  init(_ folder: SpillFolder, _ name: String, parts: Int) {
    self.folder = folder
    self.name = name
    buffers = Array(repeating: [], count: parts)
    let share = Self.totalBufferBytes / max(1, parts)
    bufferBytes = min(max(share, Self.bufferRange.lowerBound), Self.bufferRange.upperBound)
  }

  /// Appends a value to a part.
  mutating func append<Record: BitwiseCopyable>(_ record: Record, to part: Int) throws(RunError) {
    // The bytes of a plain value, which live as long as the closure.
    unsafe withUnsafeBytes(of: record) { bytes in unsafe buffers[part].append(contentsOf: bytes) }
    if buffers[part].count >= bufferBytes { try flush(part) }
  }

  /// Appends bytes, their count before them.
  mutating func append(bytes: Span<UInt8>, to part: Int) throws(RunError) {
    try append(UInt32(truncatingIfNeeded: bytes.count), to: part)
    buffers[part].append(copying: bytes)
  }

  /// Writes what is left.
  mutating func flush() throws(RunError) { for part in buffers.indices { try flush(part) } }

  /// Files are opened for each piece, since there may be more parts than a process may hold open.
  private mutating func flush(_ part: Int) throws(RunError) {
    guard !buffers[part].isEmpty else { return }
    let path = folder.file(name, part)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw RunError(.io, "\(path): can't be created: \(SystemMessage.last)") }
    defer { close(descriptor) }
    // Taken out and put back, so that its memory is used again.
    var bytes: [UInt8] = []
    swap(&bytes, &buffers[part])
    guard SystemCalls.write(bytes.span, to: descriptor) == bytes.count else {
      throw RunError(.io, "\(path): the temporary file can't be written: \(SystemMessage.last): give more --memory")
    }
    bytes.removeAll(keepingCapacity: true)
    swap(&bytes, &buffers[part])
  }
}

/// Reads the records of a part in the order in which they were written.
struct SpillReader: ~Copyable {
  private let path: String
  /// Negative where nothing was written to the part.
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0

  private static let blockBytes = 256 << 10

  init(_ folder: SpillFolder, _ name: String, _ part: Int) throws(RunError) {
    path = folder.file(name, part)
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno != ENOENT { throw RunError(.io, "\(path): can't be read: \(SystemMessage.last)") }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next value, or nil at the end.
  mutating func next<Record: BitwiseCopyable>(_ type: Record.Type) throws(RunError) -> Record? {
    let size = MemoryLayout<Record>.size
    guard try fill(size) else {
      if position == buffer.count { return nil }
      throw RunError(.io, "\(path): the temporary file is shorter than it was written")
    }
    // `size` bytes stand from `position` on, of a value of this type that this process has written.
    let record = unsafe buffer.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: position, as: Record.self) }
    position += size
    return record
  }

  /// Replaces `bytes` by the next ones, whose count stands before them.
  mutating func next(bytes: inout [UInt8]) throws(RunError) {
    let count = Int(try next(UInt32.self) ?? 0)
    guard try fill(count) else { throw RunError(.io, "\(path): the temporary file is shorter than it was written") }
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: buffer[position..<position + count])
    position += count
  }

  /// Has `count` bytes at hand; false where the file ends before.
  private mutating func fill(_ count: Int) throws(RunError) -> Bool {
    if buffer.count - position >= count { return true }
    guard descriptor >= 0 else { return false }
    buffer.removeSubrange(..<position)
    position = 0
    while buffer.count < count {
      let start = buffer.count
      let room = max(Self.blockBytes, count - start)
      buffer.append(contentsOf: repeatElement(0, count: room))
      // `room` bytes stand behind `start`.
      let read = unsafe buffer.withUnsafeMutableBytes { bytes in
        SystemCalls.retrying {
          unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + start }, room)
        }
      }
      buffer.removeLast(room - max(0, read))
      if read < 0 { throw RunError(.io, "\(path): can't be read: \(SystemMessage.last)") }
      if read == 0 { return false }
    }
    return true
  }
}
