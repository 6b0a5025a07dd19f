public import Buffers

/// The values of one column: a struct of arrays, of which the type uses one.
///
/// Row `i` is element `i` of the array in use, also where it is null (a null's slot holds zero or an empty string).
/// There is no enum payload, so that appending in place never copies; `removeAll` keeps the room for the next batch.
/// The arrays may be filled directly, in bulk; `RecordBatch.inconsistency` tells whether they still agree.
public struct Column: Sendable {
  /// What the values are.
  public let type: ColumnType
  /// Whether rows may be null.
  public let isNullable: Bool
  /// The array in use.
  public let storage: ColumnStorage

  /// One byte a row, 1 for a value and 0 for null; empty where the column is not nullable.
  public var validity: [UInt8] = []
  /// Values of `int32` and `date`.
  public var int32: [Int32] = []
  /// Values of `int64`, `timestampMicroseconds` and `decimal`.
  public var int64: [Int64] = []
  /// Values of `double`.
  public var double: [Double] = []
  /// Values of `boolean`, 0 or 1.
  public var boolean: [UInt8] = []
  /// Values of `string` and `bytes`.
  public var strings = ByteStrings()

  /// Makes an empty column.
  public init(type: ColumnType, isNullable: Bool) {
    self.type = type
    self.isNullable = isNullable
    self.storage = type.storage
  }

  /// Makes an empty column for a field of a schema.
  public init(_ field: ColumnField) { self.init(type: field.type, isNullable: field.isNullable) }

  /// How many rows there are.
  @inlinable
  public var count: Int {
    switch storage {
    case .boolean: boolean.count
    case .int32: int32.count
    case .int64: int64.count
    case .double: double.count
    case .strings: strings.count
    }
  }

  /// Whether row `row` has no value.
  @inlinable
  public func isNull(_ row: Int) -> Bool { isNullable && validity[row] == 0 }

  /// Appends an integer to a column of `int32` or `date`.
  ///
  /// Precondition: the column is one.
  @inlinable
  public mutating func append(_ value: Int32) {
    precondition(storage == .int32, "a 32-bit integer appended to a column of another type")
    int32.append(value)
    appendValid()
  }

  /// Appends an integer to a column of `int64`, `timestampMicroseconds` or `decimal`.
  ///
  /// Precondition: the column is one.
  @inlinable
  public mutating func append(_ value: Int64) {
    precondition(storage == .int64, "a 64-bit integer appended to a column of another type")
    int64.append(value)
    appendValid()
  }

  /// Appends a number to a column of `double`.
  ///
  /// Precondition: the column is one.
  @inlinable
  public mutating func append(_ value: Double) {
    precondition(storage == .double, "a double appended to a column of another type")
    double.append(value)
    appendValid()
  }

  /// Appends a flag to a column of `boolean`.
  ///
  /// Precondition: the column is one.
  @inlinable
  public mutating func append(_ value: Bool) {
    precondition(storage == .boolean, "a boolean appended to a column of another type")
    boolean.append(value ? 1 : 0)
    appendValid()
  }

  /// Appends bytes to a column of `string` or `bytes`.
  ///
  /// Precondition: the column is one, and `canHold(value.count)`.
  @inlinable
  public mutating func append(_ value: Span<UInt8>) {
    precondition(storage == .strings, "bytes appended to a column of another type")
    strings.append(value)
    appendValid()
  }

  /// Appends bytes that an array holds.
  ///
  /// Precondition: the column is of `string` or `bytes`, and `canHold(value.count)`.
  @inlinable
  public mutating func append(_ value: [UInt8]) {
    precondition(storage == .strings, "bytes appended to a column of another type")
    strings.append(value)
    appendValid()
  }

  /// Appends text to a column of `string` or `bytes`.
  ///
  /// Precondition: the column is one, and it can hold the text.
  @inlinable
  public mutating func append(_ value: String) {
    precondition(storage == .strings, "text appended to a column of another type")
    strings.append(value)
    appendValid()
  }

  /// Appends a row without a value.
  ///
  /// Precondition: the column is nullable.
  @inlinable
  public mutating func appendNull() {
    precondition(isNullable, "a null appended to a column that is not nullable")
    switch storage {
    case .boolean: boolean.append(0)
    case .int32: int32.append(0)
    case .int64: int64.append(0)
    case .double: double.append(0)
    case .strings: strings.appendEmpty()
    }
    validity.append(0)
  }

  /// Whether `byteCount` more bytes of strings fit; a column of strings holds at most 4 GiB, the others any number.
  public func canHold(_ byteCount: Int) -> Bool { storage != .strings || strings.canHold(byteCount) }

  /// Appends the rows `rows` of a column of the same type and nullability.
  ///
  /// Precondition: the types agree, and `canHold` the rows' strings. Cost: one copy, whatever the number of rows.
  public mutating func append(contentsOf other: Column, rows: Range<Int>) {
    precondition(type == other.type && isNullable == other.isNullable, "rows of a column of another type appended")
    switch storage {
    case .boolean: boolean.append(contentsOf: other.boolean[rows])
    case .int32: int32.append(contentsOf: other.int32[rows])
    case .int64: int64.append(contentsOf: other.int64[rows])
    case .double: double.append(contentsOf: other.double[rows])
    case .strings: strings.append(contentsOf: other.strings, rows: rows)
    }
    if isNullable { validity.append(contentsOf: other.validity[rows]) }
  }

  /// Forgets all rows and keeps the room.
  public mutating func removeAll() {
    validity.removeAll(keepingCapacity: true)
    boolean.removeAll(keepingCapacity: true)
    int32.removeAll(keepingCapacity: true)
    int64.removeAll(keepingCapacity: true)
    double.removeAll(keepingCapacity: true)
    strings.removeAll()
  }

  /// Makes room for `count` rows, and for `byteCount` bytes of strings.
  public mutating func reserve(count: Int, byteCount: Int = 0) {
    if isNullable { validity.reserveCapacity(count) }
    switch storage {
    case .boolean: boolean.reserveCapacity(count)
    case .int32: int32.reserveCapacity(count)
    case .int64: int64.reserveCapacity(count)
    case .double: double.reserveCapacity(count)
    case .strings: strings.reserve(count: count, byteCount: byteCount)
    }
  }

  @inlinable
  mutating func appendValid() {
    if isNullable { validity.append(1) }
  }
}
