public import Columnar

/// Reads a Parquet file: its metadata, and row groups as batches.
///
/// Nothing that the file says is trusted: offsets and lengths are checked against its size, counts against each other,
/// allocations against `ReaderLimits`. It reads flat columns, required or optional, of every physical type; data pages
/// of version 1 and 2 in the encodings PLAIN, RLE_DICTIONARY, RLE, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY,
/// DELTA_BYTE_ARRAY and BYTE_STREAM_SPLIT; uncompressed, or compressed with Snappy, gzip or zstd. Nested columns, other
/// codecs and encrypted files are an `unsupported` error, their metadata are read. The reader holds the file open; it
/// may be shared by threads.
public struct ParquetReader: ~Copyable, Sendable {
  /// The footer.
  public let metaData: FileMetaData
  /// The columns, in the order of each row group's chunks.
  public let columns: [LeafColumn]
  /// Bytes of the file.
  public let fileBytes: Int

  /// The footer's pairs, looked up for every row group.
  private let values: [String: String]
  private let source: ByteSource
  private let limits: ReaderLimits
  /// Where the footer begins: all pages and indexes stand before.
  private let footerStart: Int

  /// Opens a file and reads its footer.
  ///
  /// - Throws: `io` where it cannot be read, `notParquet` where it is none or is cut off, `corrupt` or `limit` where
  ///   the footer is damaged or too large.
  public init(path: String, limits: ReaderLimits = ReaderLimits()) throws(ParquetError) {
    let source = try ByteSource(path: path)
    try self.init(source, limits)
  }

  /// Reads a file that stands in memory; `name` is what errors call it.
  ///
  /// - Throws: as `init(path:limits:)`, but for `io`.
  public init(bytes: [UInt8], name: String, limits: ReaderLimits = ReaderLimits()) throws(ParquetError) {
    try self.init(ByteSource(bytes, name: name), limits)
  }

  private init(_ source: consuming ByteSource, _ limits: ReaderLimits) throws(ParquetError) {
    let footer = try Footer(source, limits)
    metaData = footer.metaData
    columns = footer.columns
    footerStart = footer.start
    fileBytes = source.size
    values = footer.metaData.values
    self.limits = limits
    self.source = source
  }

  /// The table's schema, with the descriptions that the file holds; `names` chooses columns and their order.
  ///
  /// - Throws: `notFound` for a name that the file lacks, `unsupported` for a column whose type is not read.
  public func schema(columns names: [String]? = nil) throws(ParquetError) -> TableSchema {
    var fields: [ColumnField] = []
    for index in try indexes(of: names) {
      let column = columns[index]
      guard let type = column.type else { throw unsupported(column) }
      fields.append(
        ColumnField(
          name: column.name, type: type, isNullable: column.maximumDefinitionLevel > 0,
          description: values[TableSchema.columnKeyPrefix + column.name] ?? ""))
    }
    return TableSchema(
      name: metaData.schema.first?.name ?? "", description: values[TableSchema.tableKey] ?? "", fields: fields)
  }

  /// The rows of a row group; `names` chooses columns and their order.
  ///
  /// Cost: the chunks of these columns are read.
  ///
  /// - Throws: `notFound` for a row group or name that the file lacks, `unsupported` for a type, encoding or codec that
  ///   is not read, `corrupt` for damage, `limit` for what is too large, `io`. The error names column and page.
  public func readRowGroup(_ index: Int, columns names: [String]? = nil) throws(ParquetError) -> RecordBatch {
    let group = try rowGroup(index)
    let schema = try schema(columns: names)
    let leaves = try indexes(of: names)
    var budget = limits.budget(of: leaves.map { group.columns[$0].metaData?.totalCompressedSize ?? 0 }, of: fileBytes)
    var chunkReader = ColumnChunkReader(limits: limits)
    var decoded: [Column] = []
    for (field, leaf) in zip(schema.fields, leaves) {
      let place = ParquetError.Place(file: source.name, rowGroup: index, column: field.name)
      decoded.append(
        try placing(place) { () throws(ParquetError) in
          try read(group, leaf, field, &chunkReader, &budget)
        })
    }
    return RecordBatch(schema: schema, columns: decoded, rowCount: Int(group.rowCount))
  }

  /// The bounds of each data page of a column chunk, or nil where the file has none.
  ///
  /// - Throws: `notFound` for a row group or column that the file lacks, `corrupt` for damage, `io`.
  public func columnIndex(rowGroup: Int, column: Int) throws(ParquetError) -> ColumnIndex? {
    let chunk = try chunk(rowGroup, column)
    return try index(rowGroup, column, chunk.columnIndexOffset, chunk.columnIndexLength)
  }

  /// The places of each data page of a column chunk, or nil where the file has none.
  ///
  /// - Throws: `notFound` for a row group or column that the file lacks, `corrupt` for damage, `io`.
  public func offsetIndex(rowGroup: Int, column: Int) throws(ParquetError) -> OffsetIndex? {
    let chunk = try chunk(rowGroup, column)
    return try index(rowGroup, column, chunk.offsetIndexOffset, chunk.offsetIndexLength)
  }
}

extension ParquetReader {
  private func read(
    _ group: RowGroup, _ leaf: Int, _ field: ColumnField, _ chunkReader: inout ColumnChunkReader, _ budget: inout Int
  ) throws(ParquetError) -> Column {
    let chunk = group.columns[leaf]
    guard chunk.filePath == nil else { throw ParquetError(.unsupported, "the column chunk stands in another file") }
    guard let metaData = chunk.metaData else { throw ParquetError(.corrupt, "the column chunk has no metadata") }
    let column = columns[leaf]
    guard metaData.type == column.physicalType else {
      throw ParquetError(.corrupt, "the chunk holds \(metaData.type), the schema says \(column.physicalType)")
    }
    guard metaData.valueCount == group.rowCount else {
      throw ParquetError(.corrupt, "the chunk has \(metaData.valueCount) values, its row group \(group.rowCount) rows")
    }
    // Some writers say 0 for a page that there is not: the dictionary, or the first data page of no rows.
    let pages = [metaData.dataPageOffset, metaData.dictionaryPageOffset ?? 0].filter { $0 > 0 }
    let start = pages.min() ?? metaData.dataPageOffset
    let isEmpty = group.rowCount == 0 && metaData.totalCompressedSize == 0
    let dataArea = ParquetFileWriter.magic.count..<footerStart
    guard let range = isEmpty ? 0..<0 : ByteSource.range(start, metaData.totalCompressedSize, within: dataArea) else {
      throw ParquetError(
        .corrupt, "the chunk of \(metaData.totalCompressedSize) bytes at \(start) leaves the data area \(dataArea)")
    }
    let bytes = try source.read(range)
    let stored = try chunkReader.read(
      bytes, at: range.lowerBound, codec: metaData.codec, column, rowCount: Int(group.rowCount), &budget)
    return try column.conversion.convert(stored, as: field, &budget)
  }

  private func index<Index: ThriftStruct>(
    _ rowGroup: Int, _ column: Int, _ offset: Int64?, _ length: Int32?
  ) throws(ParquetError) -> Index? {
    guard let offset, let length else { return nil }
    let place = ParquetError.Place(file: source.name, rowGroup: rowGroup, column: columns[column].name)
    return try placing(place) { () throws(ParquetError) in
      let dataArea = ParquetFileWriter.magic.count..<footerStart
      guard length <= limits.footerBytes, let range = ByteSource.range(offset, Int64(length), within: dataArea) else {
        throw ParquetError(.corrupt, "a page index of \(length) bytes at \(offset) leaves the data area \(dataArea)")
      }
      var reader = ThriftReader(try source.read(range), origin: range.lowerBound)
      return try Index(from: &reader)
    }
  }

  private func rowGroup(_ index: Int) throws(ParquetError) -> RowGroup {
    guard metaData.rowGroups.indices.contains(index) else {
      throw ParquetError(
        .notFound, "row group \(index) does not exist; the file has \(metaData.rowGroups.count), counted from 0",
        at: .init(file: source.name))
    }
    return metaData.rowGroups[index]
  }

  private func chunk(_ rowGroup: Int, _ column: Int) throws(ParquetError) -> ColumnChunk {
    let group = try self.rowGroup(rowGroup)
    guard group.columns.indices.contains(column) else {
      throw ParquetError(
        .notFound, "column \(column) does not exist; the file has \(group.columns.count), counted from 0",
        at: .init(file: source.name))
    }
    return group.columns[column]
  }

  private func indexes(of names: [String]?) throws(ParquetError) -> [Int] {
    guard let names else { return Array(columns.indices) }
    // Of columns with one name, the first is the one that is meant.
    let known = Dictionary(zip(columns.map { $0.name }, columns.indices), uniquingKeysWith: { first, _ in first })
    var indexes: [Int] = []
    for name in names {
      guard let index = known[name] else {
        throw ParquetError(
          .notFound, "the file has no such column; it has: \(columns.map { $0.name }.joined(separator: ", "))",
          at: .init(file: source.name, column: name))
      }
      indexes.append(index)
    }
    return indexes
  }

  private func unsupported(_ column: LeafColumn) -> ParquetError {
    let isNested = column.depth > 0 || column.maximumRepetitionLevel > 0
    let logical = column.element.logicalType.map { "\($0)" } ?? column.element.convertedType.map { "\($0)" } ?? "none"
    let what =
      isNested ? "nested columns (lists, maps, structs)" : "values of \(column.physicalType), logical type \(logical),"
    return ParquetError(
      .unsupported, "\(what) are not read; choose other columns", at: .init(file: source.name, column: column.name))
  }
}
