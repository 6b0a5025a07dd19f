import Buffers
import Columnar

/// Encodes one column of a row group at a time: dictionary page, then data pages of version 2.
///
/// Owns every buffer that the work needs and keeps it from chunk to chunk.
struct ColumnChunkEncoder: ~Copyable, Sendable {
  /// How the values of a chunk are written.
  enum ValueEncoding {
    case plain
    /// As numbers of a dictionary page.
    case dictionary
    /// Booleans, as runs or bits.
    case booleans
    /// Integers as differences.
    case deltas
    /// Lengths of strings, then their bytes.
    case lengths
    /// Strings without what they share with the one before.
    case suffixes
  }

  let options: WriterOptions
  var compressor: PageCompressor
  var dictionary = DictionaryEncoder()
  var strings = DeltaStringEncoder()
  var page = PageBuffer()
  var header = ThriftWriter()
  /// The booleans of a page without its nulls.
  var flags: [UInt8] = []
  /// The integers of a page without its nulls.
  var integers: [Int64] = []
  /// For each dictionary number the page, from 1, that was last seen to use it.
  private var lastPages: [UInt32] = []

  init(options: WriterOptions) throws(ParquetError) {
    self.options = options
    compressor = try PageCompressor(options.compression)
  }

  /// Appends the chunk of a column; offsets in the result count from the start of `output`.
  mutating func encode(
    _ column: Column, _ field: ColumnField, to output: inout [UInt8]
  ) throws(ParquetError) -> EncodedColumnChunk {
    let encoding = chooseEncoding(column)
    // Codes without a dictionary page are written as the strings that they stand for.
    if column.storage == .codes, encoding != .dictionary { return try encode(column.plain(), field, to: &output) }
    var totals = ChunkTotals()
    var index = ColumnIndexBuilder()
    let start = output.count
    if encoding == .dictionary {
      try writeDictionaryPage(column, &totals, to: &output)
      lastPages.removeAll(keepingCapacity: true)
      lastPages.append(contentsOf: repeatElement(0, count: dictionary.firstRows.count))
    }
    let firstDataPage = output.count
    var row = 0
    var valueStart = 0
    while row < column.count {
      let rows = row..<(try pageEnd(column, from: row, encoding))
      let valueCount = column.isNullable ? count(column.validity.span.extracting(rows)) : rows.count
      let values = valueStart..<valueStart + valueCount
      let pageStart = output.count
      try writeDataPage(column, rows, encoding, values, &totals, to: &output)
      let location = PageLocation(
        offset: Int64(pageStart), compressedPageSize: Int32(output.count - pageStart), firstRowIndex: Int64(row))
      let bounds =
        encoding == .dictionary
        ? dictionaryBounds(column, dictionary, values, page: index.offsetIndex.pageLocations.count + 1, &lastPages)
        : ValueBounds(column, rows)
      index.append(
        bounds, column, rows: rows, valueCount: valueCount, limit: options.statisticsBytes, location: location)
      row = rows.upperBound
      valueStart = values.upperBound
    }
    let metaData = ColumnMetaData(
      type: column.type.physicalType, encodings: totals.encodings(hasLevels: column.isNullable),
      pathInSchema: [field.name], codec: compressor.codec, valueCount: Int64(column.count),
      totalUncompressedSize: Int64(totals.uncompressedBytes), totalCompressedSize: Int64(output.count - start),
      dataPageOffset: Int64(firstDataPage), dictionaryPageOffset: encoding == .dictionary ? Int64(start) : nil,
      statistics: index.statistics(
        column, distinctCount: distinctCount(column, encoding), limit: options.statisticsBytes),
      encodingStats: totals.pages)
    return EncodedColumnChunk(
      metaData: metaData, columnIndex: index.finishedColumnIndex(), offsetIndex: index.offsetIndex)
  }

  /// Below so many rows, the headers of differences weigh more than they save.
  private static let leastDeltaRows = 256
  /// How many values are tried where differences might not pay.
  private static let sampledValues = 1024

  private mutating func chooseEncoding(_ column: Column) -> ValueEncoding {
    if column.storage == .boolean { return .booleans }
    if options.dictionaryBytes > 0, dictionary.encode(column, limitBytes: options.dictionaryBytes) {
      return .dictionary
    }
    guard column.count >= Self.leastDeltaRows else { return .plain }
    switch column.storage {
    case .int32 where column.divisor == 0, .int64 where column.divisor == 0:
      return deltasPay(column) ? .deltas : .plain
    case .strings: return strings.sharesPrefixes(column) ? .suffixes : .lengths
    default: return .plain
    }
  }

  /// Whether differences save a tenth of the first values, which full-width random integers don't.
  private mutating func deltasPay(_ column: Column) -> Bool {
    page.removeAll()
    takeIntegers(column, 0..<min(column.count, Self.sampledValues))
    let width = column.storage == .int32 ? 32 : 64
    let integers = integers
    appendDeltas(integers.span, bitWidth: width, to: &page)
    return page.count * 10 <= integers.count * width / 8 * 9
  }

  /// The numbers of distinct doubles are not told, since NaN and the zeros make them a matter of definition.
  private func distinctCount(_ column: Column, _ encoding: ValueEncoding) -> Int? {
    encoding == .dictionary && column.type != .double ? dictionary.firstRows.count : nil
  }

  /// One past the last row of the page that begins with `row`: as many as the limits allow, one at least.
  private func pageEnd(_ column: Column, from row: Int, _ encoding: ValueEncoding) throws(ParquetError) -> Int {
    let most = min(row + options.pageRows, column.count)
    guard column.storage == .strings, encoding != .dictionary else {
      // No index, integer or double is longer than 8 bytes.
      return min(most, row + max(1, options.pageBytes / 8))
    }
    let ends = column.strings.ends.span
    let start = column.strings.range(row).lowerBound
    guard Int(ends[row]) - start < Int(Int32.max) / 2 else {
      throw ParquetError(
        .limit, "the value in row \(row) of the batch has \(Int(ends[row]) - start) bytes; a page holds 1 GiB at most")
    }
    // The bytes grow with the rows, so that the last row that fits is found by halving.
    var fits = row + 1
    var exceeds = most + 1
    while exceeds - fits > 1 {
      let middle = (fits + exceeds) / 2
      if Int(ends[middle - 1]) - start + 4 * (middle - row) <= options.pageBytes {
        fits = middle
      } else {
        exceeds = middle
      }
    }
    return fits
  }
}

/// The bounds of a page with a dictionary: each distinct value is looked at once.
private func dictionaryBounds(
  _ column: Column, _ dictionary: borrowing DictionaryEncoder, _ values: Range<Int>, page: Int, _ pages: inout [UInt32]
) -> ValueBounds {
  var bounds = ValueBounds()
  let rows = dictionary.firstRows.span
  var pages = pages.mutableSpan
  dictionary.indexes.withSpan(values) { indexes in
    for value in indexes.indices {
      let number = Int(indexes[value])
      if pages[number] != UInt32(page) {
        pages[number] = UInt32(page)
        bounds.include(Int(rows[number]), of: column)
      }
    }
  }
  return bounds
}

/// What the pages of a chunk add up to.
struct ChunkTotals {
  var uncompressedBytes = 0
  var pages: [PageEncodingStats] = []

  mutating func count(_ type: PageType, _ encoding: Encoding) {
    if let index = pages.firstIndex(where: { $0.pageType == type && $0.encoding == encoding }) {
      pages[index].count += 1
    } else {
      pages.append(PageEncodingStats(pageType: type, encoding: encoding, count: 1))
    }
  }

  /// All encodings of pages and levels, each once, by their numbers.
  func encodings(hasLevels: Bool) -> [Encoding] {
    let all = Set(pages.map { $0.encoding } + (hasLevels ? [.rle] : []))
    return all.sorted { $0.rawValue < $1.rawValue }
  }
}

/// How many of the bytes, each 0 or 1, are 1.
private func count(_ validity: Span<UInt8>) -> Int {
  var sum = 0
  var start = 0
  while start < validity.count {
    // So few fit a byte, and are added side by side.
    let end = min(start + 255, validity.count)
    var part: UInt8 = 0
    for index in start..<end { part &+= validity[index] }
    sum += Int(part)
    start = end
  }
  return sum
}
