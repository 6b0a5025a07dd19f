public import CSystem

// Which of 64 bytes have a property, one bit a byte, the first lowest: four comparisons of 16 bytes each.
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
}
