/// Bytes of a page in the making; the room is kept from page to page and never zeroed again.
///
/// The first `count` bytes of `storage` are the page; what stands behind them is left over.
package struct PageBuffer: Sendable {
  /// The room; its first `count` bytes are in use.
  package private(set) var storage: [UInt8] = []
  /// How many bytes are in use.
  package private(set) var count = 0

  /// Makes an empty buffer.
  package init() {}

  /// A copy of the bytes in use.
  package var bytes: [UInt8] { Array(storage[0..<count]) }

  /// Forgets the bytes and keeps the room.
  package mutating func removeAll() { count = 0 }

  /// Forgets the bytes from `end` on.
  ///
  /// Precondition: there are as many.
  package mutating func truncate(to end: Int) {
    precondition(end <= count, "a page truncated to more than it holds")
    count = end
  }

  /// Appends a byte.
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    storage[count] = byte
    count += 1
  }

  /// Appends bytes.
  package mutating func append(_ bytes: Span<UInt8>) {
    unsafe append(capacity: bytes.count) { room in
      // Both buffers hold as many bytes within the closures.
      unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
      return bytes.count
    }
  }

  /// Appends an unsigned number in base 128, as run headers have it.
  package mutating func appendULEB128(_ value: UInt64) {
    // 64 bits are ten groups of seven at most.
    unsafe append(capacity: 10) { room in
      var rest = value
      var index = 0
      while rest >= 0x80 {
        unsafe room[index] = UInt8(truncatingIfNeeded: rest) | 0x80
        rest >>= 7
        index += 1
      }
      unsafe room[index] = UInt8(truncatingIfNeeded: rest)
      return index + 1
    }
  }

  /// Appends the low `byteCount` bytes of a number, least significant first.
  package mutating func append(lowBytes byteCount: Int, of value: UInt64) {
    precondition(byteCount <= 8, "a number has eight bytes")
    // Eight bytes of room for at most as many that count.
    unsafe append(capacity: 8) { room in
      unsafe room.storeBytes(of: value.littleEndian, as: UInt64.self)
      return byteCount
    }
  }

  /// Overwrites four bytes with a number, least significant first.
  ///
  /// Precondition: they are in use.
  package mutating func overwrite(at offset: Int, with value: UInt32) {
    for index in 0..<4 { storage[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
  }

  /// Appends what `body` writes into at least `capacity` bytes of room; it returns how many it wrote.
  ///
  /// Precondition, not checked in the loops of `body`: it stays within `capacity`.
  @inline(__always)
  package mutating func append<Failure>(
    capacity: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    reserve(capacity)
    let start = count
    var result: Result<Int, Failure> = .success(0)
    // `capacity` bytes stand behind `start`; the pointer does not leave the closure. Debug builds check its bounds.
    unsafe storage.withUnsafeMutableBytes { buffer in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + capacity])
      do throws(Failure) {
        result = .success(try unsafe body(room))
      } catch {
        result = .failure(error)
      }
    }
    let written = try result.get()
    precondition(written <= capacity, "more written into a page than was reserved")
    count = start + written
  }

  private mutating func reserve(_ extra: Int) {
    let needed = count + extra
    guard needed > storage.count else { return }
    let grown = max(needed, 2 * storage.count, 4096)
    storage.append(contentsOf: repeatElement(0, count: grown - storage.count))
  }
}
