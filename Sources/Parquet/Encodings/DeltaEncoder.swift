// DELTA_BINARY_PACKED (parquet-format, Encodings.md, "Delta encoding"):
//
//   values    = varint(block size) varint(miniblocks of a block) varint(count) zigzag(first value) { block }
//   block     = zigzag(least difference) { width of a miniblock, one byte } { miniblock }
//   miniblock = differences less the least one, `width` bits each, least significant bit first
//
// Differences wrap around at the values' own width. Miniblocks that would hold nothing are left out, and their width
// is 0; the last one that holds something is padded with zeros.

import Buffers

/// Appends integers in DELTA_BINARY_PACKED.
///
/// `bitWidth` is that of the column's integers, 32 or 64. About 2 ns a value.
package func appendDeltas(_ values: Span<Int64>, bitWidth: Int, to page: inout PageBuffer) {
  page.appendULEB128(UInt64(DeltaBlock.values))
  page.appendULEB128(UInt64(DeltaBlock.miniblocks))
  page.appendULEB128(UInt64(values.count))
  page.appendZigzag(values.isEmpty ? 0 : values[0])
  var block = DeltaBlock()
  var start = 1
  while start < values.count {
    let end = min(start + DeltaBlock.values, values.count)
    block.take(values, start..<end, bitWidth: bitWidth)
    block.append(to: &page)
    start = end
  }
}

/// Up to 128 differences.
private struct DeltaBlock: ~Copyable {
  /// parquet-java's block, which every reader has met.
  static let values = 128
  static let miniblocks = 4
  static let miniblockValues = values / miniblocks

  private var least: Int64 = 0
  private var count = 0
  private var differences = FlatArray<UInt64>(count: values)

  @inline(__always)
  mutating func take(_ values: Span<Int64>, _ range: Range<Int>, bitWidth: Int) {
    count = range.count
    least = .max
    for index in 0..<count {
      let row = range.lowerBound + index
      let difference = values[row] &- values[row - 1]
      let wrapped = bitWidth == 32 ? Int64(Int32(truncatingIfNeeded: difference)) : difference
      differences[index] = UInt64(bitPattern: wrapped)
      least = min(least, wrapped)
    }
    for index in 0..<count { differences[index] &-= UInt64(bitPattern: least) }
    for index in count..<Self.values { differences[index] = 0 }
  }

  func append(to page: inout PageBuffer) {
    page.appendZigzag(least)
    let used = (count + Self.miniblockValues - 1) / Self.miniblockValues
    for miniblock in 0..<Self.miniblocks { page.append(miniblock < used ? UInt8(width(miniblock)) : 0) }
    for miniblock in 0..<used { pack(miniblock, width(miniblock), to: &page) }
  }

  private func width(_ miniblock: Int) -> Int {
    var bits: UInt64 = 0
    let first = miniblock * Self.miniblockValues
    for index in first..<first + Self.miniblockValues { bits |= differences[index] }
    return UInt64.bitWidth - bits.leadingZeroBitCount
  }

  private func pack(_ miniblock: Int, _ width: Int, to page: inout PageBuffer) {
    guard width > 0 else { return }
    let first = miniblock * Self.miniblockValues
    let byteCount = Self.miniblockValues / 8 * width
    // Every store is of 8 bytes at a multiple of 8 below `byteCount`, so 8 bytes more than those needed are enough.
    unsafe page.append(capacity: byteCount + 8) { room in
      var word: UInt64 = 0
      var filled = 0
      var offset = 0
      for index in first..<first + Self.miniblockValues {
        let value = differences[index]
        word |= value &<< UInt64(truncatingIfNeeded: filled)
        filled += width
        if filled >= 64 {
          unsafe room.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
          offset += 8
          filled -= 64
          word = filled == 0 ? 0 : value &>> UInt64(truncatingIfNeeded: width - filled)
        }
      }
      if filled > 0 { unsafe room.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self) }
      return byteCount
    }
  }
}

extension PageBuffer {
  /// Appends a signed number in base 128, the small ones of either sign short.
  mutating func appendZigzag(_ value: Int64) { appendULEB128(UInt64(bitPattern: value << 1 ^ value >> 63)) }
}
