/// The footer of a file: its schema, its row groups and what the writer adds.
public struct FileMetaData: Sendable, Hashable {
  /// The version of the format; 2 where data pages of version 2 occur.
  public var version: Int32
  /// The schema's tree, flattened depth first, the root first.
  public var schema: [SchemaElement]
  /// How many rows the file holds.
  public var rowCount: Int64
  /// The row groups, in order.
  public var rowGroups: [RowGroup]
  /// Pairs that the writer adds, in its order.
  public var keyValueMetadata: [KeyValue]?
  /// The program that wrote the file, as "name version x.y.z (build …)".
  public var createdBy: String?
  /// How many columns' orders the file states; readers trust bounds of columns whose order is stated.
  public var columnOrders: [ColumnOrder]?

  /// What the writer adds, by key; of one key the first value.
  public var values: [String: String] {
    Dictionary((keyValueMetadata ?? []).map { ($0.key, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
  }
}

/// Rows that are stored together, column chunk by column chunk.
public struct RowGroup: Sendable, Hashable {
  /// One chunk for each column, in the schema's order.
  public var columns: [ColumnChunk]
  /// Bytes of all chunks if no page were compressed.
  public var totalByteSize: Int64
  /// How many rows the group holds.
  public var rowCount: Int64
  /// Where the group's first page stands.
  public var fileOffset: Int64?
  /// Bytes of all chunks as stored.
  public var totalCompressedSize: Int64?
  /// The group's number, from 0.
  public var ordinal: Int16?
}

/// A pair of texts in the footer.
public struct KeyValue: Sendable, Hashable {
  /// What the value is about.
  public var key: String
  /// The value; may be missing.
  public var value: String?

  /// Makes a pair.
  public init(key: String, value: String?) {
    self.key = key
    self.value = value
  }
}

/// The order in which a column's bounds compare (the union `ColumnOrder` in parquet.thrift).
public struct ColumnOrder: Sendable, Hashable {
  /// The member's field number; 1 is the order that the column's type defines.
  public var id: Int16

  /// The order that the column's type defines.
  public static let typeDefined = ColumnOrder(id: 1)
}

extension FileMetaData: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var version: Int32?
    var schema: [SchemaElement]?
    var rowCount: Int64?
    var rowGroups: [RowGroup]?
    var keyValueMetadata: [KeyValue]?
    var createdBy: String?
    var columnOrders: [ColumnOrder]?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: version = try reader.i32(field)
      case 2: schema = try reader.structures(field)
      case 3: rowCount = try reader.i64(field)
      case 4: rowGroups = try reader.structures(field)
      case 5: keyValueMetadata = try reader.structures(field)
      case 6: createdBy = try reader.text(field)
      case 7: columnOrders = try reader.structures(field)
      default: try reader.skip(field)
      }
    }
    self.version = try reader.required(version, "FileMetaData.version")
    self.schema = try reader.required(schema, "FileMetaData.schema")
    self.rowCount = try reader.required(rowCount, "FileMetaData.num_rows")
    self.rowGroups = try reader.required(rowGroups, "FileMetaData.row_groups")
    self.keyValueMetadata = keyValueMetadata
    self.createdBy = createdBy
    self.columnOrders = columnOrders
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, version)
    writer.field(2, list: schema)
    writer.field(3, rowCount)
    writer.field(4, list: rowGroups)
    writer.field(5, list: keyValueMetadata)
    writer.field(6, createdBy)
    writer.field(7, list: columnOrders)
  }
}

extension RowGroup: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var columns: [ColumnChunk]?
    var totalByteSize: Int64?
    var rowCount: Int64?
    var fileOffset: Int64?
    var totalCompressedSize: Int64?
    var ordinal: Int16?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: columns = try reader.structures(field)
      case 2: totalByteSize = try reader.i64(field)
      case 3: rowCount = try reader.i64(field)
      case 5: fileOffset = try reader.i64(field)
      case 6: totalCompressedSize = try reader.i64(field)
      case 7: ordinal = try reader.i16(field)
      default: try reader.skip(field)
      }
    }
    self.columns = try reader.required(columns, "RowGroup.columns")
    self.totalByteSize = try reader.required(totalByteSize, "RowGroup.total_byte_size")
    self.rowCount = try reader.required(rowCount, "RowGroup.num_rows")
    self.fileOffset = fileOffset
    self.totalCompressedSize = totalCompressedSize
    self.ordinal = ordinal
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, list: columns)
    writer.field(2, totalByteSize)
    writer.field(3, rowCount)
    writer.field(5, fileOffset)
    writer.field(6, totalCompressedSize)
    writer.field(7, ordinal)
  }
}

extension KeyValue: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var key: String?
    var value: String?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: key = try reader.text(field)
      case 2: value = try reader.text(field)
      default: try reader.skip(field)
      }
    }
    self.key = try reader.required(key, "KeyValue.key")
    self.value = value
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, key)
    writer.field(2, value)
  }
}

extension ColumnOrder: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var id: Int16?
    try reader.readFields { (reader, field) throws(ParquetError) in
      id = field.id
      try reader.skip(field)
    }
    self.id = try reader.required(id, "ColumnOrder")
  }

  package func writeFields(to writer: inout ThriftWriter) { writer.emptyStructure(id) }
}
