/// Reads numbers in the RLE / bit-packing hybrid from bytes that may be damaged.
///
/// The grammar stands in RunLengthEncoder.swift. Nothing is appended beyond the number of values asked for.
package struct RunLengthDecoder {
  private let width: Int
  private let end: Int
  private var position: Int

  /// Makes a decoder of the bytes `range`.
  ///
  /// Precondition: `width` is 0 to 32 and the range lies within the bytes.
  package init(width: Int, range: Range<Int>) {
    self.width = width
    position = range.lowerBound
    end = range.upperBound
  }

  /// Appends exactly `count` numbers.
  package mutating func decode(
    _ count: Int, from bytes: Span<UInt8>, to values: inout [UInt32]
  ) throws(ParquetError) {
    let goal = values.count + count
    values.reserveCapacity(goal)
    while values.count < goal {
      let header = try varint(bytes)
      let rest = goal - values.count
      if header & 1 == 0 {
        let value = try number(bytes)
        values.append(contentsOf: repeatElement(value, count: min(rest, Int(header >> 1))))
      } else {
        // More groups than the bytes hold are an error only if their values are asked for.
        let (bits, overflow) = Int(header >> 1).multipliedReportingOverflow(by: 8 * width)
        guard !overflow else { throw corrupt("a bit-packed run is impossibly long") }
        let present = min(bits / 8, end - position)
        let wanted = min(rest, Int(header >> 1) * 8)
        guard wanted * width <= present * 8 else { throw corrupt("a bit-packed run is cut off") }
        unpack(bytes, wanted, to: &values)
        position += present
      }
    }
  }

  private func unpack(_ bytes: Span<UInt8>, _ count: Int, to values: inout [UInt32]) {
    guard width > 0 else {
      values.append(contentsOf: repeatElement(0, count: count))
      return
    }
    let mask = UInt64(1) << UInt64(width) - 1
    var word: UInt64 = 0
    var filled = 0
    var index = position
    for _ in 0..<count {
      while filled < width {
        word |= UInt64(bytes[index]) << UInt64(filled)
        index += 1
        filled += 8
      }
      values.append(UInt32(truncatingIfNeeded: word & mask))
      word >>= UInt64(width)
      filled -= width
    }
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(ParquetError) -> UInt32 {
    let byteCount = (width + 7) / 8
    guard byteCount <= end - position else { throw corrupt("a run's value is cut off") }
    var value: UInt64 = 0
    for index in 0..<byteCount { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += byteCount
    guard value >> UInt64(width) == 0 else { throw corrupt("a run's value \(value) is wider than \(width) bits") }
    return UInt32(value)
  }

  private mutating func varint(_ bytes: Span<UInt8>) throws(ParquetError) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 28, by: 7) {
      guard position < end else { throw corrupt("levels or indexes end before the page's number of values") }
      let next = bytes[position]
      position += 1
      result |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return result }
    }
    throw corrupt("a run's header is longer than 5 bytes")
  }

  private func corrupt(_ message: String) -> ParquetError { ParquetError(.corrupt, message) }
}
