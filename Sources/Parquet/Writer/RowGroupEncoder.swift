import Buffers
public import Columnar

/// Encodes batches as row groups; one for each worker, since it owns and reuses compression context, hash table and
/// buffers.
///
/// What it returns is a function of the batch and the options alone, whatever it encoded before.
public struct RowGroupEncoder: ~Copyable, Sendable {
  private let schema: TableSchema
  private var chunkEncoder: ColumnChunkEncoder
  /// Bytes of the group before: the next is likely to be about as long.
  private var expectedBytes = 0

  /// Makes an encoder.
  ///
  /// - Throws: `invalidSchema` where a file cannot hold the schema or an option has no meaning.
  public init(schema: TableSchema, options: WriterOptions = WriterOptions()) throws(ParquetError) {
    try schema.validate()
    try options.validate()
    let encoder = try ColumnChunkEncoder(options: options)
    self.schema = schema
    chunkEncoder = encoder
  }

  /// Measures the CPU of compression from now on.
  public mutating func measureCompression() { chunkEncoder.compressor.clock = LapClock(.threadCPU) }

  /// Nanoseconds of CPU that compression has taken; 0 unless it is measured.
  public var compressionNanoseconds: Int64 { chunkEncoder.compressor.clock.nanoseconds(0) }

  /// The batch as a row group.
  ///
  /// The text of `string` columns is taken to be valid UTF-8.
  ///
  /// - Throws: `invalidBatch` where the batch does not fit the schema, `limit` where a value or the batch is too large.
  public mutating func encode(_ batch: borrowing RecordBatch) throws(ParquetError) -> EncodedRowGroup {
    if let inconsistency = batch.inconsistency { throw ParquetError(.invalidBatch, inconsistency) }
    guard batch.columns.count == schema.fields.count,
      zip(batch.columns, schema.fields).allSatisfy({ $0.type == $1.type && $0.isNullable == $1.isNullable })
    else {
      throw ParquetError(.invalidBatch, "a batch of \(batch.schema.name) does not fit the schema of \(schema.name)")
    }
    guard batch.rowCount < Int(Int32.max) else {
      throw ParquetError(.limit, "a row group of \(batch.rowCount) rows; at most \(Int32.max - 1) fit")
    }
    guard batch.rowCount > 0 else { return EncodedRowGroup(bytes: [], rowCount: 0, chunks: []) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expectedBytes + expectedBytes / 8)
    var chunks: [EncodedColumnChunk] = []
    for (index, field) in schema.fields.enumerated() {
      do throws(ParquetError) {
        chunks.append(try chunkEncoder.encode(batch.columns[index], field, to: &bytes))
      } catch {
        throw error.placed(in: .init(column: field.name))
      }
    }
    expectedBytes = bytes.count
    return EncodedRowGroup(bytes: bytes, rowCount: batch.rowCount, chunks: chunks)
  }
}
