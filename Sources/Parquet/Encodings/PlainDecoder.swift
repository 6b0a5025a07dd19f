import Buffers
import Columnar

/// Appends `count` values in PLAIN encoding to a column's storage; validity is left to the caller.
///
/// `length` is what a string of fixed length has, nil where each is preceded by its own. Bytes of strings are taken off
/// `budget`.
func appendPlainValues(
  _ page: [UInt8], _ range: Range<Int>, count: Int, length: Int?, to column: inout Column, budget: inout Int
) throws(ParquetError) {
  let bytes = page.span.extracting(range)
  switch column.storage {
  case .int32:
    try check(bytes, holds: count, width: 4)
    appendNumbers(bytes, count, to: &column.int32)
  case .int64:
    try check(bytes, holds: count, width: 8)
    appendNumbers(bytes, count, to: &column.int64)
  case .double:
    try check(bytes, holds: count, width: 8)
    appendNumbers(bytes, count, to: &column.double)
  case .boolean:
    try check(bytes, holds: (count + 7) / 8, width: 1)
    for index in 0..<count { column.boolean.append(bytes[index >> 3] >> UInt8(index & 7) & 1) }
  case .strings:
    if let length {
      try check(bytes, holds: count, width: length)
      try appendStrings(bytes, count, length: length, to: &column, budget: &budget)
    } else {
      try appendStrings(bytes, count, to: &column, budget: &budget)
    }
  case .codes: preconditionFailure("columns are read value by value")
  }
}

private func check(_ bytes: Span<UInt8>, holds count: Int, width: Int) throws(ParquetError) {
  guard count <= bytes.count / width else {
    throw ParquetError(.corrupt, "\(bytes.count) bytes cannot hold \(count) values of \(width) bytes")
  }
}

/// Appends numbers.
///
/// Precondition: the bytes hold so many.
@inline(__always)
private func appendNumbers<T: BitwiseCopyable>(_ bytes: Span<UInt8>, _ count: Int, to values: inout [T]) {
  // Any bits are a valid number; every load is checked against the bytes.
  let raw = unsafe bytes.bytes
  values.append(addingCapacity: count) { output in
    for index in 0..<count {
      // The load is of a number's width at an offset below the bytes' count, as checked before.
      output.append(unsafe raw.unsafeLoadUnaligned(fromByteOffset: index * MemoryLayout<T>.stride, as: T.self))
    }
  }
}

/// Appends strings of one length.
///
/// Precondition: the bytes hold so many.
private func appendStrings(
  _ bytes: Span<UInt8>, _ count: Int, length: Int, to column: inout Column, budget: inout Int
) throws(ParquetError) {
  try column.take(count * length, from: &budget)
  for index in 0..<count { column.strings.append(bytes.extracting(index * length..<(index + 1) * length)) }
}

/// Appends strings, each preceded by its length.
private func appendStrings(
  _ bytes: Span<UInt8>, _ count: Int, to column: inout Column, budget: inout Int
) throws(ParquetError) {
  var offset = 0
  for index in 0..<count {
    guard bytes.count - offset >= 4 else {
      throw ParquetError(.corrupt, "the page ends before its value \(index)")
    }
    let length = Int(bytes.halfWord(at: offset))
    offset += 4
    guard length <= bytes.count - offset else {
      throw ParquetError(.corrupt, "value \(index) claims \(length) bytes, the page has \(bytes.count - offset) left")
    }
    try column.take(length, from: &budget)
    column.strings.append(bytes.extracting(offset..<offset + length))
    offset += length
  }
}

extension Column {
  /// Takes bytes of a string off what the column may still hold.
  func take(_ byteCount: Int, from budget: inout Int) throws(ParquetError) {
    guard byteCount <= budget, canHold(byteCount) else {
      throw ParquetError(.limit, "the strings are longer than a row group's may be in memory; see ReaderLimits")
    }
    budget -= byteCount
  }
}
