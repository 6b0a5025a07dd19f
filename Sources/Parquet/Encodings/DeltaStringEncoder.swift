// Byte arrays (parquet-format, Encodings.md):
//
//   DELTA_LENGTH_BYTE_ARRAY = DELTA_BINARY_PACKED(lengths) all bytes end to end
//   DELTA_BYTE_ARRAY        = DELTA_BINARY_PACKED(bytes shared with the value before) DELTA_LENGTH_BYTE_ARRAY(the rest)

import Buffers
import Columnar

/// Encodes strings that have no dictionary; keeps its scratch room.
struct DeltaStringEncoder: ~Copyable, Sendable {
  private var prefixes = FlatList<Int64>()
  private var lengths = FlatList<Int64>()

  /// Strings are looked at until so many were seen, to learn whether neighbours share bytes.
  private static let sampledValues = 1024

  /// Whether neighbours share a third of their bytes, as ids do that are numbered or padded.
  func sharesPrefixes(_ column: Column) -> Bool {
    var seen = 0
    var bytes = 0
    var shared = 0
    var last = 0..<0
    for row in 0..<column.count where !column.isNull(row) {
      let range = column.strings.range(row)
      bytes += range.count
      shared += sharedPrefix(column.strings.bytes.span, last, range)
      last = range
      seen += 1
      if seen == Self.sampledValues { break }
    }
    return shared * 3 >= bytes && bytes > 0
  }

  /// Appends rows in DELTA_LENGTH_BYTE_ARRAY, nulls left out: their slots have no bytes, so all bytes are one piece.
  mutating func appendWhole(_ column: Column, _ rows: Range<Int>, to page: inout PageBuffer) {
    guard let last = rows.last else { return appendDeltas([Int64]().span, bitWidth: 32, to: &page) }
    lengths.removeAll()
    lengths.reserve(rows.count)
    let ends = column.strings.ends.span
    let validity = column.validity.span
    let first = column.strings.range(rows.lowerBound).lowerBound
    var start = first
    for row in rows {
      let end = Int(ends[row])
      if validity.isEmpty || validity[row] != 0 { lengths.append(Int64(end - start)) }
      start = end
    }
    lengths.withSpan(lengths.indices) { appendDeltas($0, bitWidth: 32, to: &page) }
    page.append(column.strings.bytes.span.extracting(first..<Int(ends[last])))
  }

  /// Appends rows in DELTA_BYTE_ARRAY, nulls left out.
  mutating func appendSuffixes(_ column: Column, _ rows: Range<Int>, to page: inout PageBuffer) {
    prefixes.removeAll()
    prefixes.reserve(rows.count)
    lengths.removeAll()
    lengths.reserve(rows.count)
    let ends = column.strings.ends.span
    let validity = column.validity.span
    let bytes = column.strings.bytes.span
    var start = rows.isEmpty ? 0 : column.strings.range(rows.lowerBound).lowerBound
    var last = start..<start
    for row in rows {
      let range = start..<Int(ends[row])
      start = range.upperBound
      guard validity.isEmpty || validity[row] != 0 else { continue }
      let shared = sharedPrefix(bytes, last, range)
      prefixes.append(Int64(shared))
      lengths.append(Int64(range.count - shared))
      last = range
    }
    prefixes.withSpan(prefixes.indices) { appendDeltas($0, bitWidth: 32, to: &page) }
    lengths.withSpan(lengths.indices) { appendDeltas($0, bitWidth: 32, to: &page) }
    copySuffixes(column, rows, to: &page)
  }

  private func copySuffixes(_ column: Column, _ rows: Range<Int>, to page: inout PageBuffer) {
    let ends = column.strings.ends.span
    let validity = column.validity.span
    let bytes = column.strings.bytes.span
    var start = rows.isEmpty ? 0 : column.strings.range(rows.lowerBound).lowerBound
    let capacity = rows.isEmpty ? 0 : Int(ends[rows.upperBound - 1]) - start
    // The suffixes are parts of the rows' bytes, which lie between the first row's start and the last row's end; a
    // step of 8 bytes may write up to 7 bytes too many, for which there is room.
    unsafe page.append(capacity: capacity + 8) { room in
      unsafe bytes.withUnsafeBytes { source in
        var offset = 0
        var value = 0
        for row in rows {
          let end = Int(ends[row])
          defer { start = end }
          guard validity.isEmpty || validity[row] != 0 else { continue }
          let from = start + Int(prefixes[value])
          value += 1
          let count = end - from
          if count <= 8, from + 8 <= source.count {
            let word = unsafe source.loadUnaligned(fromByteOffset: from, as: UInt64.self)
            unsafe room.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
          } else {
            let suffix = unsafe UnsafeRawBufferPointer(rebasing: source[from..<end])
            unsafe UnsafeMutableRawBufferPointer(rebasing: room[offset..<offset + count]).copyMemory(from: suffix)
          }
          offset += count
        }
        return offset
      }
    }
  }
}

/// How many bytes two strings of an arena begin with alike.
@inline(__always)
private func sharedPrefix(_ bytes: Span<UInt8>, _ first: Range<Int>, _ second: Range<Int>) -> Int {
  let most = min(first.count, second.count)
  // Any bits are valid bytes.
  let raw = unsafe bytes.bytes
  var shared = 0
  while shared + 8 <= most {
    // Eight bytes of both stand at `shared`, within the arena, which the ranges' owner ensures and the loads check.
    let one = unsafe raw.unsafeLoadUnaligned(fromByteOffset: first.lowerBound + shared, as: UInt64.self)
    let other = unsafe raw.unsafeLoadUnaligned(fromByteOffset: second.lowerBound + shared, as: UInt64.self)
    let difference = (one ^ other).littleEndian
    if difference != 0 { return shared + difference.trailingZeroBitCount / 8 }
    shared += 8
  }
  if max(first.lowerBound, second.lowerBound) + shared + 8 <= bytes.count {
    // Eight bytes stand there, of which those beyond the strings do not count.
    let one = unsafe raw.unsafeLoadUnaligned(fromByteOffset: first.lowerBound + shared, as: UInt64.self)
    let other = unsafe raw.unsafeLoadUnaligned(fromByteOffset: second.lowerBound + shared, as: UInt64.self)
    return min(most, shared + (one ^ other).littleEndian.trailingZeroBitCount / 8)
  }
  while shared < most, bytes[first.lowerBound + shared] == bytes[second.lowerBound + shared] { shared += 1 }
  return shared
}
