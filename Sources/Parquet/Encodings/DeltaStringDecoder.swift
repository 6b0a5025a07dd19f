import Buffers
import Columnar

/// Reads DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY from bytes that may be damaged; keeps its scratch room.
///
/// The grammar stands in DeltaStringEncoder.swift.
struct DeltaStringDecoder {
  private var lengths: [Int64] = []
  private var prefixes: [Int64] = []

  /// Appends `count` values to a column of strings; `length` is what each must have, nil where any may.
  ///
  /// Takes the bytes of the strings off `budget`.
  mutating func decode(
    _ page: [UInt8], _ range: Range<Int>, count: Int, sharePrefixes: Bool, length fixedLength: Int?,
    to column: inout Column, budget: inout Int
  ) throws(ParquetError) {
    prefixes.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    var decoder = DeltaDecoder(range: range)
    if sharePrefixes { try decoder.decode(count, bitWidth: 32, from: page.span, to: &prefixes) }
    try decoder.decode(count, bitWidth: 32, from: page.span, to: &lengths)
    var position = decoder.position
    var value: [UInt8] = []
    for index in 0..<count {
      let prefix = sharePrefixes ? prefixes[index] : 0
      let length = lengths[index]
      guard prefix >= 0, prefix <= Int64(value.count) else {
        throw ParquetError(.corrupt, "a value shares \(prefix) bytes with one of \(value.count)")
      }
      guard length >= 0, length <= Int64(range.upperBound - position) else {
        throw ParquetError(
          .corrupt, "a value claims \(length) bytes, the page has \(range.upperBound - position) left")
      }
      let total = Int(prefix) + Int(length)
      guard fixedLength == nil || total == fixedLength else {
        throw ParquetError(.corrupt, "a value of \(total) bytes, the schema says \(fixedLength ?? 0)")
      }
      try column.take(total, from: &budget)
      value.removeLast(value.count - Int(prefix))
      value.append(copying: page.span.extracting(position..<position + Int(length)))
      position += Int(length)
      column.strings.append(value)
    }
  }
}
