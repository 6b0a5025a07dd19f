package import Buffers
package import Columnar

/// Finds the distinct values of a column chunk and gives each row's value its number, in order of first appearance.
///
/// A distinct value is remembered by the row where it first stands, so that no value is copied or allocated. Codes and
/// integers that lie close together are looked up in a table of their own; others in a flat table of (32 bits of hash,
/// number + 1). Tables and lists keep their room from chunk to chunk.
package struct DictionaryEncoder: ~Copyable, Sendable {
  /// The row where each distinct value first stands, in order.
  package private(set) var firstRows: [UInt32] = []
  /// The numbers of the values that are not null, in order of rows; the first `valueCount` are in use.
  package private(set) var indexes = FlatArray<UInt32>(count: 0)
  /// How many rows are not null.
  package private(set) var valueCount = 0

  private var slots = FlatArray<UInt64>(count: 1024)
  /// What `slots` grows into; the two change places.
  private var nextSlots = FlatArray<UInt64>(count: 2048)
  private var mask = 0
  private var byteCount = 0
  /// Number + 1 by code, or by distance from the least integer.
  private var numbers = FlatArray<UInt32>(count: 1024)

  /// Whether a dictionary cannot pay is asked first after so many values, and again after each so many.
  static let probeValues = 4096
  /// Integers within so wide a range are looked up directly: a table that fits the second-level cache.
  private static let directRange = 1 << 16

  /// Makes an encoder without room.
  package init() {}

  /// The bits of an index: those of the highest number, at least one, as readers expect it.
  package var indexWidth: Int { max(1, UInt32.bitWidth - UInt32(max(0, firstRows.count - 1)).leadingZeroBitCount) }

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
    if indexes.count < column.count { indexes = FlatArray(count: column.count) }
    let width = column.divisor > 0 ? 8 : MemoryLayout<Int32>.size
    let finished =
      switch column.storage {
      case .codes: encodeCodes(column, limitBytes)
      case .int32: encodeIntegers(column.int32.span, column.validity.span, limitBytes, width: width)
      case .int64: encodeIntegers(column.int64.span, column.validity.span, limitBytes, width: 8)
      case .double: encodeNumbers(column.double.span, column.validity.span, limitBytes, width: 8) { $0.bitPattern }
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
    indexes.withSpan(values) { appendRuns($0, width: indexWidth, to: &page) }
  }

  private func pays(_ column: Column) -> Bool {
    let indexBytes = (valueCount * indexWidth + 7) / 8
    let plainBytes =
      switch column.storage {
      case .strings: column.strings.bytes.count + 4 * valueCount
      case .codes: codedBytes(column) + 4 * valueCount
      case .int32 where column.divisor == 0: 4 * valueCount
      default: 8 * valueCount
      }
    return valueCount > 0 && (byteCount + indexBytes) * 10 <= plainBytes * 9
  }

  /// The bytes of all strings of a coded column, counted only where the lengths in front of them don't decide.
  private func codedBytes(_ column: Column) -> Int {
    let indexBytes = (valueCount * indexWidth + 7) / 8
    guard (byteCount + indexBytes) * 10 > 36 * valueCount, let dictionary = column.dictionary else { return 0 }
    let lengths = firstRows.map { dictionary.byteCount(column.codes[Int($0)]) }
    return indexes.withSpan(0..<valueCount) { indexes in
      var sum = 0
      for value in indexes.indices { sum += lengths[Int(indexes[value])] }
      return sum
    }
  }

  /// Whether to give up after `valueCount` values.
  @inline(__always)
  private func isHopeless(_ limitBytes: Int) -> Bool {
    byteCount > limitBytes
      || (valueCount & (Self.probeValues - 1) == 0 && firstRows.count * 4 > valueCount * 3)
  }
}

// Values by a table of their own: codes, and integers that lie close together.
extension DictionaryEncoder {
  private mutating func encodeCodes(_ column: Column, _ limitBytes: Int) -> Bool {
    guard let dictionary = column.dictionary else { return false }
    let codes = column.codes.span
    return encodeDirectly(codes, column.validity.span, tableCount: dictionary.count, limitBytes) {
      Int(codes[$0])
    } byteCount: {
      4 + dictionary.byteCount(codes[$0])
    }
  }

  private mutating func encodeIntegers<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ values: Span<T>, _ validity: Span<UInt8>, _ limitBytes: Int, width: Int
  ) -> Bool {
    guard let (low, high) = integerBounds(values, validity) else { return false }
    let (range, overflow) = high.subtractingReportingOverflow(low)
    guard !overflow, range < Self.directRange else {
      return encodeNumbers(values, validity, limitBytes, width: width) { UInt64(truncatingIfNeeded: $0) }
    }
    // A null's slot holds zero, which may lie outside the table.
    return encodeDirectly(values, validity, tableCount: Int(range) + 1, limitBytes) {
      Int(truncatingIfNeeded: max(low, min(high, values[$0])) - low)
    } byteCount: { _ in
      width
    }
  }

  /// Numbers values by their places in a table; `place` is called for nulls as well.
  @inline(__always)
  private mutating func encodeDirectly<T: BitwiseCopyable>(
    _ values: Span<T>, _ validity: Span<UInt8>, tableCount: Int, _ limitBytes: Int, place: (Int) -> Int,
    byteCount width: (Int) -> Int
  ) -> Bool {
    if numbers.count < tableCount { numbers = FlatArray(count: tableCount) }
    for place in 0..<tableCount { numbers[place] = 0 }
    var count = 0
    for row in values.indices {
      let isValue: UInt32 = validity.isEmpty ? 1 : UInt32(validity[row])
      let place = place(row)
      var number = numbers[place]
      if number | (isValue ^ 1) == 0 {
        firstRows.append(UInt32(row))
        byteCount += width(row)
        if byteCount > limitBytes { return false }
        number = UInt32(firstRows.count)
        numbers[place] = number
      }
      // What is written for a null is overwritten by the next value.
      indexes[count] = number &- 1
      count += Int(isValue)
    }
    valueCount = count
    return true
  }
}

// Values by hash.
extension DictionaryEncoder {
  @inline(__always)
  private mutating func encodeNumbers<T: BitwiseCopyable>(
    _ values: Span<T>, _ validity: Span<UInt8>, _ limitBytes: Int, width: Int, key: (T) -> UInt64
  ) -> Bool {
    resetSlots()
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
    resetSlots()
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

  private mutating func resetSlots() {
    mask = 1023
    for slot in 0...mask { slots[slot] = 0 }
  }

  /// Doubles the part of the table in use; an entry's place follows from its own 32 bits of hash.
  private mutating func grow() {
    let old = mask
    mask = 2 * mask + 1
    if nextSlots.count <= mask {
      nextSlots = FlatArray(count: mask + 1)
    } else {
      for slot in 0...mask { nextSlots[slot] = 0 }
    }
    for index in 0...old where slots[index] != 0 {
      var slot = Int(slots[index] >> 32) & mask
      while nextSlots[slot] != 0 { slot = (slot + 1) & mask }
      nextSlots[slot] = slots[index]
    }
    swap(&slots, &nextSlots)
  }
}
