public import Columnar

/// What a column's values mean (the union `LogicalType` in parquet.thrift).
public enum LogicalType: Sendable, Hashable {
  /// UTF-8 text.
  case string
  /// A value of an enumeration, as UTF-8 text.
  case enumeration
  /// n / 10^scale, of at most `precision` digits.
  case decimal(scale: Int32, precision: Int32)
  /// Days since 1970-01-01.
  case date
  /// Time of day.
  case time(isAdjustedToUTC: Bool, unit: TimeUnit)
  /// Time since 1970-01-01T00:00:00, in UTC or without a time zone.
  case timestamp(isAdjustedToUTC: Bool, unit: TimeUnit)
  /// Integers of 8, 16, 32 or 64 bits.
  case integer(bitWidth: Int8, isSigned: Bool)
  /// JSON as UTF-8 text.
  case json
  /// RFC 9562: 16 bytes, the highest first.
  case uuid
  /// IEEE 754 binary16, in two bytes.
  case float16
  /// Another member of the union, by its field number.
  case other(Int16)
}

extension TimeUnit {
  /// The field number of the unit in the union `TimeUnit` of parquet.thrift.
  fileprivate var fieldNumber: Int16 {
    switch self {
    case .milliseconds: 1
    case .microseconds: 2
    case .nanoseconds: 3
    }
  }
}

extension LogicalType: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var type: LogicalType?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 5: type = try Self.decimal(from: &reader, field)
      case 7:
        let (isAdjusted, unit) = try Self.time(from: &reader, field)
        type = .time(isAdjustedToUTC: isAdjusted, unit: unit)
      case 8:
        let (isAdjusted, unit) = try Self.time(from: &reader, field)
        type = .timestamp(isAdjustedToUTC: isAdjusted, unit: unit)
      case 10: type = try Self.integer(from: &reader, field)
      default:
        type = Self.plainMembers[field.id] ?? .other(field.id)
        try reader.skip(field)
      }
    }
    self = try reader.required(type, "LogicalType")
  }

  /// The members of the union that hold nothing.
  private static let plainMembers: [Int16: LogicalType] = [
    1: .string, 4: .enumeration, 6: .date, 12: .json, 14: .uuid, 15: .float16,
  ]

  package func writeFields(to writer: inout ThriftWriter) {
    switch self {
    case .string: writer.emptyStructure(1)
    case .enumeration: writer.emptyStructure(4)
    case .decimal(let scale, let precision):
      writer.field(5, structure: Decimal(scale: scale, precision: precision))
    case .date: writer.emptyStructure(6)
    case .time(let isAdjusted, let unit):
      writer.field(7, structure: Time(isAdjustedToUTC: isAdjusted, unit: unit))
    case .timestamp(let isAdjusted, let unit):
      writer.field(8, structure: Time(isAdjustedToUTC: isAdjusted, unit: unit))
    case .integer(let bitWidth, let isSigned):
      writer.field(10, structure: Integer(bitWidth: bitWidth, isSigned: isSigned))
    case .json: writer.emptyStructure(12)
    case .uuid: writer.emptyStructure(14)
    case .float16: writer.emptyStructure(15)
    case .other(let id): writer.emptyStructure(id)
    }
  }

  private static func decimal(
    from reader: inout ThriftReader, _ field: ThriftReader.Field
  ) throws(ParquetError) -> LogicalType {
    let decimal: Decimal = try reader.structure(field)
    return .decimal(scale: decimal.scale, precision: decimal.precision)
  }

  private static func integer(
    from reader: inout ThriftReader, _ field: ThriftReader.Field
  ) throws(ParquetError) -> LogicalType {
    let integer: Integer = try reader.structure(field)
    return .integer(bitWidth: integer.bitWidth, isSigned: integer.isSigned)
  }

  private static func time(
    from reader: inout ThriftReader, _ field: ThriftReader.Field
  ) throws(ParquetError) -> (Bool, TimeUnit) {
    let time: Time = try reader.structure(field)
    return (time.isAdjustedToUTC, time.unit)
  }
}

private struct Decimal: ThriftStruct {
  var scale: Int32
  var precision: Int32

  init(scale: Int32, precision: Int32) {
    self.scale = scale
    self.precision = precision
  }

  init(from reader: inout ThriftReader) throws(ParquetError) {
    var scale: Int32?
    var precision: Int32?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: scale = try reader.i32(field)
      case 2: precision = try reader.i32(field)
      default: try reader.skip(field)
      }
    }
    self.scale = try reader.required(scale, "DecimalType.scale")
    self.precision = try reader.required(precision, "DecimalType.precision")
  }

  func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, scale)
    writer.field(2, precision)
  }
}

private struct Integer: ThriftStruct {
  var bitWidth: Int8
  var isSigned: Bool

  init(bitWidth: Int8, isSigned: Bool) {
    self.bitWidth = bitWidth
    self.isSigned = isSigned
  }

  init(from reader: inout ThriftReader) throws(ParquetError) {
    var bitWidth: Int8?
    var isSigned: Bool?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: bitWidth = try reader.i8(field)
      case 2: isSigned = try reader.boolean(field)
      default: try reader.skip(field)
      }
    }
    self.bitWidth = try reader.required(bitWidth, "IntType.bitWidth")
    self.isSigned = try reader.required(isSigned, "IntType.isSigned")
  }

  func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, bitWidth)
    writer.field(2, isSigned)
  }
}

/// `TimeType` and `TimestampType`, which have the same fields.
private struct Time: ThriftStruct {
  var isAdjustedToUTC: Bool
  var unit: TimeUnit

  init(isAdjustedToUTC: Bool, unit: TimeUnit) {
    self.isAdjustedToUTC = isAdjustedToUTC
    self.unit = unit
  }

  init(from reader: inout ThriftReader) throws(ParquetError) {
    var isAdjustedToUTC: Bool?
    var unit: TimeUnit?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: isAdjustedToUTC = try reader.boolean(field)
      case 2: unit = (try reader.structure(field) as Unit).unit
      default: try reader.skip(field)
      }
    }
    self.isAdjustedToUTC = try reader.required(isAdjustedToUTC, "isAdjustedToUTC")
    self.unit = try reader.required(unit, "unit")
  }

  func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, isAdjustedToUTC)
    writer.field(2, structure: Unit(unit: unit))
  }
}

/// The union `TimeUnit`.
private struct Unit: ThriftStruct {
  var unit: TimeUnit

  init(unit: TimeUnit) { self.unit = unit }

  init(from reader: inout ThriftReader) throws(ParquetError) {
    var unit: TimeUnit?
    try reader.readFields { (reader, field) throws(ParquetError) in
      unit = TimeUnit.allCases.first { $0.fieldNumber == field.id }
      try reader.skip(field)
    }
    self.unit = try reader.required(unit, "TimeUnit")
  }

  func writeFields(to writer: inout ThriftWriter) { writer.emptyStructure(unit.fieldNumber) }
}
