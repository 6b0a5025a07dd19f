import Glibc

/// Where libcsv's callbacks put fields: the unused room of a `FieldTable`, written by pointer.
///
/// A field costs one copy of its bytes and one number. More fields, rows or bytes than were expected are not written
/// but make the sink incomplete, so that no content can lead the callbacks out of their room.
@safe
struct FieldSink {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let ends: UnsafeMutableBufferPointer<UInt32>
  private let byteLimit: Int
  private let fieldLimit: Int
  private let columnCount: Int
  private let rowLimit: Int
  private(set) var byteCount = 0
  private(set) var fieldCount = 0
  private(set) var rowCount = 0
  private var isOverfull = false

  /// Fields of at most so many bytes, most of an export, times included, are copied as two words of 16.
  private static let shortBytes = 32

  /// The room must outlive the sink.
  init(
    bytes: UnsafeMutableBufferPointer<UInt8>, ends: UnsafeMutableBufferPointer<UInt32>, columns: Int, rows: Int
  ) {
    unsafe self.bytes = bytes
    unsafe self.ends = ends
    byteLimit = bytes.count
    fieldLimit = ends.count
    columnCount = columns
    rowLimit = rows
  }

  // Products wrap: where one would, there is no room for a field, and the first makes the sink overfull.

  /// Whether exactly the expected rows have come, each with the expected number of fields.
  var isComplete: Bool { !isOverfull && rowCount == rowLimit && fieldCount == rowCount &* columnCount }

  /// Appends a field.
  @inline(__always)
  mutating func append(_ field: UnsafeRawPointer?, _ count: Int) {
    guard let field = unsafe field, let base = unsafe bytes.baseAddress, count <= Self.shortBytes,
      fieldCount < fieldLimit, Self.shortBytes <= byteLimit &- byteCount
    else { return unsafe appendLong(field, count) }
    // libcsv's buffer, which begins at `field`, has `RecordParser.fieldBlockBytes`; so many bytes are free after `byteCount`.
    let copy = unsafe field.loadUnaligned(as: SIMD4<UInt64>.self)
    unsafe UnsafeMutableRawPointer(base + byteCount).storeBytes(of: copy, as: SIMD4<UInt64>.self)
    endField(count)
  }

  /// Appends a field that is long, or for which there may be no room; apart, so that short ones save no registers.
  @inline(never)
  private mutating func appendLong(_ field: UnsafeRawPointer?, _ count: Int) {
    guard fieldCount < fieldLimit, count <= byteLimit &- byteCount else {
      isOverfull = true
      return
    }
    if let field = unsafe field, let base = unsafe bytes.baseAddress {
      // libcsv gives `count` bytes at `field`; so many are free after `byteCount`.
      unsafe memcpy(base + byteCount, field, count)
    }
    endField(count)
  }

  @inline(__always)
  private mutating func endField(_ count: Int) {
    byteCount &+= count
    // `fieldCount` is below the number of ends.
    unsafe ends[fieldCount] = UInt32(truncatingIfNeeded: byteCount)
    fieldCount &+= 1
  }

  /// Ends a row.
  @inline(__always)
  mutating func endRow() {
    rowCount &+= 1
    if fieldCount != rowCount &* columnCount { isOverfull = true }
  }
}

extension FieldTable {
  /// Empties the table and fills it with `rows` rows of `columns` fields, of at most `byteLimit` bytes together.
  mutating func fill(
    rows: Int, columns: Int, byteLimit: Int, _ body: (inout FieldSink) throws(ReadError) -> Void
  ) throws(ReadError) {
    removeAll(columns: columns)
    // A record has a byte between every two fields, so that a chunk has not more of them.
    let (product, isOverflow) = rows.multipliedReportingOverflow(by: columns)
    let fieldLimit = isOverflow ? 0 : min(product, byteLimit + rows)
    var newEnds: [UInt32] = []
    swap(&newEnds, &ends)
    defer { swap(&newEnds, &ends) }
    try bytes.append(addingCapacity: byteLimit) { (byteOutput: inout OutputSpan<UInt8>) throws(ReadError) in
      try newEnds.append(addingCapacity: fieldLimit) { (endOutput: inout OutputSpan<UInt32>) throws(ReadError) in
        try unsafe byteOutput.withUnsafeMutableBufferPointer { (byteRoom, byteCount) throws(ReadError) in
          try unsafe endOutput.withUnsafeMutableBufferPointer { (endRoom, endCount) throws(ReadError) in
            // Both arrays are empty, so that all the room is free; the sink does not leave this closure.
            var sink = unsafe FieldSink(
              bytes: UnsafeMutableBufferPointer(rebasing: byteRoom[..<byteLimit]),
              ends: UnsafeMutableBufferPointer(rebasing: endRoom[..<fieldLimit]), columns: columns, rows: rows)
            try body(&sink)
            byteCount = sink.byteCount
            endCount = sink.fieldCount
          }
        }
      }
    }
    rowCount = rows
  }
}
