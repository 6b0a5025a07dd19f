public import CSystem

// Which of 64 bytes have a property, one bit a byte, the first lowest: by comparisons of 16 bytes each, or longer ones.
extension RawSpan {
  /// Which of the 64 bytes from `offset` on are `byte`.
  ///
  /// Precondition: so many are there.
  @inlinable
  @inline(__always)
  public func equalMask(at offset: Int, _ byte: UInt8) -> UInt64 {
    precondition(offset >= 0 && offset <= byteCount - 64, "64 bytes are not there")
    // 64 bytes are there from `offset` on.
    return unsafe withUnsafeBytes { unsafe voc_equal64($0.baseAddress.map { unsafe $0 + offset }, byte) }
  }

  /// Which of the 64 bytes from `offset` on are `byte` or greater.
  ///
  /// Precondition: so many are there.
  @inlinable
  @inline(__always)
  public func atLeastMask(at offset: Int, _ byte: UInt8) -> UInt64 {
    precondition(offset >= 0 && offset <= byteCount - 64, "64 bytes are not there")
    // 64 bytes are there from `offset` on.
    return unsafe withUnsafeBytes { unsafe voc_at_least64($0.baseAddress.map { unsafe $0 + offset }, byte) }
  }

  /// Which of the 64 bytes from `offset` on are quotes, delimiters, line ends (CR, LF) and blanks (space, tab).
  ///
  /// Precondition: so many are there. Cost: 3 ns with the widest lanes.
  @inlinable
  @inline(__always)
  public func structureMasks(
    at offset: Int, quote: UInt8, delimiter: UInt8, _ lanes: LaneWidth
  ) -> (quotes: UInt64, delimiters: UInt64, lineEnds: UInt64, blanks: UInt64) {
    precondition(offset >= 0 && offset <= byteCount - 64, "64 bytes are not there")
    // 64 bytes are there from `offset` on.
    let found = unsafe withUnsafeBytes { buffer in
      unsafe voc_find_structure(buffer.baseAddress.map { unsafe $0 + offset }, quote, delimiter, lanes.bits)
    }
    return (found.quotes, found.delimiters, found.line_ends, found.blanks)
  }

  /// Which of the up to 64 bytes from `offset` on belong to letters of ASCII or to those of two bytes in Latin and Cyrillic.
  ///
  /// - Parameter open: 1 where the byte before `offset` begins such a letter, else 0; afterwards the same of the last byte.
  @inlinable
  @inline(__always)
  public func letterMask(at offset: Int, _ open: inout UInt64) -> UInt64 {
    precondition(offset >= 0 && offset <= byteCount, "no byte of the span")
    let count = byteCount &- offset
    // `count` bytes are there from `offset` on, and 64 before the end where the span has so many.
    return unsafe withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress.map { unsafe $0 + offset }
      if count >= 64 { return unsafe voc_letters64(start, &open) }
      if byteCount < 64 || count == 0 { return unsafe voc_letters_below64(start, UInt(count), &open) }
      // The byte before `offset` is among those that are looked at.
      var before: UInt64 = 0
      let last = unsafe voc_letters64(start.map { unsafe $0 + (count - 64) }, &before)
      open = before
      return last &>> UInt64(64 &- count)
    }
  }
}

/// How many bits the processor compares at once.
public struct LaneWidth: Sendable {
  @usableFromInline let bits: Int32

  /// The most that this processor can.
  public static let widest = LaneWidth(bits: voc_lane_width())
  /// All that this processor can, the narrowest first: for tests.
  package static var all: [LaneWidth] { [128, 256, 512].filter { $0 <= widest.bits }.map { LaneWidth(bits: $0) } }
}
