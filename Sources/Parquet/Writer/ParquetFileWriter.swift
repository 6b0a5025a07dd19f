// A file (parquet-format, README.md and PageIndex.md):
//
//   file = "PAR1"  { row group }  { column index }  { offset index }  footer  footer length (4 bytes, LE)  "PAR1"
//
// A row group is its column chunks, a chunk its dictionary page if it has one and its data pages. The indexes stand in
// the order of row groups and columns. The footer is `FileMetaData` and gives the place of everything.

public import Columnar

/// Lays out a file: gives each row group its place and writes the footer.
///
/// A state machine that counts bytes; the caller writes what it returns, in order.
/// Call `header` once, `place` for each row group in order, `footer` once. A file without row groups is valid.
public struct ParquetFileWriter: Sendable {
  static let magic: [UInt8] = Array("PAR1".utf8)

  private let schema: TableSchema
  private let options: WriterOptions
  private var rowGroups: [RowGroup] = []
  private var indexes: [[EncodedColumnChunk]] = []
  private var state = State.new

  private enum State { case new, open, closed }

  /// How many bytes have been given out: the file's size so far.
  public private(set) var byteCount = 0
  /// How many rows have been placed.
  public private(set) var rowCount = 0

  /// Makes a writer of a file.
  ///
  /// - Throws: `invalidSchema` where a file cannot hold the schema or an option has no meaning.
  public init(schema: TableSchema, options: WriterOptions = WriterOptions()) throws(ParquetError) {
    try schema.validate()
    try options.validate()
    self.schema = schema
    self.options = options
  }

  /// The first bytes of the file.
  ///
  /// Precondition: nothing has been given out.
  public mutating func header() -> [UInt8] {
    precondition(state == .new, "the header of a Parquet file asked for twice")
    state = .open
    byteCount = Self.magic.count
    return Self.magic
  }

  /// The bytes of a row group, to be written next: its own, without a copy; an empty group has none.
  ///
  /// Precondition: between `header` and `footer`, and the group is of this schema.
  public mutating func place(_ group: EncodedRowGroup) -> [UInt8] {
    precondition(state == .open, "a row group placed before the header or after the footer")
    guard group.rowCount > 0 else { return [] }
    precondition(group.chunks.count == schema.fields.count, "a row group of another schema placed")
    let base = Int64(byteCount)
    let chunks = group.chunks.map { $0.placed(at: base) }
    rowGroups.append(
      RowGroup(
        columns: chunks.map { ColumnChunk(fileOffset: 0, metaData: $0.metaData) },
        totalByteSize: chunks.reduce(0) { $0 + $1.metaData.totalUncompressedSize },
        rowCount: Int64(group.rowCount), fileOffset: base, totalCompressedSize: Int64(group.bytes.count),
        ordinal: Int16(exactly: rowGroups.count)))
    indexes.append(chunks)
    byteCount += group.bytes.count
    rowCount += group.rowCount
    return group.bytes
  }

  /// The last bytes of the file: page indexes, footer, its length and the magic number.
  ///
  /// Precondition: the header was given out, the footer was not.
  ///
  /// - Throws: `limit` where the metadata exceed the 4 GiB that the format allows.
  public mutating func footer() throws(ParquetError) -> [UInt8] {
    precondition(state == .open, "the footer of a Parquet file asked for before its header, or twice")
    state = .closed
    var writer = ThriftWriter()
    for group in indexes.indices {
      for column in indexes[group].indices {
        let start = writer.bytes.count
        writer.write(indexes[group][column].columnIndex)
        rowGroups[group].columns[column].columnIndexOffset = Int64(byteCount + start)
        rowGroups[group].columns[column].columnIndexLength = Int32(clamping: writer.bytes.count - start)
      }
    }
    for group in indexes.indices {
      for column in indexes[group].indices {
        let start = writer.bytes.count
        writer.write(indexes[group][column].offsetIndex)
        rowGroups[group].columns[column].offsetIndexOffset = Int64(byteCount + start)
        rowGroups[group].columns[column].offsetIndexLength = Int32(clamping: writer.bytes.count - start)
      }
    }
    let footerStart = writer.bytes.count
    writer.write(metaData)
    guard let length = UInt32(exactly: writer.bytes.count - footerStart) else {
      throw ParquetError(.limit, "the footer has \(writer.bytes.count - footerStart) bytes; use larger row groups")
    }
    var bytes = writer.bytes
    for index in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * index))) }
    bytes += Self.magic
    byteCount += bytes.count
    return bytes
  }

  private var metaData: FileMetaData {
    let pairs = schema.descriptions + options.keyValueMetadata
    return FileMetaData(
      version: 2, schema: schema.elements, rowCount: Int64(rowCount), rowGroups: rowGroups,
      keyValueMetadata: pairs.isEmpty ? nil : pairs, createdBy: options.createdBy,
      columnOrders: schema.fields.map { _ in .typeDefined })
  }
}
