/// A node of the schema's tree, which stands in the footer flattened depth first; the first is the root.
public struct SchemaElement: Sendable, Hashable {
  /// How the values are stored; nil in a group.
  public var type: PhysicalType?
  /// Bytes of a value of fixed length.
  public var typeLength: Int32?
  /// Whether a value must be there; nil in the root.
  public var repetitionType: FieldRepetitionType?
  /// The column's name.
  public var name: String
  /// How many of the following elements are this group's children; nil or 0 in a column.
  public var childCount: Int32?
  /// The older annotation of the meaning.
  public var convertedType: ConvertedType?
  /// The scale of a decimal, as older readers look for it.
  public var scale: Int32?
  /// The precision of a decimal, as older readers look for it.
  public var precision: Int32?
  /// A number that table formats give a column.
  public var fieldID: Int32?
  /// What the values mean.
  public var logicalType: LogicalType?
}

extension SchemaElement: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    self.name = ""
    var name: String?
    var element = self
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: element.type = try reader.enumeration(field)
      case 2: element.typeLength = try reader.i32(field)
      case 3: element.repetitionType = try reader.enumeration(field)
      case 4: name = try reader.text(field)
      case 5: element.childCount = try reader.i32(field)
      case 6: element.convertedType = try reader.enumeration(field)
      case 7: element.scale = try reader.i32(field)
      case 8: element.precision = try reader.i32(field)
      case 9: element.fieldID = try reader.i32(field)
      case 10: element.logicalType = try reader.structure(field)
      default: try reader.skip(field)
      }
    }
    self = element
    self.name = try reader.required(name, "SchemaElement.name")
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, enumeration: type)
    writer.field(2, typeLength)
    writer.field(3, enumeration: repetitionType)
    writer.field(4, name)
    writer.field(5, childCount)
    writer.field(6, enumeration: convertedType)
    writer.field(7, scale)
    writer.field(8, precision)
    writer.field(9, fieldID)
    writer.field(10, structure: logicalType)
  }
}
