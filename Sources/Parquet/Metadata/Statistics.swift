/// Bounds and counts of a column chunk's values.
///
/// Bounds are values in PLAIN encoding (byte arrays without their length), ordered as the column's type orders them;
/// NaN is never one, and a zero that bounds doubles is −0 below and +0 above.
public struct Statistics: Sendable, Hashable {
  /// How many rows have no value.
  public var nullCount: Int64?
  /// How many different values there are.
  public var distinctCount: Int64?
  /// Not below any value.
  public var maxValue: [UInt8]?
  /// Not above any value.
  public var minValue: [UInt8]?
  /// Whether `maxValue` is a value of the chunk, not a shortened one.
  public var isMaxValueExact: Bool?
  /// Whether `minValue` is a value of the chunk, not a shortened one.
  public var isMinValueExact: Bool?
}

extension Statistics: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var statistics = Statistics()
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 3: statistics.nullCount = try reader.i64(field)
      case 4: statistics.distinctCount = try reader.i64(field)
      case 5: statistics.maxValue = try reader.binary(field)
      case 6: statistics.minValue = try reader.binary(field)
      case 7: statistics.isMaxValueExact = try reader.boolean(field)
      case 8: statistics.isMinValueExact = try reader.boolean(field)
      default: try reader.skip(field)
      }
    }
    self = statistics
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(3, nullCount)
    writer.field(4, distinctCount)
    writer.field(5, bytes: maxValue)
    writer.field(6, bytes: minValue)
    writer.field(7, isMaxValueExact)
    writer.field(8, isMinValueExact)
  }
}
