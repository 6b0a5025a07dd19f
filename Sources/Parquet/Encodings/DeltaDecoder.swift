/// Reads DELTA_BINARY_PACKED from bytes that may be damaged; the grammar stands in DeltaEncoder.swift.
package struct DeltaDecoder {
  private let end: Int
  /// Where the bytes behind the values begin, once they are decoded.
  package private(set) var position: Int

  /// Makes a decoder of the bytes `range`.
  ///
  /// Precondition: the range lies within the bytes.
  package init(range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Appends exactly `count` integers, which wrap around at `bitWidth`, 32 or 64.
  package mutating func decode(
    _ count: Int, bitWidth: Int, from bytes: Span<UInt8>, to values: inout [Int64]
  ) throws(ParquetError) {
    let blockValues = try varint(bytes)
    let miniblocks = try varint(bytes)
    let claimed = try varint(bytes)
    let first = try zigzag(bytes)
    guard blockValues > 0, blockValues % 128 == 0, blockValues <= 1 << 20, miniblocks > 0,
      blockValues % miniblocks == 0, blockValues / miniblocks % 32 == 0
    else { throw corrupt("blocks of \(blockValues) differences in \(miniblocks) miniblocks do not exist") }
    guard claimed == UInt64(count) else { throw corrupt("the differences claim \(claimed) values, not \(count)") }
    guard count > 0 else { return }
    let perMiniblock = Int(blockValues / miniblocks)
    values.reserveCapacity(values.count + count)
    var last = first
    values.append(last)
    var rest = count - 1
    while rest > 0 {
      let least = try zigzag(bytes)
      guard Int(miniblocks) <= end - position else { throw corrupt("the widths of a block are cut off") }
      let widths = position
      position += Int(miniblocks)
      for miniblock in 0..<Int(miniblocks) where rest > 0 {
        let width = Int(bytes[widths + miniblock])
        guard width <= bitWidth else { throw corrupt("differences of \(width) bits in integers of \(bitWidth)") }
        let taken = min(rest, perMiniblock)
        // Some writers leave out what would pad the last miniblock.
        guard (taken * width + 7) / 8 <= end - position else { throw corrupt("a miniblock is cut off") }
        for index in 0..<taken {
          let sum = last &+ least &+ Int64(bitPattern: number(bytes, bit: index * width, width))
          last = bitWidth == 32 ? Int64(Int32(truncatingIfNeeded: sum)) : sum
          values.append(last)
        }
        position = min(end, position + perMiniblock / 8 * width)
        rest -= taken
      }
    }
  }

  /// The number of `width` bits that begins `bit` bits behind the position.
  ///
  /// Precondition: its bits are there.
  private func number(_ bytes: Span<UInt8>, bit: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    var filled = 0
    var offset = position + bit / 8
    var skipped = bit % 8
    while filled < width {
      let taken = min(8 - skipped, width - filled)
      let part = UInt64(bytes[offset] >> UInt8(skipped)) & (1 << UInt64(taken) - 1)
      value |= part << UInt64(filled)
      filled += taken
      skipped = 0
      offset += 1
    }
    return value
  }

  private mutating func zigzag(_ bytes: Span<UInt8>) throws(ParquetError) -> Int64 {
    let value = try varint(bytes)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func varint(_ bytes: Span<UInt8>) throws(ParquetError) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard position < end else { throw corrupt("differences end within a number") }
      let next = bytes[position]
      position += 1
      result |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return result }
    }
    throw corrupt("a number of differences is longer than 10 bytes")
  }

  private func corrupt(_ message: String) -> ParquetError { ParquetError(.corrupt, message) }
}
