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

  /// Bounds of rows of a column that is not coded.
  init(_ column: Column, _ range: Range<Int>) {
    let validity = column.validity.span
    switch column.storage {
    case .boolean: includeIntegers(of: column.boolean.span, validity, range) { Int64($0) }
    case .int32: includeIntegers(of: column.int32.span, validity, range) { Int64($0) }
    case .int64: includeIntegers(of: column.int64.span, validity, range) { $0 }
    case .double: includeDoubles(of: column.double.span, validity, range)
    case .strings: includeStrings(of: column, range)
    case .codes: for row in range where !column.isNull(row) { include(row, of: column) }
    }
  }

  @inline(__always)
  private mutating func includeIntegers<T: FixedWidthInteger>(
    of values: Span<T>, _ validity: Span<UInt8>, _ range: Range<Int>, _ widen: (T) -> Int64
  ) {
    let bounds = integerBounds(values.extracting(range), validity.isEmpty ? validity : validity.extracting(range))
    isEmpty = bounds == nil
    if let bounds { integers = (widen(bounds.low), widen(bounds.high)) }
  }

  /// Strings are compared by their first eight bytes, and as a whole only where these are the same.
  private mutating func includeStrings(of column: Column, _ range: Range<Int>) {
    let validity = column.validity.span
    let ends = column.strings.ends.span
    let bytes = column.strings.bytes.span
    var (low, lowest): (UInt64, Range<Int>) = (0, 0..<0)
    var (high, highest): (UInt64, Range<Int>) = (0, 0..<0)
    var start = range.isEmpty ? 0 : column.strings.range(range.lowerBound).lowerBound
    for row in range {
      let range = start..<Int(ends[row])
      let head = head(bytes, range)
      start = range.upperBound
      if !validity.isEmpty && validity[row] == 0 { continue }
      if isEmpty {
        isEmpty = false
        rows = (row, row)
        (low, lowest, high, highest) = (head, range, head, range)
        continue
      }
      if head > high || head == high && bytes.extracting(highest).isLess(than: bytes.extracting(range)) {
        (high, highest, rows.max) = (head, range, row)
      } else if head < low || head == low && bytes.extracting(range).isLess(than: bytes.extracting(lowest)) {
        (low, lowest, rows.min) = (head, range, row)
      }
    }
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

  /// Takes the value of a row into account, which is not null.
  mutating func include(_ row: Int, of column: Column) {
    switch column.storage {
    case .boolean: include(integer: Int64(column.boolean[row]))
    case .int32: include(integer: Int64(column.int32[row]))
    case .int64: include(integer: column.int64[row])
    case .double: include(double: column.double[row])
    case .strings, .codes:
      if isEmpty { rows = (row, row) }
      isEmpty = false
      if column.isString(row, lessThan: rows.min) { rows.min = row }
      if column.isString(rows.max, lessThan: row) { rows.max = row }
    }
  }

  private mutating func include(integer: Int64) {
    integers = isEmpty ? (integer, integer) : (min(integers.min, integer), max(integers.max, integer))
    isEmpty = false
  }

  private mutating func include(double: Double) {
    guard !double.isNaN else { return }
    doubles = isEmpty ? (double, double) : (min(doubles.min, double), max(doubles.max, double))
    isEmpty = false
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
    if column.isOfStrings {
      include(other.rows.min, of: column)
      include(other.rows.max, of: column)
    }
  }

  /// The bounds as statistics hold them, strings shortened to `limit` bytes; nil where there is no value.
  func encoded(_ column: Column, limit: Int) -> EncodedBounds? {
    guard !isEmpty else { return nil }
    switch column.storage {
    case .int32 where column.divisor > 0, .int64 where column.divisor > 0:
      return encoded(Double(integers.min) / column.divisor, Double(integers.max) / column.divisor)
    case .boolean:
      return EncodedBounds(min: [UInt8(integers.min)], max: [UInt8(integers.max)])
    case .int32:
      return EncodedBounds(
        min: littleEndian(Int32(truncatingIfNeeded: integers.min)),
        max: littleEndian(Int32(truncatingIfNeeded: integers.max)))
    case .int64:
      return EncodedBounds(min: littleEndian(integers.min), max: littleEndian(integers.max))
    case .double:
      return encoded(doubles.min, doubles.max)
    case .strings, .codes:
      return EncodedBounds(
        truncating: column.copyString(rows.min), column.copyString(rows.max), limit: limit,
        isText: column.type == .string)
    }
  }

  /// Readers may take either zero for the bound, so that the lower is written as −0, the upper as +0.
  private func encoded(_ min: Double, _ max: Double) -> EncodedBounds {
    EncodedBounds(
      min: littleEndian((min == 0 ? -0.0 : min).bitPattern), max: littleEndian((max == 0 ? 0.0 : max).bitPattern))
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

/// The first eight bytes of a string as a number that orders as they do; a shorter one is filled up with zeros.
@inline(__always)
private func head(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
  if range.lowerBound + 8 <= bytes.count {
    // Eight bytes stand there, as was checked; any bits are valid bytes.
    let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self).bigEndian
    return range.count >= 8 ? word : range.isEmpty ? 0 : word & ~(UInt64.max >> UInt64(8 * range.count))
  }
  var word: UInt64 = 0
  for index in 0..<min(8, range.count) { word |= UInt64(bytes[range.lowerBound + index]) << UInt64(56 - 8 * index) }
  return word
}

extension Column {
  /// Whether the rows hold strings, coded or not.
  var isOfStrings: Bool { storage == .strings || storage == .codes }

  fileprivate func copyString(_ row: Int) -> [UInt8] { withString(row) { [UInt8](copying: $0) } }

  /// Whether the string of a row stands before that of another, as unsigned bytes.
  fileprivate func isString(_ row: Int, lessThan other: Int) -> Bool {
    withString(row) { mine in withString(other) { mine.isLess(than: $0) } }
  }
}

/// The least and the greatest of the integers that are not null; nil where there are none.
///
/// `validity` has a byte for each, 1 or 0, or none at all. No branch depends on a value.
@inline(__always)
func integerBounds<T: FixedWidthInteger>(
  _ values: Span<T>, _ validity: Span<UInt8>
) -> (low: T, high: T)? {
  var low = T.max
  var high = T.min
  guard !validity.isEmpty else {
    for index in values.indices {
      low = min(low, values[index])
      high = max(high, values[index])
    }
    return values.isEmpty ? nil : (low, high)
  }
  precondition(validity.count == values.count, "a byte of validity for each value")
  var any: UInt8 = 0
  for index in values.indices {
    // The spans are equally long.
    let valid = unsafe validity[unchecked: index]
    // All bits of a value, none of a null, in whose place the bound itself stands.
    let bits = 0 &- T(truncatingIfNeeded: valid)
    low = min(low, values[index] & bits | T.max & ~bits)
    high = max(high, values[index] & bits | T.min & ~bits)
    any |= valid
  }
  return any == 0 ? nil : (low, high)
}
