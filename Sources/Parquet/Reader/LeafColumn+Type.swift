public import Columnar

// What is stored, and what it means (parquet-format, LogicalTypes.md). The logical type stands before the converted type
// of older writers; an annotation that is not known says nothing, and the values are read as they are stored.
extension LeafColumn {
  /// The type as which rows are read, or nil where that is not implemented.
  public var type: ColumnType? { reading?.type }

  /// A column of one row: a bound of the footer's statistics; nil where it is no value of the type.
  public func bound(_ plain: [UInt8]) -> Column? {
    // The order of INT96 was never settled, so that its bounds mean nothing.
    guard let type, physicalType != .int96 else { return nil }
    var stored = Column(type: storedType, isNullable: false)
    var budget = max(plain.count, Self.longestConvertedBytes)
    if storedType.storage == .strings {
      guard plain.count == storedLength ?? plain.count, stored.canHold(plain.count) else { return nil }
      stored.append(plain.span)
    } else {
      let width = storedType.storage == .boolean ? 1 : storedType.storage == .int32 ? 4 : 8
      guard plain.count == width else { return nil }
      try? appendPlainValues(plain, 0..<width, count: 1, length: nil, to: &stored, budget: &budget)
    }
    let field = ColumnField(name: name, type: type, isNullable: false)
    return try? conversion.convert(stored, as: field, &budget)
  }

  /// A UUID's digits.
  private static let longestConvertedBytes = 36

  /// How stored values become values of `type`.
  var conversion: ValueConversion { reading?.conversion ?? .none }

  /// How the values are stored.
  var physicalType: PhysicalType { element.type ?? .byteArray }

  /// What holds the values as they are stored; `float` by its bits.
  var storedType: ColumnType {
    switch physicalType {
    case .boolean: .boolean
    case .int32, .float: .int32
    case .int64: .int64
    case .double: .double
    default: .bytes
    }
  }

  /// Bytes of a string of fixed length, nil where each has its own.
  var storedLength: Int? {
    switch physicalType {
    case .fixedLengthByteArray: Int(element.typeLength ?? 0)
    case .int96: 12
    default: nil
    }
  }

  /// Bytes of a value that BYTE_STREAM_SPLIT parts, nil where it does not.
  var splitWidth: Int? {
    switch physicalType {
    case .int32, .float: 4
    case .int64, .double: 8
    case .fixedLengthByteArray: storedLength
    default: nil
    }
  }

  private var reading: (type: ColumnType, conversion: ValueConversion)? {
    guard depth == 0, maximumRepetitionLevel == 0 else { return nil }
    switch physicalType {
    case .boolean: return (.boolean, .none)
    case .int32: return int32
    case .int64: return int64
    case .int96: return (.timestamp(.microseconds, isAdjustedToUTC: false), .julianTime)
    case .float: return (.float, .float)
    case .double: return (.double, .none)
    case .byteArray: return byteArray
    case .fixedLengthByteArray: return (storedLength ?? 0) > 0 ? fixedLengthByteArray : nil
    default: return nil
    }
  }

  private var int32: (ColumnType, ValueConversion)? {
    switch (element.logicalType, element.convertedType) {
    case (.date, _), (nil, .date): (.date, .none)
    case (.time(_, let unit), _): (.time(unit), .widened)
    case (nil, .timeMilliseconds): (.time(.milliseconds), .widened)
    case (.integer(32, isSigned: false), _), (nil, .uint32): (.int64, .widenedUnsigned)
    case (.decimal, _), (nil, .decimal): isWide ? nil : decimal.map { ($0, .widened) }
    default: (.int32, .none)
    }
  }

  private var int64: (ColumnType, ValueConversion)? {
    switch (element.logicalType, element.convertedType) {
    case (.timestamp(let isAdjustedToUTC, let unit), _): (.timestamp(unit, isAdjustedToUTC: isAdjustedToUTC), .none)
    case (nil, .timestampMilliseconds): (.timestamp(.milliseconds, isAdjustedToUTC: true), .none)
    case (nil, .timestampMicroseconds): (.timestampMicroseconds, .none)
    case (.time(_, let unit), _): (.time(unit), .none)
    case (nil, .timeMicroseconds): (.time(.microseconds), .none)
    case (.integer(_, isSigned: false), _), (nil, .uint64): (.uint64, .none)
    case (.decimal, _), (nil, .decimal): isWide ? nil : decimal.map { ($0, .none) }
    default: (.int64, .none)
    }
  }

  private var byteArray: (ColumnType, ValueConversion)? {
    switch (element.logicalType, element.convertedType) {
    case (.string, _), (.enumeration, _), (.json, _), (nil, .utf8), (nil, .enumeration), (nil, .json): (.string, .none)
    case (.decimal, _), (nil, .decimal): decimalOfBytes
    default: (.bytes, .none)
    }
  }

  private var fixedLengthByteArray: (ColumnType, ValueConversion)? {
    switch (element.logicalType, element.convertedType, storedLength) {
    case (.decimal, _, _), (nil, .decimal, _): decimalOfBytes
    case (.uuid, _, 16): (.string, .uuid)
    case (.float16, _, 2): (.float, .float16)
    default: (.bytes, .none)
    }
  }

  private var decimalOfBytes: (ColumnType, ValueConversion)? {
    decimal.map { ($0, isWide ? .wideBigEndian : .bigEndian) }
  }

  private var isWide: Bool { decimal?.storage == .strings }

  private var decimal: ColumnType? {
    let precision: Int32
    let scale: Int32
    if case .decimal(let logicalScale, let logicalPrecision) = element.logicalType {
      (precision, scale) = (logicalPrecision, logicalScale)
    } else {
      (precision, scale) = (element.precision ?? 0, element.scale ?? 0)
    }
    guard precision >= 1, precision <= ColumnType.widestPrecision, (0...precision).contains(scale) else { return nil }
    return .decimal(precision: Int(precision), scale: Int(scale))
  }
}
