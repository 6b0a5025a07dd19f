// Snappy's raw format (format_description.txt of the snappy project):
//
//   stream  = varint(bytes when decompressed) *element
//   element = literal / copy                          ; the two lowest bits of the first byte, the tag, tell which
//   literal = tag 00, the length − 1 in the upper six bits, or where they are 60 to 63 in the next 1 to 4 bytes, then bytes
//   copy    = tag 01, bits 2–4: the length − 4, bits 5–7 and the next byte: the offset
//           / tag 10, upper six bits: the length − 1, the next 2 bytes: the offset
//           / tag 11, upper six bits: the length − 1, the next 4 bytes: the offset
//
// Numbers are little-endian. An offset counts back from the end of the output; a copy may overlap what it makes.

/// Decompresses Snappy from bytes that may be damaged.
package struct SnappyDecoder {
  /// Three bytes stand for 64 at most, so that no honest page claims more than this many times its size.
  static let maximumRatio = 22

  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  /// Appends the bytes that `range` of `input` holds, of which there must be `byteCount`, to `output`.
  package static func decompress(
    _ input: [UInt8], _ range: Range<Int>, byteCount: Int, to output: inout [UInt8]
  ) throws(ParquetError) {
    var decoder = SnappyDecoder(bytes: input, end: range.upperBound, position: range.lowerBound)
    let claimed = try decoder.number(of: 5)
    guard claimed == byteCount else {
      throw ParquetError(.corrupt, "the page decompresses to \(claimed) bytes, its header says \(byteCount)")
    }
    guard byteCount <= range.count * maximumRatio else {
      throw ParquetError(.corrupt, "\(range.count) bytes of Snappy cannot hold the \(byteCount) that the page claims")
    }
    output.reserveCapacity(output.count + byteCount)
    try decoder.decode(to: &output, start: output.count, end: output.count + byteCount)
  }

  private mutating func decode(to output: inout [UInt8], start: Int, end outputEnd: Int) throws(ParquetError) {
    while output.count < outputEnd {
      let tag = Int(try byte())
      if tag & 3 == 0 {
        let length = tag >> 2 < 60 ? tag >> 2 + 1 : try fixedNumber(tag >> 2 - 59) + 1
        guard length <= outputEnd - output.count, length <= end - position else {
          throw corrupt("a literal of \(length) bytes is longer than the page")
        }
        output += bytes[position..<position + length]
        position += length
        continue
      }
      let length = tag & 3 == 1 ? tag >> 2 & 7 + 4 : tag >> 2 + 1
      let offset = tag & 3 == 1 ? (tag >> 5) << 8 + Int(try byte()) : try fixedNumber(tag & 3 == 2 ? 2 : 4)
      guard offset > 0, offset <= output.count - start, length <= outputEnd - output.count else {
        throw corrupt("a copy of \(length) bytes from \(offset) bytes before leaves the page")
      }
      // Byte by byte, since a copy may take what it has just made.
      for index in output.count - offset..<output.count - offset + length { output.append(output[index]) }
    }
    guard position == end else { throw corrupt("\(end - position) bytes follow the last value") }
  }

  private mutating func byte() throws(ParquetError) -> UInt8 {
    guard position < end else { throw corrupt("the bytes end within the page") }
    defer { position += 1 }
    return bytes[position]
  }

  /// A little-endian number of so many bytes.
  private mutating func fixedNumber(_ byteCount: Int) throws(ParquetError) -> Int {
    var value = 0
    for index in 0..<byteCount { value |= Int(try byte()) << (8 * index) }
    return value
  }

  /// A varint of at most so many bytes.
  private mutating func number(of byteCount: Int) throws(ParquetError) -> Int {
    var value = 0
    for index in 0..<byteCount {
      let next = try byte()
      value |= Int(next & 0x7f) << (7 * index)
      if next < 0x80 { return value }
    }
    throw corrupt("the length is longer than \(byteCount) bytes")
  }

  private func corrupt(_ message: String) -> ParquetError { ParquetError(.corrupt, "Snappy: \(message)") }
}
