public import Buffers

// Values in bulk: a loop over the rows of a block writes one column, so that the checks of an array are made once.
// `value` is called once or twice for each row.
extension Column {
  /// Appends what each row has, to a column of 32-bit integers or fractions.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Int32) {
    precondition(storage == .int32 && !isNullable, "32-bit integers appended to a column of another kind")
    int32.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row])) }
    }
  }

  /// Appends what each row has, nil for null, to a column of 32-bit integers or fractions.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Int32?) {
    precondition(storage == .int32 && isNullable, "32-bit integers appended to a column of another kind")
    int32.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row]) ?? 0) }
    }
    appendValidity(rows) { value($0) != nil }
  }

  /// Appends what each row has, to a column of 64-bit integers or fractions.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Int64) {
    precondition(storage == .int64 && !isNullable, "64-bit integers appended to a column of another kind")
    int64.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row])) }
    }
  }

  /// Appends what each row has, nil for null, to a column of 64-bit integers or fractions.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Int64?) {
    precondition(storage == .int64 && isNullable, "64-bit integers appended to a column of another kind")
    int64.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row]) ?? 0) }
    }
    appendValidity(rows) { value($0) != nil }
  }

  /// Appends what each row has, to a column of booleans.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Bool) {
    precondition(storage == .boolean && !isNullable, "booleans appended to a column of another kind")
    boolean.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row]) ? 1 : 0) }
    }
  }

  /// Appends what each row has, nil for null, to a column of booleans.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(_ rows: Span<Row>, _ value: (Row) -> Bool?) {
    precondition(storage == .boolean && isNullable, "booleans appended to a column of another kind")
    boolean.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(value(rows[row]) == true ? 1 : 0) }
    }
    appendValidity(rows) { value($0) != nil }
  }

  /// Appends what each row has, to a coded column; `noCode` for null.
  ///
  /// Precondition: the dictionary has the codes.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(codes rows: Span<Row>, _ code: (Row) -> UInt32) {
    precondition(storage == .codes, "codes appended to a column of another kind")
    codes.append(addingCapacity: rows.count) { output in
      for row in rows.indices {
        let code = code(rows[row])
        output.append(code == Self.noCode && isNullable ? 0 : code)
      }
    }
    if isNullable { appendValidity(rows) { code($0) != Self.noCode } }
  }

  /// Appends the bytes of `source` that each row names, to a column of strings; no bytes are null where it may be.
  ///
  /// Precondition: the places lie within the source.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(
    _ rows: Span<Row>, of source: Span<UInt8>, _ place: (Row) -> BytePlace
  ) {
    precondition(storage == .strings, "strings appended to a column of another kind")
    var places: [BytePlace] = []
    places.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(place(rows[row])) }
    }
    strings.append(places.span, of: source)
    if isNullable { appendValidity(rows) { !place($0).isEmpty } }
  }

  /// Appends the bytes at each place, of `second` where `areSecond` says so and else of `first`, to a column of strings; no
  /// bytes are null where it may be.
  ///
  /// Precondition: the places lie within their arenas.
  public mutating func append(
    _ places: Span<BytePlace>, of first: Span<UInt8>, or second: Span<UInt8>, _ areSecond: Span<Bool>
  ) {
    precondition(storage == .strings, "strings appended to a column of another kind")
    strings.append(places, of: first, or: second, areSecond)
    if isNullable { appendValidity(places) { !$0.isEmpty } }
  }

  /// Appends the bytes of `source` that each row names, to a coded column; no bytes are null where it may be.
  ///
  /// Precondition: the places lie within the source.
  @inlinable
  @inline(__always)
  public mutating func append<Row>(coding rows: Span<Row>, of source: Span<UInt8>, _ place: (Row) -> BytePlace) {
    var codes: [UInt32] = []
    codes.append(addingCapacity: rows.count) { output in
      for row in rows.indices {
        let place = place(rows[row])
        output.append(place.isEmpty && isNullable ? Self.noCode : code(of: source.extracting(place.range)))
      }
    }
    append(codes: codes.span) { $0 }
  }

  /// The code of a string in a coded column's dictionary, which it is added to when it is new.
  @inlinable
  public mutating func code(of string: Span<UInt8>) -> UInt32 {
    guard let code = dictionary?.code(of: string) else { preconditionFailure("a column without codes") }
    return code
  }

  /// Appends one value so many times.
  ///
  /// Precondition: the column is coded, and the dictionary has the code.
  public mutating func append(code: UInt32, count: Int) {
    precondition(storage == .codes, "codes appended to a column of another kind")
    codes.append(contentsOf: repeatElement(code, count: count))
    if isNullable { validity.append(contentsOf: repeatElement(1, count: count)) }
  }

  /// Appends nulls.
  ///
  /// Precondition: the column is nullable.
  public mutating func appendNulls(_ count: Int) {
    precondition(isNullable, "nulls appended to a column that is not nullable")
    switch storage {
    case .boolean: boolean.append(contentsOf: repeatElement(0, count: count))
    case .int32: int32.append(contentsOf: repeatElement(0, count: count))
    case .int64: int64.append(contentsOf: repeatElement(0, count: count))
    case .double: double.append(contentsOf: repeatElement(0, count: count))
    case .strings: for _ in 0..<count { strings.appendEmpty() }
    case .codes: codes.append(contentsOf: repeatElement(0, count: count))
    }
    validity.append(contentsOf: repeatElement(0, count: count))
  }

  @inlinable
  @inline(__always)
  mutating func appendValidity<Row>(_ rows: Span<Row>, _ isValid: (Row) -> Bool) {
    validity.append(addingCapacity: rows.count) { output in
      for row in rows.indices { output.append(isValid(rows[row]) ? 1 : 0) }
    }
  }
}
