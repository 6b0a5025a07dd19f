import Buffers
import Columnar

/// The least and the greatest value of some rows of a column; nulls and NaN do not count.
///
/// Only the pair that the column's storage uses has a meaning; strings are held as the rows where they stand.
struct ValueBounds {
  /// Whether no value has been seen.
  private(set) var isEmpty = true
  private var integers: (min: Int64, max: Int64) = (0, 0)
  private var doubles: (min: Double, max: Double) = (0, 0)
  private var rows: (min: Int, max: Int) = (0, 0)

  /// Bounds of no values.
  init() {}

  /// Bounds of rows of a column of numbers or booleans.
  init(numbers column: Column, _ range: Range<Int>) {
    let validity = column.validity.span
    switch column.storage {
    case .boolean:
      includeIntegers(of: column.boolean.span, validity, range) { Int64($0) }
    case .int32:
      includeIntegers(of: column.int32.span, validity, range) { Int64($0) }
    case .int64:
      includeIntegers(of: column.int64.span, validity, range) { $0 }
    case .double:
      includeDoubles(of: column.double.span, validity, range)
    case .strings:
      for row in range where !column.isNull(row) { include(stringRow: row, of: column) }
    }
  }

  @inline(__always)
  private mutating func includeIntegers<T: FixedWidthInteger>(
    of values: Span<T>, _ validity: Span<UInt8>, _ range: Range<Int>, _ widen: (T) -> Int64
  ) {
    var low = T.max
    var high = T.min
    if validity.isEmpty {
      for row in range {
        low = min(low, values[row])
        high = max(high, values[row])
      }
      isEmpty = range.isEmpty
    } else {
      var any: UInt8 = 0
      for row in range where validity[row] != 0 {
        low = min(low, values[row])
        high = max(high, values[row])
        any = 1
      }
      isEmpty = any == 0
    }
    integers = (widen(low), widen(high))
  }

  private mutating func includeDoubles(of values: Span<Double>, _ validity: Span<UInt8>, _ range: Range<Int>) {
    var low = Double.infinity
    var high = -Double.infinity
    for row in range where validity.isEmpty || validity[row] != 0 {
      let value = values[row]
      // Comparisons with NaN are false, so that it never becomes a bound.
      if value <= low { low = value }
      if value >= high { high = value }
    }
    // Any number, the infinities too, leaves the bounds in order.
    isEmpty = !(low <= high)
    doubles = (low, high)
  }

  /// Takes the string of a row into account.
  mutating func include(stringRow row: Int, of column: Column) {
    guard !isEmpty else {
      isEmpty = false
      rows = (row, row)
      return
    }
    if column.isString(row, lessThan: rows.min) { rows.min = row }
    if column.isString(rows.max, lessThan: row) { rows.max = row }
  }

  /// Takes the bounds of other rows of the same column into account.
  mutating func include(_ other: ValueBounds, of column: Column) {
    guard !other.isEmpty else { return }
    guard !isEmpty else {
      self = other
      return
    }
    integers = (min(integers.min, other.integers.min), max(integers.max, other.integers.max))
    doubles = (min(doubles.min, other.doubles.min), max(doubles.max, other.doubles.max))
    if column.storage == .strings {
      include(stringRow: other.rows.min, of: column)
      include(stringRow: other.rows.max, of: column)
    }
  }

  /// The bounds as statistics hold them, strings shortened to `limit` bytes; nil where there is no value.
  func encoded(_ column: Column, limit: Int) -> EncodedBounds? {
    guard !isEmpty else { return nil }
    switch column.storage {
    case .boolean:
      return EncodedBounds(min: [UInt8(integers.min)], max: [UInt8(integers.max)])
    case .int32:
      return EncodedBounds(
        min: littleEndian(Int32(truncatingIfNeeded: integers.min)),
        max: littleEndian(Int32(truncatingIfNeeded: integers.max)))
    case .int64:
      return EncodedBounds(min: littleEndian(integers.min), max: littleEndian(integers.max))
    case .double:
      // Readers may take either zero for the bound, so that the lower is written as −0, the upper as +0.
      return EncodedBounds(
        min: littleEndian((doubles.min == 0 ? -0.0 : doubles.min).bitPattern),
        max: littleEndian((doubles.max == 0 ? 0.0 : doubles.max).bitPattern))
    case .strings:
      let isText = column.type == .string
      return EncodedBounds(
        truncating: column.strings.copy(rows.min), column.strings.copy(rows.max), limit: limit, isText: isText)
    }
  }

  /// Whether two bounds of numbers, in this order, ascend or descend; strings are compared by their encoded bounds.
  func order(_ next: ValueBounds, storage: ColumnStorage) -> (ascends: Bool, descends: Bool) {
    if storage == .double {
      return (
        doubles.min <= next.doubles.min && doubles.max <= next.doubles.max,
        doubles.min >= next.doubles.min && doubles.max >= next.doubles.max
      )
    }
    return (
      integers.min <= next.integers.min && integers.max <= next.integers.max,
      integers.min >= next.integers.min && integers.max >= next.integers.max
    )
  }

  /// The widest bounds of doubles: those of a page of which every value is NaN.
  static let allDoubles: ValueBounds = {
    var bounds = ValueBounds()
    bounds.isEmpty = false
    bounds.doubles = (-.infinity, .infinity)
    return bounds
  }()
}

private func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  var writer = ByteWriter()
  writer.append(value)
  return writer.bytes
}

extension Column {
  /// Whether the string of a row stands before that of another, as unsigned bytes.
  fileprivate func isString(_ row: Int, lessThan other: Int) -> Bool {
    let bytes = strings.bytes.span
    return bytes.extracting(strings.range(row)).isLess(than: bytes.extracting(strings.range(other)))
  }
}
