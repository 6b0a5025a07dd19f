public import Columnar

extension TableSchema {
  /// The footer's key under which the table's description stands.
  public static let tableKey = "voc.table"
  /// What stands before a column's name in the footer's key of its description.
  public static let columnKeyPrefix = "voc.column."

  /// The schema's tree as the footer has it.
  var elements: [SchemaElement] {
    let root = SchemaElement(name: name.isEmpty ? "schema" : name, childCount: Int32(fields.count))
    return [root] + fields.map { $0.element }
  }

  /// The descriptions as pairs of the footer, the table's first.
  var descriptions: [KeyValue] {
    var pairs: [KeyValue] = []
    if !description.isEmpty { pairs.append(KeyValue(key: Self.tableKey, value: description)) }
    for field in fields where !field.description.isEmpty {
      pairs.append(KeyValue(key: Self.columnKeyPrefix + field.name, value: field.description))
    }
    return pairs
  }

  /// Throws where a file cannot hold the schema.
  func validate() throws(ParquetError) {
    guard !fields.isEmpty else {
      throw ParquetError(.invalidSchema, "table \(name) has no columns; a Parquet file needs one at least")
    }
    var names: Set<String> = []
    for field in fields {
      let place = ParquetError.Place(column: field.name)
      guard !field.name.isEmpty else {
        throw ParquetError(.invalidSchema, "table \(name) has a column without a name")
      }
      guard names.insert(field.name).inserted else {
        throw ParquetError(.invalidSchema, "table \(name) has two columns of this name", at: place)
      }
      try field.type.validate(at: place)
    }
  }
}

extension ColumnType {
  /// How the values are stored in a file.
  var physicalType: PhysicalType {
    switch storage {
    case .boolean: .boolean
    case .int32: .int32
    case .int64: .int64
    case .double: .double
    case .strings, .codes: .byteArray
    }
  }

  /// Throws where values of the type are read alone, and where there is no such type.
  fileprivate func validate(at place: ParquetError.Place) throws(ParquetError) {
    switch self {
    case .boolean, .int32, .int64, .double, .string, .date, .timestamp, .bytes: break
    case .decimal(let precision, let scale):
      guard (1...Self.narrowPrecision).contains(precision), (0...precision).contains(scale) else {
        throw ParquetError(
          .invalidSchema,
          "decimal of precision \(precision) and scale \(scale), expected 1 to \(Self.narrowPrecision) and 0 to the "
            + "precision", at: place)
      }
    case .uint64, .float, .time:
      throw ParquetError(.invalidSchema, "values of type \(self) are read and not written", at: place)
    }
  }
}

extension ColumnField {
  fileprivate var element: SchemaElement {
    var element = SchemaElement(
      type: type.physicalType, repetitionType: isNullable ? .optional : .required, name: name)
    switch type {
    case .boolean, .int32, .int64, .uint64, .float, .double, .time, .bytes: break
    case .string:
      element.convertedType = .utf8
      element.logicalType = .string
    case .date:
      element.convertedType = .date
      element.logicalType = .date
    case .timestamp(let unit, let isAdjustedToUTC):
      // Readers of the older annotation take every moment for UTC; it has no nanoseconds.
      if isAdjustedToUTC { element.convertedType = unit.convertedType }
      element.logicalType = .timestamp(isAdjustedToUTC: isAdjustedToUTC, unit: unit)
    case .decimal(let precision, let scale):
      element.convertedType = .decimal
      element.scale = Int32(scale)
      element.precision = Int32(precision)
      element.logicalType = .decimal(scale: Int32(scale), precision: Int32(precision))
    }
    return element
  }
}

extension TimeUnit {
  fileprivate var convertedType: ConvertedType? {
    switch self {
    case .milliseconds: .timestampMilliseconds
    case .microseconds: .timestampMicroseconds
    case .nanoseconds: nil
    }
  }
}
