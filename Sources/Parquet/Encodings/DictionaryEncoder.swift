import Buffers
package import Columnar

/// Finds the distinct values of a column chunk and gives each row's value its number, in order of first appearance.
///
/// A flat table of (32 bits of hash, number + 1); a distinct value is remembered by the row where it first stands, so
/// that no value is copied or allocated. The table and the lists keep their room from chunk to chunk.
package struct DictionaryEncoder: Sendable {
  /// The row where each distinct value first stands, in order.
  package private(set) var firstRows: [UInt32] = []
  /// The numbers of the values that are not null, in order of rows; the first `valueCount` are in use.
  package private(set) var indexes: [UInt32] = []
  /// How many rows are not null.
  package private(set) var valueCount = 0

  private var slots: [UInt64] = []
  private var mask = 0
  private var byteCount = 0

  /// Whether a dictionary cannot pay is asked first after so many values, and again after each so many.
  static let probeValues = 4096

  /// Makes an encoder without room.
  package init() {}

  /// The bits of an index: those of the highest number, at least one, as readers expect it.
  package var indexWidth: Int { max(1, UInt32.bitWidth - max(0, firstRows.count - 1).leadingZeroBits32) }

  /// Numbers all values of a column.
  ///
  /// False where a dictionary does not pay; the numbers then mean nothing.
  ///
  /// It does not pay where three in four values are distinct when asked, the values exceed `limitBytes`, or dictionary
  /// and indexes together save less than a tenth. Precondition: below 2³¹ rows, and no booleans.
  package mutating func encode(_ column: Column, limitBytes: Int) -> Bool {
    firstRows.removeAll(keepingCapacity: true)
    valueCount = 0
    byteCount = 0
    if indexes.count < column.count {
      indexes.append(contentsOf: repeatElement(0, count: column.count - indexes.count))
    }
    if slots.count < 1024 { slots = [UInt64](repeating: 0, count: 1024) }
    mask = 1023
    clearSlots()
    let finished =
      switch column.storage {
      case .int32: encodeNumbers(column.int32.span, column.validity.span, limitBytes, width: 4) { hash($0) }
      case .int64: encodeNumbers(column.int64.span, column.validity.span, limitBytes, width: 8) { hash($0) }
      case .double: encodeNumbers(column.double.span, column.validity.span, limitBytes, width: 8) { hash($0) }
      case .strings: encodeStrings(column, limitBytes)
      case .boolean: false
      }
    return finished && pays(column)
  }

  /// Appends the distinct values in PLAIN encoding, as the dictionary page has them.
  func appendEntries(of column: Column, to page: inout PageBuffer) {
    appendPlain(column, rowList: firstRows.span, to: &page)
  }

  /// Appends the numbers of some values as a data page has them: a byte of width, then runs.
  func appendIndexes(_ values: Range<Int>, to page: inout PageBuffer) {
    page.append(UInt8(indexWidth))
    appendRuns(indexes, values, width: indexWidth, to: &page)
  }

  private func pays(_ column: Column) -> Bool {
    let indexBytes = (valueCount * indexWidth + 7) / 8
    let plainBytes =
      switch column.storage {
      case .strings: column.strings.bytes.count + 4 * valueCount
      case .int32: 4 * valueCount
      default: 8 * valueCount
      }
    return valueCount > 0 && (byteCount + indexBytes) * 10 <= plainBytes * 9
  }

  /// Whether to give up after `valueCount` values.
  private func isHopeless(_ limitBytes: Int) -> Bool {
    byteCount > limitBytes
      || (valueCount & (Self.probeValues - 1) == 0 && firstRows.count * 4 > valueCount * 3)
  }
}

extension DictionaryEncoder {
  @inline(__always)
  private mutating func encodeNumbers<T: BitwiseCopyable>(
    _ values: Span<T>, _ validity: Span<UInt8>, _ limitBytes: Int, width: Int, key: (T) -> UInt64
  ) -> Bool {
    var last: UInt64 = 0
    var number: UInt32 = 0
    for row in values.indices where validity.isEmpty || validity[row] != 0 {
      let bits = key(values[row])
      if bits != last || valueCount == 0 {
        number = find(mix64(bits ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93), row, width) { other in
          key(values[other]) == bits
        }
        last = bits
      }
      indexes[valueCount] = number
      valueCount += 1
      if isHopeless(limitBytes) { return false }
    }
    return true
  }

  private mutating func encodeStrings(_ column: Column, _ limitBytes: Int) -> Bool {
    let ends = column.strings.ends.span
    let bytes = column.strings.bytes.span
    let validity = column.validity.span
    var lastRange = 0..<0
    var number: UInt32 = 0
    var start = 0
    for row in ends.indices {
      let range = start..<Int(ends[row])
      start = range.upperBound
      guard validity.isEmpty || validity[row] != 0 else { continue }
      let string = bytes.extracting(range)
      if valueCount == 0 || !string.hasSameBytes(as: bytes.extracting(lastRange)) {
        number = find(hash64(string), row, 4 + range.count) { other in
          let otherStart = other == 0 ? 0 : Int(ends[other - 1])
          return string.hasSameBytes(as: bytes.extracting(otherStart..<Int(ends[other])))
        }
        lastRange = range
      }
      indexes[valueCount] = number
      valueCount += 1
      if isHopeless(limitBytes) { return false }
    }
    return true
  }

  /// The number of the value in row `row`, which is added when no earlier row of the table equals it.
  @inline(__always)
  private mutating func find(_ hash: UInt64, _ row: Int, _ width: Int, isEqual: (Int) -> Bool) -> UInt32 {
    let tag = hash >> 32
    var slot = Int(tag) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry >> 32 == tag, isEqual(Int(firstRows[Int(entry & 0xffff_ffff) - 1])) {
        return UInt32(truncatingIfNeeded: entry) - 1
      }
      slot = (slot + 1) & mask
    }
    firstRows.append(UInt32(row))
    byteCount += width
    slots[slot] = tag << 32 | UInt64(firstRows.count)
    if firstRows.count * 2 > mask { grow() }
    return UInt32(firstRows.count - 1)
  }

  /// Doubles the part of the table in use; an entry's place follows from its own 32 bits of hash.
  private mutating func grow() {
    let old = Array(slots[0...mask])
    mask = 2 * mask + 1
    if slots.count <= mask { slots = [UInt64](repeating: 0, count: mask + 1) }
    clearSlots()
    for entry in old where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  private mutating func clearSlots() {
    for index in 0...mask { slots[index] = 0 }
  }
}

private func hash(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: value)) }
private func hash(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }
private func hash(_ value: Double) -> UInt64 { value.bitPattern }

extension Int {
  /// The leading zero bits of a number below 2³², among 32.
  fileprivate var leadingZeroBits32: Int { UInt32(truncatingIfNeeded: self).leadingZeroBitCount }
}
