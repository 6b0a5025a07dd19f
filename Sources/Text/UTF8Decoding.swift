extension Span where Element == UInt8 {
  /// The code point at `offset` and its length in bytes; a byte that begins none is U+FFFD of length 1.
  @inline(__always)
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = self[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let available = count - offset
    if first < 0xe0, first >= 0xc2, available >= 2, isContinuation(offset + 1) {
      let value = UInt32(first & 0x1f) << 6 | UInt32(self[offset + 1] & 0x3f)
      if let scalar = Unicode.Scalar(value) { return (scalar, 2) }
    } else if first >= 0xe0, first < 0xf0, available >= 3, isContinuation(offset + 1), isContinuation(offset + 2) {
      let value =
        UInt32(first & 0x0f) << 12 | UInt32(self[offset + 1] & 0x3f) << 6 | UInt32(self[offset + 2] & 0x3f)
      if let scalar = Unicode.Scalar(value) { return (scalar, 3) }
    } else if first >= 0xf0, first < 0xf5, available >= 4, isContinuation(offset + 1), isContinuation(offset + 2),
      isContinuation(offset + 3)
    {
      let high = UInt32(first & 0x07) << 18 | UInt32(self[offset + 1] & 0x3f) << 12
      let value = high | UInt32(self[offset + 2] & 0x3f) << 6 | UInt32(self[offset + 3] & 0x3f)
      if let scalar = Unicode.Scalar(value) { return (scalar, 4) }
    }
    return ("\u{fffd}", 1)
  }

  @inline(__always)
  private func isContinuation(_ offset: Int) -> Bool { self[offset] & 0xc0 == 0x80 }
}

extension [UInt8] {
  /// Appends a code point as UTF-8.
  @inline(__always)
  mutating func append(scalar: Unicode.Scalar) {
    let value = scalar.value
    if value < 0x80 {
      append(UInt8(truncatingIfNeeded: value))
    } else if value < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xc0 | value >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
    } else {
      append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
