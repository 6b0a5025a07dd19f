/// A file's footer, found and checked: the counts in it agree with each other.
struct Footer {
  let metaData: FileMetaData
  let columns: [LeafColumn]
  /// Where it begins in the file.
  let start: Int

  init(_ source: borrowing ByteSource, _ limits: ReaderLimits) throws(ParquetError) {
    let file = ParquetError.Place(file: source.name)
    let magic = ParquetFileWriter.magic
    // The length of the footer and the magic number behind it.
    let tailBytes = 4 + magic.count
    guard source.size >= magic.count + tailBytes else {
      throw ParquetError(.notParquet, "\(source.size) bytes are too few for a Parquet file", at: file)
    }
    let head = try source.read(0..<magic.count)
    let tail = try source.read(source.size - tailBytes..<source.size)
    guard head == magic, Array(tail[4...]) == magic else {
      throw ParquetError(
        .notParquet, "no PAR1 at both ends: not a Parquet file, an encrypted one, or cut off", at: file)
    }
    let length = Int(tail[0]) | Int(tail[1]) << 8 | Int(tail[2]) << 16 | Int(tail[3]) << 24
    let end = source.size - tailBytes
    guard length <= end - magic.count else {
      throw ParquetError(
        .corrupt, "the footer claims \(length) bytes, the file has \(end - magic.count) for it", at: file)
    }
    guard length <= limits.footerBytes else {
      throw ParquetError(.limit, "the footer has \(length) bytes; at most \(limits.footerBytes) are read", at: file)
    }
    start = end - length
    let bytes = try source.read(start..<end)
    do throws(ParquetError) {
      var reader = ThriftReader(bytes, origin: end - length)
      metaData = try FileMetaData(from: &reader)
      columns = try LeafColumn.leaves(of: metaData.schema, nameBytes: limits.footerBytes)
      try Self.check(metaData, columnCount: columns.count)
    } catch {
      throw error.placed(in: file)
    }
  }

  private static func check(_ metaData: FileMetaData, columnCount: Int) throws(ParquetError) {
    var rows: Int64 = 0
    for (index, group) in metaData.rowGroups.enumerated() {
      let place = ParquetError.Place(rowGroup: index)
      guard group.columns.count == columnCount else {
        throw ParquetError(
          .corrupt, "\(group.columns.count) column chunks, the schema has \(columnCount) columns", at: place)
      }
      let (sum, overflow) = rows.addingReportingOverflow(group.rowCount)
      guard group.rowCount >= 0, !overflow else {
        throw ParquetError(.corrupt, "an impossible number of rows, \(group.rowCount)", at: place)
      }
      rows = sum
    }
    guard rows == metaData.rowCount else {
      throw ParquetError(.corrupt, "the footer counts \(metaData.rowCount) rows, its row groups \(rows)")
    }
  }
}
