import Buffers
import Columnar

/// Decodes column chunks, page by page; owns and reuses the decompressors and buffers.
struct ColumnChunkReader: ~Copyable {
  private let limits: ReaderLimits
  private var decompressor = PageDecompressor()
  /// The values of the page at hand, decompressed.
  private var page: [UInt8] = []
  private var decoder = PageDecoder()

  init(limits: ReaderLimits) { self.limits = limits }

  /// The stored values of a chunk, whose bytes stand at `origin` in the file; they must be `rowCount`.
  ///
  /// Takes the bytes that the column will hold off `budget`.
  mutating func read(
    _ bytes: [UInt8], at origin: Int, codec: CompressionCodec, _ leaf: LeafColumn, rowCount: Int, _ budget: inout Int
  ) throws(ParquetError) -> Column {
    try PageDecompressor.check(codec)
    // One byte of validity and at most 8 of value or offset, whatever the type.
    let (slotBytes, overflow) = rowCount.multipliedReportingOverflow(by: 9)
    guard !overflow, slotBytes <= budget else {
      throw ParquetError(
        .limit, "\(rowCount) rows take more than the bytes that a row group of this size may take in memory")
    }
    budget -= slotBytes
    decoder.begin(leaf, rowCount: rowCount, budget: budget)
    var position = 0
    var pageNumber = 0
    while position < bytes.count {
      let place = ParquetError.Place(page: pageNumber, byteOffset: origin + position)
      do throws(ParquetError) {
        position = try readPage(bytes, position, origin, codec)
      } catch {
        throw error.placed(in: place)
      }
      pageNumber += 1
    }
    guard decoder.column.count == rowCount else {
      throw ParquetError(.corrupt, "the pages hold \(decoder.column.count) values, the chunk has \(rowCount)")
    }
    budget = decoder.budget
    return decoder.column
  }

  /// Reads the page at `position` and returns where the next begins.
  private mutating func readPage(
    _ bytes: [UInt8], _ position: Int, _ origin: Int, _ codec: CompressionCodec
  ) throws(ParquetError) -> Int {
    var reader = ThriftReader(bytes, range: position..<bytes.count, origin: origin)
    let header = try PageHeader(from: &reader)
    let start = reader.position
    guard header.compressedPageSize >= 0, Int(header.compressedPageSize) <= bytes.count - start else {
      throw ParquetError(
        .corrupt, "the page claims \(header.compressedPageSize) bytes, its chunk has \(bytes.count - start) left")
    }
    guard header.uncompressedPageSize >= 0 else {
      throw ParquetError(.corrupt, "the page claims \(header.uncompressedPageSize) bytes when decompressed")
    }
    let size = Int(header.uncompressedPageSize)
    guard size <= limits.pageBytes else {
      throw ParquetError(.limit, "the page has \(size) bytes; at most \(limits.pageBytes) are read")
    }
    let stored = start..<start + Int(header.compressedPageSize)
    if let crc = header.crc {
      let found = crc32(bytes.span.extracting(stored))
      guard found == UInt32(bitPattern: crc) else {
        throw ParquetError(.corrupt, "the page's CRC-32 is \(found), its header says \(UInt32(bitPattern: crc))")
      }
    }
    if let dictionary = header.dictionaryPageHeader, header.type == .dictionaryPage {
      try decompressor.decompress(bytes, stored, codec, byteCount: size, into: &page)
      try decoder.decodeDictionary(dictionary, page)
    } else if let data = header.dataPageHeader, header.type == .dataPage {
      try decompressor.decompress(bytes, stored, codec, byteCount: size, into: &page)
      try decoder.decode(data, page)
    } else if let data = header.dataPageHeaderV2, header.type == .dataPageV2 {
      try readVersion2(data, size, bytes, stored, codec)
    } else if [.dataPage, .dictionaryPage, .dataPageV2].contains(header.type) {
      throw ParquetError(.corrupt, "the page of type \(header.type) has no header of that type")
    }
    return stored.upperBound
  }

  private mutating func readVersion2(
    _ data: DataPageHeaderV2, _ size: Int, _ bytes: [UInt8], _ stored: Range<Int>, _ codec: CompressionCodec
  ) throws(ParquetError) {
    let repetition = Int(data.repetitionLevelsByteLength)
    let definition = Int(data.definitionLevelsByteLength)
    guard repetition >= 0, definition >= 0, repetition + definition <= min(stored.count, size) else {
      throw ParquetError(
        .corrupt, "levels of \(repetition) and \(definition) bytes in a page of \(stored.count), \(size) decompressed")
    }
    let levels = stored.lowerBound + repetition..<stored.lowerBound + repetition + definition
    let values = levels.upperBound..<stored.upperBound
    let valuesCodec = data.isCompressed == false || values.isEmpty ? .uncompressed : codec
    try decompressor.decompress(
      bytes, values, valuesCodec, byteCount: size - repetition - definition, into: &page)
    try decoder.decode(data, levels: Array(bytes[levels]), values: page)
  }
}
