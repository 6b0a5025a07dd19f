public import Buffers

/// The values of one column: a struct of arrays, of which the layout uses one.
///
/// Row `i` is element `i` of the array in use, also where it is null (a null's slot holds zero or an empty string).
/// There is no enum payload, so that appending in place never copies; `removeAll` keeps the room for the next batch.
/// Values are appended one by one, or in bulk (`Column+Rows.swift`), which costs a nanosecond a value.
public struct Column: Sendable {
  /// What the values are.
  public let type: ColumnType
  /// Whether rows may be null.
  public let isNullable: Bool
  /// The array in use.
  public let storage: ColumnStorage
  /// What the integers of a column of doubles are divided by; 0 where values stand as they are.
  public let divisor: Double

  /// One byte a row, 1 for a value and 0 for null; empty where the column is not nullable.
  public var validity: [UInt8] = []
  /// Values of `int32` and `date`; of doubles as fractions, what is divided.
  public var int32: [Int32] = []
  /// Values of `int64`, `uint64`, `time`, `timestamp` and `decimal`; of doubles as long fractions, what is divided.
  public var int64: [Int64] = []
  /// Values of `double` and `float`.
  public var double: [Double] = []
  /// Values of `boolean`, 0 or 1.
  public var boolean: [UInt8] = []
  /// Values of `string`, `bytes` and wide `decimal`.
  public var strings = ByteStrings()
  /// Values of coded columns, as numbers in `dictionary`.
  public var codes: [UInt32] = []
  /// The strings of a coded column.
  public var dictionary: StringDictionary?

  /// Stands for "no value" where codes are appended.
  public static let noCode = UInt32.max

  /// Makes an empty column.
  ///
  /// Precondition: coded columns are of `string` or `bytes`, fractions of `double`.
  public init(type: ColumnType, isNullable: Bool, layout: ColumnLayout = .plain) {
    self.type = type
    self.isNullable = isNullable
    switch layout {
    case .plain:
      (storage, divisor) = (type.storage, 0)
    case .coded(let strings):
      precondition(type.storage == .strings, "codes in a column of numbers")
      (storage, divisor) = (.codes, 0)
      dictionary = strings
    case .fractions(let divisor):
      precondition(type == .double && divisor > 0, "fractions in a column that is not of doubles")
      (storage, self.divisor) = (.int32, Double(divisor))
    case .longFractions(let divisor):
      precondition(type == .double && divisor > 0, "fractions in a column that is not of doubles")
      (storage, self.divisor) = (.int64, Double(divisor))
    }
  }

  /// Makes an empty column for a field of a schema.
  public init(_ field: ColumnField, layout: ColumnLayout = .plain) {
    self.init(type: field.type, isNullable: field.isNullable, layout: layout)
  }

  /// How many rows there are.
  @inlinable
  public var count: Int {
    switch storage {
    case .boolean: boolean.count
    case .int32: int32.count
    case .int64: int64.count
    case .double: double.count
    case .strings: strings.count
    case .codes: codes.count
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

  /// Appends an integer to a column of 64-bit integers, whatever they mean.
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
  public mutating func append(_ value: Span<UInt8>) {
    if storage == .codes, let code = dictionary?.code(of: value) {
      codes.append(code)
    } else {
      precondition(storage == .strings, "bytes appended to a column of another type")
      strings.append(value)
    }
    appendValid()
  }

  /// Appends bytes that an array holds.
  ///
  /// Precondition: the column is of `string` or `bytes`, and `canHold(value.count)`.
  public mutating func append(_ value: [UInt8]) { append(value.span) }

  /// Appends text to a column of `string` or `bytes`.
  ///
  /// Precondition: the column is one, and it can hold the text.
  public mutating func append(_ value: String) { append(Array(value.utf8).span) }

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
    case .codes: codes.append(0)
    }
    validity.append(0)
  }

  /// Whether `byteCount` more bytes of strings fit; a column of strings holds at most 4 GiB, the others any number.
  public func canHold(_ byteCount: Int) -> Bool { storage != .strings || strings.canHold(byteCount) }

  /// Appends the rows `rows` of a column of the same type, nullability and layout.
  ///
  /// Precondition: they agree, and `canHold` the rows' strings. Cost: one copy, whatever the number of rows; of coded
  /// columns, a pass over the codes where the other column has strings that its base lacks.
  public mutating func append(contentsOf other: Column, rows: Range<Int>) {
    precondition(
      type == other.type && isNullable == other.isNullable && storage == other.storage && divisor == other.divisor,
      "rows of a column of another type appended")
    switch storage {
    case .boolean: boolean.append(contentsOf: other.boolean[rows])
    case .int32: int32.append(contentsOf: other.int32[rows])
    case .int64: int64.append(contentsOf: other.int64[rows])
    case .double: double.append(contentsOf: other.double[rows])
    case .strings: strings.append(contentsOf: other.strings, rows: rows)
    case .codes: appendCodes(of: other, rows)
    }
    if isNullable { validity.append(contentsOf: other.validity[rows]) }
  }

  private mutating func appendCodes(of other: Column, _ rows: Range<Int>) {
    let others = other.codes.span.extracting(rows)
    guard let theirs = other.dictionary, theirs.added.count > 0, let map = dictionary?.add(theirs) else {
      return codes.append(contentsOf: other.codes[rows])
    }
    let base = UInt32(theirs.base.count)
    codes.append(addingCapacity: rows.count) { output in
      for row in others.indices { output.append(others[row] < base ? others[row] : map[Int(others[row] - base)]) }
    }
  }

  /// Calls `body` with the bytes of a row of a column of strings, coded or not.
  @inlinable
  public func withString<Result>(_ row: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    if storage == .codes, let dictionary { return dictionary.withString(codes[row], body) }
    return body(strings.bytes.span.extracting(strings.range(row)))
  }

  /// The strings of a coded column one by one; of other columns a copy.
  public func plain() -> Column {
    guard storage == .codes, let dictionary else { return self }
    var column = Column(type: type, isNullable: isNullable)
    column.validity = validity
    for row in codes.indices {
      if isNull(row) {
        column.strings.appendEmpty()
      } else {
        dictionary.withString(codes[row]) { column.strings.append($0) }
      }
    }
    return column
  }

  /// Forgets all rows and keeps the room.
  public mutating func removeAll() {
    validity.removeAll(keepingCapacity: true)
    switch storage {
    case .boolean: boolean.removeAll(keepingCapacity: true)
    case .int32: int32.removeAll(keepingCapacity: true)
    case .int64: int64.removeAll(keepingCapacity: true)
    case .double: double.removeAll(keepingCapacity: true)
    case .strings: strings.removeAll()
    case .codes:
      codes.removeAll(keepingCapacity: true)
      dictionary?.removeAdded()
    }
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
    case .codes: codes.reserveCapacity(count)
    }
  }

  @inlinable
  mutating func appendValid() {
    if isNullable { validity.append(1) }
  }
}
