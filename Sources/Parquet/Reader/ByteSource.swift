import Buffers
import Glibc

/// The bytes of a file, or of memory that stands for one; every read is checked against the size.
struct ByteSource: ~Copyable, Sendable {
  /// The name that errors give.
  let name: String
  /// Bytes of the whole.
  let size: Int
  private let memory: [UInt8]
  private let descriptor: Int32

  /// Opens a regular file; it is closed with the source.
  init(path: String) throws(ParquetError) {
    let place = ParquetError.Place(file: path)
    // The path is valid for the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot be opened", at: place) }
    var status = stat()
    // `status` is valid for the call.
    let result = unsafe fstat(descriptor, &status)
    guard result == 0, status.st_mode & S_IFMT == S_IFREG else {
      let refused = failure("its size cannot be read", at: place)
      close(descriptor)
      throw result == 0 ? ParquetError(.notParquet, "not a regular file", at: place) : refused
    }
    self.init(name: path, size: Int(status.st_size), memory: [], descriptor: descriptor)
  }

  /// Takes bytes in place of a file.
  init(_ bytes: [UInt8], name: String) {
    self.init(name: name, size: bytes.count, memory: bytes, descriptor: -1)
  }

  private init(name: String, size: Int, memory: [UInt8], descriptor: Int32) {
    self.name = name
    self.size = size
    self.memory = memory
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The bytes of a range.
  ///
  /// Precondition: it lies within the size, which `range` ensures.
  func read(_ range: Range<Int>) throws(ParquetError) -> [UInt8] {
    guard descriptor >= 0 else { return Array(memory[range]) }
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < range.count {
      // The room behind `filled` holds as many bytes as are asked for.
      let count = unsafe bytes.withUnsafeMutableBytes { room in
        SystemCalls.retrying {
          unsafe pread(
            descriptor, room.baseAddress.map { unsafe $0 + filled }, range.count - filled,
            off_t(range.lowerBound + filled))
        }
      }
      let place = ParquetError.Place(file: name, byteOffset: range.lowerBound + filled)
      guard count >= 0 else { throw failure("cannot be read", at: place) }
      guard count > 0 else { throw ParquetError(.corrupt, "the file ended while it was read", at: place) }
      filled += count
    }
    return bytes
  }

  /// The range of `length` bytes at `offset`, if it lies within `limits`.
  static func range(_ offset: Int64, _ length: Int64, within limits: Range<Int>) -> Range<Int>? {
    guard offset >= Int64(limits.lowerBound), offset <= Int64(limits.upperBound), length >= 0,
      length <= Int64(limits.upperBound) - offset
    else { return nil }
    return Int(offset)..<Int(offset + length)
  }
}

private func failure(_ what: String, at place: ParquetError.Place) -> ParquetError {
  let number = errno
  // strerror gives a string that stays valid until the next call of this thread.
  let reason = unsafe String(cString: strerror(number))
  return ParquetError(.io(errno: number), "\(what): \(reason)", at: place)
}
