/// What stands before each page: its type and sizes, and the header of that type.
public struct PageHeader: Sendable, Hashable {
  /// What the page holds.
  public var type: PageType
  /// Bytes of the page when decompressed, this header not counted.
  public var uncompressedPageSize: Int32
  /// Bytes of the page as stored, this header not counted.
  public var compressedPageSize: Int32
  /// The CRC-32 of the page as stored.
  public var crc: Int32?
  /// The header of a data page of version 1.
  public var dataPageHeader: DataPageHeader?
  /// The header of a dictionary page.
  public var dictionaryPageHeader: DictionaryPageHeader?
  /// The header of a data page of version 2.
  public var dataPageHeaderV2: DataPageHeaderV2?
}

/// The header of a data page of version 1: levels and values are compressed together.
public struct DataPageHeader: Sendable, Hashable {
  /// How many values there are, nulls counted.
  public var valueCount: Int32
  /// How the values are encoded.
  public var encoding: Encoding
  /// How the definition levels are encoded.
  public var definitionLevelEncoding: Encoding
  /// How the repetition levels are encoded.
  public var repetitionLevelEncoding: Encoding
}

/// The header of a data page of version 2: the levels stand before the values, uncompressed.
public struct DataPageHeaderV2: Sendable, Hashable {
  /// How many values there are, nulls counted.
  public var valueCount: Int32
  /// How many of them are null.
  public var nullCount: Int32
  /// How many rows the values belong to.
  public var rowCount: Int32
  /// How the values are encoded.
  public var encoding: Encoding
  /// Bytes of the definition levels.
  public var definitionLevelsByteLength: Int32
  /// Bytes of the repetition levels.
  public var repetitionLevelsByteLength: Int32
  /// Whether the values are compressed; nil says yes.
  public var isCompressed: Bool?
}

/// The header of a dictionary page.
public struct DictionaryPageHeader: Sendable, Hashable {
  /// How many distinct values there are.
  public var valueCount: Int32
  /// How they are encoded: PLAIN.
  public var encoding: Encoding
  /// Whether they are in ascending order.
  public var isSorted: Bool?
}

extension PageHeader: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var type: PageType?
    var uncompressed: Int32?
    var compressed: Int32?
    var crc: Int32?
    var data: DataPageHeader?
    var dictionary: DictionaryPageHeader?
    var dataV2: DataPageHeaderV2?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: type = try reader.enumeration(field)
      case 2: uncompressed = try reader.i32(field)
      case 3: compressed = try reader.i32(field)
      case 4: crc = try reader.i32(field)
      case 5: data = try reader.structure(field)
      case 7: dictionary = try reader.structure(field)
      case 8: dataV2 = try reader.structure(field)
      default: try reader.skip(field)
      }
    }
    self.type = try reader.required(type, "PageHeader.type")
    uncompressedPageSize = try reader.required(uncompressed, "PageHeader.uncompressed_page_size")
    compressedPageSize = try reader.required(compressed, "PageHeader.compressed_page_size")
    self.crc = crc
    dataPageHeader = data
    dictionaryPageHeader = dictionary
    dataPageHeaderV2 = dataV2
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, enumeration: type)
    writer.field(2, uncompressedPageSize)
    writer.field(3, compressedPageSize)
    writer.field(4, crc)
    writer.field(5, structure: dataPageHeader)
    writer.field(7, structure: dictionaryPageHeader)
    writer.field(8, structure: dataPageHeaderV2)
  }
}

extension DataPageHeader: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var valueCount: Int32?
    var encoding: Encoding?
    var definition: Encoding?
    var repetition: Encoding?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: valueCount = try reader.i32(field)
      case 2: encoding = try reader.enumeration(field)
      case 3: definition = try reader.enumeration(field)
      case 4: repetition = try reader.enumeration(field)
      default: try reader.skip(field)
      }
    }
    self.valueCount = try reader.required(valueCount, "DataPageHeader.num_values")
    self.encoding = try reader.required(encoding, "DataPageHeader.encoding")
    definitionLevelEncoding = try reader.required(definition, "DataPageHeader.definition_level_encoding")
    repetitionLevelEncoding = try reader.required(repetition, "DataPageHeader.repetition_level_encoding")
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, valueCount)
    writer.field(2, enumeration: encoding)
    writer.field(3, enumeration: definitionLevelEncoding)
    writer.field(4, enumeration: repetitionLevelEncoding)
  }
}

extension DataPageHeaderV2: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var valueCount: Int32?
    var nullCount: Int32?
    var rowCount: Int32?
    var encoding: Encoding?
    var definition: Int32?
    var repetition: Int32?
    var isCompressed: Bool?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: valueCount = try reader.i32(field)
      case 2: nullCount = try reader.i32(field)
      case 3: rowCount = try reader.i32(field)
      case 4: encoding = try reader.enumeration(field)
      case 5: definition = try reader.i32(field)
      case 6: repetition = try reader.i32(field)
      case 7: isCompressed = try reader.boolean(field)
      default: try reader.skip(field)
      }
    }
    self.valueCount = try reader.required(valueCount, "DataPageHeaderV2.num_values")
    self.nullCount = try reader.required(nullCount, "DataPageHeaderV2.num_nulls")
    self.rowCount = try reader.required(rowCount, "DataPageHeaderV2.num_rows")
    self.encoding = try reader.required(encoding, "DataPageHeaderV2.encoding")
    definitionLevelsByteLength = try reader.required(definition, "DataPageHeaderV2.definition_levels_byte_length")
    repetitionLevelsByteLength = try reader.required(repetition, "DataPageHeaderV2.repetition_levels_byte_length")
    self.isCompressed = isCompressed
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, valueCount)
    writer.field(2, nullCount)
    writer.field(3, rowCount)
    writer.field(4, enumeration: encoding)
    writer.field(5, definitionLevelsByteLength)
    writer.field(6, repetitionLevelsByteLength)
    writer.field(7, isCompressed)
  }
}

extension DictionaryPageHeader: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var valueCount: Int32?
    var encoding: Encoding?
    var isSorted: Bool?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: valueCount = try reader.i32(field)
      case 2: encoding = try reader.enumeration(field)
      case 3: isSorted = try reader.boolean(field)
      default: try reader.skip(field)
      }
    }
    self.valueCount = try reader.required(valueCount, "DictionaryPageHeader.num_values")
    self.encoding = try reader.required(encoding, "DictionaryPageHeader.encoding")
    self.isSorted = isSorted
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, valueCount)
    writer.field(2, enumeration: encoding)
    writer.field(3, isSorted)
  }
}
