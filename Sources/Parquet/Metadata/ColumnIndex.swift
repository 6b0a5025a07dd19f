/// Bounds of each data page of a column chunk, so that readers skip pages (Parquet specification, PageIndex.md).
public struct ColumnIndex: Sendable, Hashable {
  /// For each page whether it holds nulls alone; its bounds are then empty and mean nothing.
  public var nullPages: [Bool]
  /// For each page a value not above any of its values, encoded as in `Statistics`.
  public var minValues: [[UInt8]]
  /// For each page a value not below any of its values.
  public var maxValues: [[UInt8]]
  /// Whether the bounds ascend or descend from page to page.
  public var boundaryOrder: BoundaryOrder
  /// For each page how many nulls it holds.
  public var nullCounts: [Int64]?
}

/// Where each data page of a column chunk stands and which row it begins with.
public struct OffsetIndex: Sendable, Hashable {
  /// One location for each data page, in order.
  public var pageLocations: [PageLocation]
}

/// Where a data page stands and which row it begins with.
public struct PageLocation: Sendable, Hashable {
  /// Bytes from the start of the file to the page's header.
  public var offset: Int64
  /// Bytes of the page as stored, its header included.
  public var compressedPageSize: Int32
  /// The page's first row, counted within the row group.
  public var firstRowIndex: Int64
}

extension ColumnIndex: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var nullPages: [Bool]?
    var minValues: [[UInt8]]?
    var maxValues: [[UInt8]]?
    var boundaryOrder: BoundaryOrder?
    var nullCounts: [Int64]?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: nullPages = try reader.booleans(field)
      case 2: minValues = try reader.binaries(field)
      case 3: maxValues = try reader.binaries(field)
      case 4: boundaryOrder = try reader.enumeration(field)
      case 5: nullCounts = try reader.i64s(field)
      default: try reader.skip(field)
      }
    }
    self.nullPages = try reader.required(nullPages, "ColumnIndex.null_pages")
    self.minValues = try reader.required(minValues, "ColumnIndex.min_values")
    self.maxValues = try reader.required(maxValues, "ColumnIndex.max_values")
    self.boundaryOrder = try reader.required(boundaryOrder, "ColumnIndex.boundary_order")
    self.nullCounts = nullCounts
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, list: nullPages)
    writer.field(2, list: minValues)
    writer.field(3, list: maxValues)
    writer.field(4, enumeration: boundaryOrder)
    writer.field(5, list: nullCounts)
  }
}

extension OffsetIndex: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var locations: [PageLocation]?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: locations = try reader.structures(field)
      default: try reader.skip(field)
      }
    }
    pageLocations = try reader.required(locations, "OffsetIndex.page_locations")
  }

  package func writeFields(to writer: inout ThriftWriter) { writer.field(1, list: pageLocations) }
}

extension PageLocation: ThriftStruct {
  package init(from reader: inout ThriftReader) throws(ParquetError) {
    var offset: Int64?
    var size: Int32?
    var firstRow: Int64?
    try reader.readFields { (reader, field) throws(ParquetError) in
      switch field.id {
      case 1: offset = try reader.i64(field)
      case 2: size = try reader.i32(field)
      case 3: firstRow = try reader.i64(field)
      default: try reader.skip(field)
      }
    }
    self.offset = try reader.required(offset, "PageLocation.offset")
    compressedPageSize = try reader.required(size, "PageLocation.compressed_page_size")
    firstRowIndex = try reader.required(firstRow, "PageLocation.first_row_index")
  }

  package func writeFields(to writer: inout ThriftWriter) {
    writer.field(1, offset)
    writer.field(2, compressedPageSize)
    writer.field(3, firstRowIndex)
  }
}
