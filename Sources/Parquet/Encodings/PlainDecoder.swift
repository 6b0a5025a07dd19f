import Buffers
import Columnar

/// Appends values in PLAIN encoding to a column's storage; validity is left to the caller.
///
/// `levels` holds 1 for each row that has a value and 0 for each null, or nothing where all `count` rows have one.
/// Bytes of strings are taken off `budget`.
func appendPlainValues(
  _ page: [UInt8], _ range: Range<Int>, count: Int, _ levels: [UInt32], to column: inout Column, budget: inout Int
) throws(ParquetError) {
  let valueCount = levels.isEmpty ? count : levels.reduce(0) { $0 + Int($1) }
  let bytes = page.span.extracting(range)
  switch column.storage {
  case .int32:
    try check(bytes, holds: valueCount, width: 4)
    appendFixed(bytes, count, levels, to: &column.int32)
  case .int64:
    try check(bytes, holds: valueCount, width: 8)
    appendFixed(bytes, count, levels, to: &column.int64)
  case .double:
    try check(bytes, holds: valueCount, width: 8)
    appendFixed(bytes, count, levels, to: &column.double)
  case .boolean:
    try check(bytes, holds: (valueCount + 7) / 8, width: 1)
    appendBooleans(bytes, count, levels, to: &column.boolean)
  case .strings:
    try appendStrings(bytes, count, levels, to: &column, budget: &budget)
  case .codes: preconditionFailure("columns are read value by value")
  }
}

private func check(_ bytes: Span<UInt8>, holds count: Int, width: Int) throws(ParquetError) {
  guard count <= bytes.count / width else {
    throw ParquetError(.corrupt, "\(bytes.count) bytes cannot hold \(count) values of \(width) bytes")
  }
}

/// Appends numbers, 0 for each null.
///
/// Precondition: the bytes hold one for each level of 1.
@inline(__always)
private func appendFixed<T: BitwiseCopyable & ExpressibleByIntegerLiteral>(
  _ bytes: Span<UInt8>, _ count: Int, _ levels: [UInt32], to values: inout [T]
) {
  // Any bits are a valid number; every load is checked against the bytes.
  let raw = unsafe bytes.bytes
  var offset = 0
  for row in 0..<count {
    guard levels.isEmpty || levels[row] == 1 else {
      values.append(0)
      continue
    }
    // The load is of a number's width at an offset below the bytes' count, as checked before.
    values.append(unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    offset += MemoryLayout<T>.stride
  }
}

private func appendBooleans(_ bytes: Span<UInt8>, _ count: Int, _ levels: [UInt32], to values: inout [UInt8]) {
  var next = 0
  for row in 0..<count {
    guard levels.isEmpty || levels[row] == 1 else {
      values.append(0)
      continue
    }
    values.append(bytes[next >> 3] >> UInt8(next & 7) & 1)
    next += 1
  }
}

private func appendStrings(
  _ bytes: Span<UInt8>, _ count: Int, _ levels: [UInt32], to column: inout Column, budget: inout Int
) throws(ParquetError) {
  var offset = 0
  for row in 0..<count {
    guard levels.isEmpty || levels[row] == 1 else {
      column.appendZero()
      continue
    }
    guard bytes.count - offset >= 4 else {
      throw ParquetError(.corrupt, "the page ends before its value \(row)")
    }
    var length = 0
    for index in 0..<4 { length |= Int(bytes[offset + index]) << (8 * index) }
    offset += 4
    guard length <= bytes.count - offset else {
      throw ParquetError(.corrupt, "value \(row) claims \(length) bytes, the page has \(bytes.count - offset) left")
    }
    try column.take(length, from: &budget)
    column.strings.append(bytes.extracting(offset..<offset + length))
    offset += length
  }
}

extension Column {
  /// Appends the slot of a null, without its validity.
  mutating func appendZero() {
    switch storage {
    case .boolean: boolean.append(0)
    case .int32: int32.append(0)
    case .int64: int64.append(0)
    case .double: double.append(0)
    case .strings: strings.appendEmpty()
    case .codes: codes.append(0)
    }
  }

  /// Takes bytes of a string off what the column may still hold.
  func take(_ byteCount: Int, from budget: inout Int) throws(ParquetError) {
    guard byteCount <= budget, canHold(byteCount) else {
      throw ParquetError(.limit, "the strings are longer than a row group's may be in memory; see ReaderLimits")
    }
    budget -= byteCount
  }
}
