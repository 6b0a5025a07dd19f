// PLAIN (parquet-format, Encodings.md): integers and doubles in little-endian order, booleans as bits, byte arrays as
// four bytes of length and then the bytes. Nulls are left out.

import Buffers
import Columnar

#if _endian(big)
  #error("PLAIN copies numbers as they stand in memory, which must be little-endian")
#endif

/// Appends rows of a column in PLAIN encoding, nulls left out.
///
/// `valueCount` is the number of rows that are not null. Precondition: the bytes of a page fit 31 bits.
func appendPlain(_ column: Column, _ rows: Range<Int>, valueCount: Int, to page: inout PageBuffer) {
  let isDense = valueCount == rows.count
  let divisor = column.divisor
  let validity = column.validity.span
  switch column.storage {
  case .int32 where divisor > 0: appendEach(column.int32.span, validity, rows, to: &page) { Double($0) / divisor }
  case .int64 where divisor > 0: appendEach(column.int64.span, validity, rows, to: &page) { Double($0) / divisor }
  case .int32 where isDense: appendDense(column.int32.span.extracting(rows), to: &page)
  case .int64 where isDense: appendDense(column.int64.span.extracting(rows), to: &page)
  case .double where isDense: appendDense(column.double.span.extracting(rows), to: &page)
  case .int32: appendEach(column.int32.span, validity, rows, to: &page) { $0 }
  case .int64: appendEach(column.int64.span, validity, rows, to: &page) { $0 }
  case .double: appendEach(column.double.span, validity, rows, to: &page) { $0 }
  case .strings: appendStrings(column, rows, to: &page)
  // Booleans are packed by their chunk's encoder, which has them without nulls already.
  case .boolean: preconditionFailure("booleans are packed as bits")
  case .codes: preconditionFailure("codes are written with their dictionary, or made plain")
  }
}

/// Appends the given rows of a column in PLAIN encoding, as a dictionary page has them; none of them is null.
func appendPlain(_ column: Column, rowList: Span<UInt32>, to page: inout PageBuffer) {
  let divisor = column.divisor
  switch column.storage {
  case .int32 where divisor > 0: appendListed(column.int32.span, rowList, to: &page) { Double($0) / divisor }
  case .int64 where divisor > 0: appendListed(column.int64.span, rowList, to: &page) { Double($0) / divisor }
  case .int32: appendListed(column.int32.span, rowList, to: &page) { $0 }
  case .int64: appendListed(column.int64.span, rowList, to: &page) { $0 }
  case .double: appendListed(column.double.span, rowList, to: &page) { $0 }
  case .strings, .codes:
    for index in rowList.indices {
      column.withString(Int(rowList[index])) { string in
        page.append(lowBytes: 4, of: UInt64(string.count))
        page.append(string)
      }
    }
  case .boolean: preconditionFailure("booleans have no dictionary")
  }
}

private func appendDense<T: BitwiseCopyable>(_ values: Span<T>, to page: inout PageBuffer) {
  let byteCount = values.count * MemoryLayout<T>.stride
  unsafe page.append(capacity: byteCount) { room in
    // Numbers have no padding; both buffers hold `byteCount` bytes within the closures.
    unsafe values.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
    return byteCount
  }
}

@inline(__always)
private func appendEach<T: BitwiseCopyable, Stored: BitwiseCopyable>(
  _ values: Span<T>, _ validity: Span<UInt8>, _ rows: Range<Int>, to page: inout PageBuffer, _ stored: (T) -> Stored
) {
  unsafe page.append(capacity: rows.count * MemoryLayout<Stored>.stride) { room in
    var offset = 0
    for row in rows where validity.isEmpty || validity[row] != 0 {
      // At most one value a row is stored, and there is room for one each.
      unsafe room.storeBytes(of: stored(values[row]), toByteOffset: offset, as: Stored.self)
      offset += MemoryLayout<Stored>.stride
    }
    return offset
  }
}

@inline(__always)
private func appendListed<T: BitwiseCopyable, Stored: BitwiseCopyable>(
  _ values: Span<T>, _ rows: Span<UInt32>, to page: inout PageBuffer, _ stored: (T) -> Stored
) {
  unsafe page.append(capacity: rows.count * MemoryLayout<Stored>.stride) { room in
    for index in rows.indices {
      // One value a listed row, and there is room for one each.
      unsafe room.storeBytes(
        of: stored(values[Int(rows[index])]), toByteOffset: index * MemoryLayout<Stored>.stride, as: Stored.self)
    }
    return rows.count * MemoryLayout<Stored>.stride
  }
}

private func appendStrings(_ column: Column, _ rows: Range<Int>, to page: inout PageBuffer) {
  guard let last = rows.last else { return }
  let ends = column.strings.ends.span
  let validity = column.validity.span
  let bytes = column.strings.bytes.span
  let first = column.strings.range(rows.lowerBound).lowerBound
  unsafe page.append(capacity: 4 * rows.count + Int(ends[last]) - first) { room in
    // Each row stores its length and its bytes, which lie one after the other between `first` and the last end.
    unsafe bytes.withUnsafeBytes { source in
      var start = first
      var offset = 0
      for row in rows {
        let end = Int(ends[row])
        let length = end - start
        if validity.isEmpty || validity[row] != 0 {
          unsafe room.storeBytes(of: UInt32(truncatingIfNeeded: length), toByteOffset: offset, as: UInt32.self)
          offset += 4
          let string = unsafe UnsafeRawBufferPointer(rebasing: source[start..<end])
          unsafe UnsafeMutableRawBufferPointer(rebasing: room[offset..<offset + length]).copyMemory(from: string)
          offset += length
        }
        start = end
      }
      return offset
    }
  }
}
