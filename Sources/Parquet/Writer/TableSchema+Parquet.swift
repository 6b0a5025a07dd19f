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
      if case .decimal(let precision, let scale) = field.type {
        guard (1...18).contains(precision), (0...precision).contains(scale) else {
          throw ParquetError(
            .invalidSchema,
            "decimal of precision \(precision) and scale \(scale), expected 1 to 18 and 0 to the precision", at: place)
        }
      }
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
}

extension ColumnField {
  fileprivate var element: SchemaElement {
    var element = SchemaElement(
      type: type.physicalType, repetitionType: isNullable ? .optional : .required, name: name)
    switch type {
    case .boolean, .int32, .int64, .double, .bytes: break
    case .string:
      element.convertedType = .utf8
      element.logicalType = .string
    case .date:
      element.convertedType = .date
      element.logicalType = .date
    case .timestampMicroseconds:
      element.convertedType = .timestampMicroseconds
      element.logicalType = .timestamp(isAdjustedToUTC: true, unit: .microseconds)
    case .decimal(let precision, let scale):
      element.convertedType = .decimal
      element.scale = Int32(scale)
      element.precision = Int32(precision)
      element.logicalType = .decimal(scale: Int32(scale), precision: Int32(precision))
    }
    return element
  }
}
