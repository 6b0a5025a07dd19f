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
  switch column.storage {
  case .int32 where isDense: appendDense(column.int32.span.extracting(rows), to: &page)
  case .int64 where isDense: appendDense(column.int64.span.extracting(rows), to: &page)
  case .double where isDense: appendDense(column.double.span.extracting(rows), to: &page)
  case .int32: appendSparse(column.int32.span, column.validity.span, rows, to: &page)
  case .int64: appendSparse(column.int64.span, column.validity.span, rows, to: &page)
  case .double: appendSparse(column.double.span, column.validity.span, rows, to: &page)
  case .strings: appendStrings(column, rows, to: &page)
  // Booleans are packed by their chunk's encoder, which has them without nulls already.
  case .boolean: preconditionFailure("booleans are packed as bits")
  }
}

/// Appends the given rows of a column in PLAIN encoding, as a dictionary page has them; none of them is null.
func appendPlain(_ column: Column, rowList: Span<UInt32>, to page: inout PageBuffer) {
  switch column.storage {
  case .int32: appendListed(column.int32.span, rowList, to: &page)
  case .int64: appendListed(column.int64.span, rowList, to: &page)
  case .double: appendListed(column.double.span, rowList, to: &page)
  case .strings:
    for index in rowList.indices {
      let row = Int(rowList[index])
      appendStrings(column, row..<row + 1, to: &page)
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
private func appendSparse<T: BitwiseCopyable>(
  _ values: Span<T>, _ validity: Span<UInt8>, _ rows: Range<Int>, to page: inout PageBuffer
) {
  unsafe page.append(capacity: rows.count * MemoryLayout<T>.stride) { room in
    var offset = 0
    for row in rows where validity[row] != 0 {
      // At most one value a row is stored, and there is room for one each.
      unsafe room.storeBytes(of: values[row], toByteOffset: offset, as: T.self)
      offset += MemoryLayout<T>.stride
    }
    return offset
  }
}

@inline(__always)
private func appendListed<T: BitwiseCopyable>(_ values: Span<T>, _ rows: Span<UInt32>, to page: inout PageBuffer) {
  unsafe page.append(capacity: rows.count * MemoryLayout<T>.stride) { room in
    for index in rows.indices {
      // One value a listed row, and there is room for one each.
      unsafe room.storeBytes(
        of: values[Int(rows[index])], toByteOffset: index * MemoryLayout<T>.stride, as: T.self)
    }
    return rows.count * MemoryLayout<T>.stride
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
