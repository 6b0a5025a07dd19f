// BYTE_STREAM_SPLIT (parquet-format, Encodings.md): of n values of w bytes first the n first bytes, then the n second
// bytes, and so on.

/// Puts the bytes of `count` values of `width` bytes together again, one value after the other as in PLAIN.
///
/// Precondition: `width` is above 0 and the range lies within the page.
func joinedByteStreams(_ page: [UInt8], _ range: Range<Int>, count: Int, width: Int) throws(ParquetError) -> [UInt8] {
  guard range.count / width == count, range.count % width == 0 else {
    throw ParquetError(.corrupt, "\(range.count) bytes are not \(count) values of \(width) bytes")
  }
  var joined = [UInt8](repeating: 0, count: range.count)
  var next = range.lowerBound
  for byte in 0..<width {
    for place in stride(from: byte, to: joined.count, by: width) {
      joined[place] = page[next]
      next += 1
    }
  }
  return joined
}
