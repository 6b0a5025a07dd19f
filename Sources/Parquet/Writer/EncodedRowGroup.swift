/// A row group ready to be placed in a file: its bytes, and metadata with offsets from its own first byte.
///
/// Independent of where it will stand and of the groups before it, so that groups are encoded in parallel.
public struct EncodedRowGroup: Sendable {
  /// All column chunks, end to end.
  public let bytes: [UInt8]
  /// How many rows the group holds; an empty one has no bytes and leaves no trace in a file.
  public let rowCount: Int
  /// Each column's chunk, in the schema's order.
  let chunks: [EncodedColumnChunk]
}

/// A column chunk's metadata with offsets from the first byte of its row group.
struct EncodedColumnChunk: Sendable {
  var metaData: ColumnMetaData
  var columnIndex: ColumnIndex
  var offsetIndex: OffsetIndex

  /// The same with offsets from the start of a file in which the row group stands at `base`.
  func placed(at base: Int64) -> EncodedColumnChunk {
    var chunk = self
    chunk.metaData.dataPageOffset += base
    if let offset = metaData.dictionaryPageOffset { chunk.metaData.dictionaryPageOffset = offset + base }
    for index in chunk.offsetIndex.pageLocations.indices { chunk.offsetIndex.pageLocations[index].offset += base }
    return chunk
  }
}
