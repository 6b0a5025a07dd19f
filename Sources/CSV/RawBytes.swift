import Buffers
import Glibc

/// The bytes of a file as they lie on disk, or of an array in memory that stands for one.
struct RawBytes: ~Copyable {
  private enum Origin {
    case descriptor(Int32)
    case memory([UInt8])
  }

  let path: String
  /// How many bytes have been delivered.
  private(set) var position = 0
  private let origin: Origin
  /// Which file it is, and how it was when it was opened; nil for what is no file.
  let identity: FileIdentity?
  /// Shown all bytes as they come, each once and in order; nil where nobody looks.
  private let observer: (@Sendable (RawSpan) -> Void)?
  /// Asked while nothing comes; nil where bytes are there at once.
  private let isStopped: (@Sendable () -> Bool)?
  private(set) var isAtEnd = false

  /// Opens a regular file; where one is expected, this very one.
  init(
    path: String, expecting expected: FileIdentity? = nil,
    observer: (@Sendable (RawSpan) -> Void)? = nil
  ) throws(ReadError) {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. It changes nothing for a file.
    let descriptor = Int32(
      truncatingIfNeeded: SystemCalls.retrying { unsafe Int(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) })
    guard descriptor >= 0 else { throw Self.openError(path, errno) }
    var status = stat()
    // `status` is a local of the size that fstat fills.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let error = Self.openError(path, errno)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let found = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "a pipe, socket or device"
      throw ReadError(.unreadable, path: path, message: "expected a regular file, found \(found); name the file itself")
    }
    let identity = FileIdentity(status)
    if let expected, identity != expected {
      close(descriptor)
      throw ReadError(
        .changed, path: path,
        message: "another file than at the beginning: \(expected.difference(identity)); run again when the export is "
          + "complete")
    }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    self.path = path
    origin = .descriptor(descriptor)
    self.identity = identity
    self.observer = observer
    isStopped = nil
  }

  /// Reads standard input, whatever it is, until `isStopped` says that no more is wanted.
  init(standardInput path: String, isStopped: @escaping @Sendable () -> Bool) {
    self.path = path
    origin = .descriptor(STDIN_FILENO)
    identity = nil
    observer = nil
    self.isStopped = isStopped
  }

  /// Reads bytes in memory as if they were a file's.
  init(contents: [UInt8], path: String) {
    self.path = path
    origin = .memory(contents)
    identity = nil
    observer = nil
    isStopped = nil
  }

  deinit {
    if case .descriptor(let descriptor) = origin { close(descriptor) }
  }

  /// Fills `buffer`, or less at the end of the file; how many bytes it holds then.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    guard let address = buffer.baseAddress, !isAtEnd else { return 0 }
    var filled = 0
    while filled < buffer.count {
      // `filled` is below the buffer's count, and no more bytes than remain are asked for.
      let count = unsafe try readOnce(into: address + filled, count: buffer.count - filled)
      if count == 0 {
        isAtEnd = true
        try checkUnchanged()
        break
      }
      // So many bytes have just come there.
      unsafe observer?(UnsafeRawBufferPointer(start: address + filled, count: count).bytes)
      filled += count
      position += count
    }
    return filled
  }

  private func readOnce(into address: UnsafeMutableRawPointer, count: Int) throws(ReadError) -> Int {
    switch origin {
    case .memory(let contents):
      let available = min(count, contents.count - position)
      // `available` bytes remain after `position`, and `count` is the room at `address`.
      unsafe contents.withUnsafeBytes { source in
        guard let base = source.baseAddress else { return }
        unsafe address.copyMemory(from: base + position, byteCount: available)
      }
      return available
    case .descriptor(let descriptor):
      try waitForBytes(descriptor)
      // The caller gives `count` bytes of room at `address`.
      let result = SystemCalls.retrying { unsafe Glibc.read(descriptor, address, count) }
      guard result >= 0 else {
        throw ReadError(
          .io, path: path, byteOffset: position,
          message: "reading failed: \(Self.text(errno)); check the disk or the network mount and run again")
      }
      return result
    }
  }

  /// Milliseconds after which a reader that waits asks whether it shall go on: well below what people notice.
  private static let waitMilliseconds: Int32 = 100

  /// Waits until a read would return at once: who writes into a pipe may take any time, and a signal ends no read.
  private func waitForBytes(_ descriptor: Int32) throws(ReadError) {
    guard let isStopped else { return }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // `waiting` is one element; what fails here fails again in the read that follows, which reports it.
    while unsafe poll(&waiting, 1, Self.waitMilliseconds) == 0 || isStopped() {
      if isStopped() { throw ReadError(.stopped, path: path, byteOffset: position, message: "reading was stopped") }
    }
  }

  /// A file that was appended to, cut or rewritten while it was read gives bytes that never stood in it together.
  private func checkUnchanged() throws(ReadError) {
    guard case .descriptor(let descriptor) = origin, let identity else { return }
    var status = stat()
    // `status` is a local of the size that fstat fills.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw ReadError(.io, path: path, message: "its status can't be read: \(Self.text(errno)); run again")
    }
    guard FileIdentity(status) == identity, position == identity.bytes else {
      throw ReadError(
        .changed, path: path,
        message: "the file changed while it was read: \(identity.bytes) bytes when opened, \(status.st_size) now, "
          + "\(position) read; run again when the export is complete")
    }
  }

  private static func openError(_ path: String, _ code: Int32) -> ReadError {
    switch code {
    case ENOENT, ENOTDIR:
      ReadError(.missing, path: path, message: "there is no such file; check the path or the glob")
    case EMFILE, ENFILE, EIO, ENOMEM:
      ReadError(.io, path: path, message: "opening failed: \(text(code)); run again")
    default:
      ReadError(.unreadable, path: path, message: "the file can't be opened: \(text(code)); check its permissions")
    }
  }

  private static func text(_ code: Int32) -> String {
    // strerror gives a terminated string; glibc's (2.32 and later) is the thread's own until its next call.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
