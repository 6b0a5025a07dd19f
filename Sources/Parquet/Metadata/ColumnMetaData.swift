/// A column's part of a row group, and where its page index stands.
public struct ColumnChunk: Sendable, Hashable {
  /// Another file that holds the chunk; such files are not read here.
  public var filePath: String?
  /// Deprecated; written as 0.
  public var fileOffset: Int64
  /// What the chunk holds and where.
  public var metaData: ColumnMetaData?
  /// Where the chunk's offset index stands.
  public var offsetIndexOffset: Int64?
  /// Bytes of the offset index.
  public var offsetIndexLength: Int32?
  /// Where the chunk's column index stands.
  public var columnIndexOffset: Int64?
  /// Bytes of the column index.
  public var columnIndexLength: Int32?
}

/// What a column chunk holds: type, encodings, sizes, place and statistics.
public struct ColumnMetaData: Sendable, Hashable {
  /// How the values are stored.
  public var type: PhysicalType
  /// All encodings of the chunk's pages, levels and dictionary included.
  public var encodings: [Encoding]
  /// The column's name, one element for each level of nesting.
  public var pathInSchema: [String]
  /// How the pages are compressed.
  public var codec: CompressionCodec
  /// How many values there are, nulls counted.
  public var valueCount: Int64
  /// Bytes of all pages if none were compressed, headers included.
  public var totalUncompressedSize: Int64
  /// Bytes of all pages as stored, headers included.
  public var totalCompressedSize: Int64
  /// Where the first data page stands.
  public var dataPageOffset: Int64
  /// Where the dictionary page stands; nil without one.
  public var dictionaryPageOffset: Int64?
  /// Bounds and counts.
  public var statistics: Statistics?
  /// How many pages of each type and encoding there are.
  public var encodingStats: [PageEncodingStats]?
}

/// How many pages of a chunk have a type and an encoding.
public struct PageEncodingStats: Sendable, Hashable {
  /// The pages' type.
  public var pageType: PageType
  /// The pages' encoding.
  public var encoding: Encoding
  /// How many there are.
  public var count: Int32
}

extension ColumnChunk: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var fileOffset: Int64?
    var chunk = ColumnChunk(fileOffset: 0)
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: chunk.filePath = try reader.text(field)
      case 2: fileOffset = try reader.i64(field)
      case 3: chunk.metaData = try reader.structure(field)
      case 4: chunk.offsetIndexOffset = try reader.i64(field)
      case 5: chunk.offsetIndexLength = try reader.i32(field)
      case 6: chunk.columnIndexOffset = try reader.i64(field)
      case 7: chunk.columnIndexLength = try reader.i32(field)
      default: try reader.skip(field)
      }
    }
    chunk.fileOffset = try reader.required(fileOffset, "ColumnChunk.file_offset")
    self = chunk
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, filePath)
    writer.field(2, fileOffset)
    writer.field(3, structure: metaData)
    writer.field(4, offsetIndexOffset)
    writer.field(5, offsetIndexLength)
    writer.field(6, columnIndexOffset)
    writer.field(7, columnIndexLength)
  }
}

extension ColumnMetaData: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var type: PhysicalType?
    var encodings: [Encoding]?
    var path: [String]?
    var codec: CompressionCodec?
    var valueCount: Int64?
    var uncompressed: Int64?
    var compressed: Int64?
    var dataPageOffset: Int64?
    var dictionaryPageOffset: Int64?
    var statistics: Statistics?
    var encodingStats: [PageEncodingStats]?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: type = try reader.enumeration(field)
      case 2: encodings = try reader.enumerations(field)
      case 3: path = try reader.texts(field)
      case 4: codec = try reader.enumeration(field)
      case 5: valueCount = try reader.i64(field)
      case 6: uncompressed = try reader.i64(field)
      case 7: compressed = try reader.i64(field)
      case 9: dataPageOffset = try reader.i64(field)
      case 11: dictionaryPageOffset = try reader.i64(field)
      case 12: statistics = try reader.structure(field)
      case 13: encodingStats = try reader.structures(field)
      default: try reader.skip(field)
      }
    }
    self.type = try reader.required(type, "ColumnMetaData.type")
    self.encodings = try reader.required(encodings, "ColumnMetaData.encodings")
    pathInSchema = try reader.required(path, "ColumnMetaData.path_in_schema")
    self.codec = try reader.required(codec, "ColumnMetaData.codec")
    self.valueCount = try reader.required(valueCount, "ColumnMetaData.num_values")
    totalUncompressedSize = try reader.required(uncompressed, "ColumnMetaData.total_uncompressed_size")
    totalCompressedSize = try reader.required(compressed, "ColumnMetaData.total_compressed_size")
    self.dataPageOffset = try reader.required(dataPageOffset, "ColumnMetaData.data_page_offset")
    self.dictionaryPageOffset = dictionaryPageOffset
    self.statistics = statistics
    self.encodingStats = encodingStats
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, enumeration: type)
    writer.field(2, list: encodings)
    writer.field(3, list: pathInSchema)
    writer.field(4, enumeration: codec)
    writer.field(5, valueCount)
    writer.field(6, totalUncompressedSize)
    writer.field(7, totalCompressedSize)
    writer.field(9, dataPageOffset)
    writer.field(11, dictionaryPageOffset)
    writer.field(12, structure: statistics)
    writer.field(13, list: encodingStats)
  }
}

extension PageEncodingStats: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var pageType: PageType?
    var encoding: Encoding?
    var count: Int32?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: pageType = try reader.enumeration(field)
      case 2: encoding = try reader.enumeration(field)
      case 3: count = try reader.i32(field)
      default: try reader.skip(field)
      }
    }
    self.pageType = try reader.required(pageType, "PageEncodingStats.page_type")
    self.encoding = try reader.required(encoding, "PageEncodingStats.encoding")
    self.count = try reader.required(count, "PageEncodingStats.count")
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, enumeration: pageType)
    writer.field(2, enumeration: encoding)
    writer.field(3, count)
  }
}
