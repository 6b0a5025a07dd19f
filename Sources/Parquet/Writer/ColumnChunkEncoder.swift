import Buffers
import Columnar

/// Encodes one column of a row group at a time: dictionary page, then data pages of version 2.
///
/// Owns every buffer that the work needs and keeps it from chunk to chunk.
struct ColumnChunkEncoder: ~Copyable, Sendable {
  private let options: WriterOptions
  private var compressor: ZstandardCompressor?
  private var dictionary = DictionaryEncoder()
  private var page = PageBuffer()
  private var compressed = PageBuffer()
  private var header = ThriftWriter()
  /// The booleans of a page without its nulls.
  private var flags: [UInt8] = []
  /// For each dictionary number the page, from 1, that was last seen to use it.
  private var lastPages: [UInt32] = []

  init(options: WriterOptions) throws(ParquetError) {
    self.options = options
    if case .zstd(let level) = options.compression {
      compressor = try ZstandardCompressor(level: level)
    } else {
      compressor = nil
    }
  }

  /// Appends the chunk of a column; offsets in the result count from the start of `output`.
  mutating func encode(
    _ column: Column, _ field: ColumnField, to output: inout [UInt8]
  ) throws(ParquetError) -> EncodedColumnChunk {
    var totals = ChunkTotals()
    var index = ColumnIndexBuilder()
    let start = output.count
    let usesDictionary =
      column.storage != .boolean && options.dictionaryBytes > 0
      && dictionary.encode(column, limitBytes: options.dictionaryBytes)
    if usesDictionary {
      try writeDictionaryPage(column, &totals, to: &output)
      lastPages.removeAll(keepingCapacity: true)
      lastPages.append(contentsOf: repeatElement(0, count: dictionary.firstRows.count))
    }
    let firstDataPage = output.count
    var row = 0
    var valueStart = 0
    while row < column.count {
      let rows = row..<(try pageEnd(column, from: row, usesDictionary: usesDictionary))
      let valueCount = column.isNullable ? count(column.validity.span.extracting(rows)) : rows.count
      let values = valueStart..<valueStart + valueCount
      let pageStart = output.count
      try writeDataPage(column, rows, usesDictionary ? values : nil, valueCount, &totals, to: &output)
      let location = PageLocation(
        offset: Int64(pageStart), compressedPageSize: Int32(output.count - pageStart), firstRowIndex: Int64(row))
      let bounds =
        usesDictionary && column.storage == .strings
        ? dictionaryBounds(column, values, page: index.offsetIndex.pageLocations.count + 1)
        : ValueBounds(numbers: column, rows)
      index.append(
        bounds, column, rows: rows, valueCount: valueCount, limit: options.statisticsBytes, location: location)
      row = rows.upperBound
      valueStart = values.upperBound
    }
    let metaData = ColumnMetaData(
      type: column.type.physicalType, encodings: totals.encodings(hasLevels: column.isNullable),
      pathInSchema: [field.name], codec: compressor == nil ? .uncompressed : .zstd, valueCount: Int64(column.count),
      totalUncompressedSize: Int64(totals.uncompressedBytes), totalCompressedSize: Int64(output.count - start),
      dataPageOffset: Int64(firstDataPage), dictionaryPageOffset: usesDictionary ? Int64(start) : nil,
      statistics: index.statistics(
        column, distinctCount: distinctCount(column, usesDictionary: usesDictionary), limit: options.statisticsBytes),
      encodingStats: totals.pages)
    return EncodedColumnChunk(
      metaData: metaData, columnIndex: index.finishedColumnIndex(), offsetIndex: index.offsetIndex)
  }

  /// The numbers of distinct doubles are not told, since NaN and the zeros make them a matter of definition.
  private func distinctCount(_ column: Column, usesDictionary: Bool) -> Int? {
    usesDictionary && column.storage != .double ? dictionary.firstRows.count : nil
  }

  /// One past the last row of the page that begins with `row`: as many as the limits allow, one at least.
  private func pageEnd(_ column: Column, from row: Int, usesDictionary: Bool) throws(ParquetError) -> Int {
    let most = min(row + options.pageRows, column.count)
    guard column.storage == .strings, !usesDictionary else {
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

  /// The bounds of a page of strings: each distinct value is looked at once.
  private mutating func dictionaryBounds(_ column: Column, _ values: Range<Int>, page: Int) -> ValueBounds {
    var bounds = ValueBounds()
    for value in values {
      let number = Int(dictionary.indexes[value])
      if lastPages[number] != UInt32(page) {
        lastPages[number] = UInt32(page)
        bounds.include(stringRow: Int(dictionary.firstRows[number]), of: column)
      }
    }
    return bounds
  }
}

extension ColumnChunkEncoder {
  private mutating func writeDictionaryPage(
    _ column: Column, _ totals: inout ChunkTotals, to output: inout [UInt8]
  ) throws(ParquetError) {
    page.removeAll()
    dictionary.appendEntries(of: column, to: &page)
    let dictionaryHeader = DictionaryPageHeader(
      valueCount: Int32(dictionary.firstRows.count), encoding: .plain, isSorted: false)
    totals.count(.dictionaryPage, .plain)
    // A dictionary page cannot say that it is not compressed.
    _ = try compress(from: 0, evenIfLonger: true)
    let stored = compressor == nil ? 0..<page.count : 0..<0
    write(
      PageHeader(
        type: .dictionaryPage, uncompressedPageSize: Int32(page.count), compressedPageSize: 0,
        dictionaryPageHeader: dictionaryHeader), plain: stored, isCompressed: compressor != nil, &totals, to: &output)
  }

  /// `indexes` are the places of the page's values in the dictionary's indexes, or nil without a dictionary.
  private mutating func writeDataPage(
    _ column: Column, _ rows: Range<Int>, _ indexes: Range<Int>?, _ valueCount: Int, _ totals: inout ChunkTotals,
    to output: inout [UInt8]
  ) throws(ParquetError) {
    page.removeAll()
    if column.isNullable { appendRuns(flags: column.validity, rows, to: &page) }
    let levelBytes = page.count
    let encoding: Encoding
    if let indexes {
      encoding = .rleDictionary
      dictionary.appendIndexes(indexes, to: &page)
    } else if column.storage == .boolean {
      encoding = appendBooleans(column, rows)
    } else {
      encoding = .plain
      appendPlain(column, rows, valueCount: valueCount, to: &page)
    }
    totals.count(.dataPageV2, encoding)
    let isCompressed = try compress(from: levelBytes, evenIfLonger: false)
    let dataHeader = DataPageHeaderV2(
      valueCount: Int32(rows.count), nullCount: Int32(rows.count - valueCount), rowCount: Int32(rows.count),
      encoding: encoding, definitionLevelsByteLength: Int32(levelBytes), repetitionLevelsByteLength: 0,
      isCompressed: isCompressed)
    write(
      PageHeader(
        type: .dataPageV2, uncompressedPageSize: Int32(page.count), compressedPageSize: 0,
        dataPageHeaderV2: dataHeader),
      plain: 0..<(isCompressed ? levelBytes : page.count), isCompressed: isCompressed, &totals, to: &output)
  }

  /// Appends booleans without nulls as runs where that is shorter, as bits otherwise.
  private mutating func appendBooleans(_ column: Column, _ rows: Range<Int>) -> Encoding {
    flags.removeAll(keepingCapacity: true)
    for row in rows where !column.isNull(row) { flags.append(column.boolean[row]) }
    let start = page.count
    // RLE data of booleans begin with their length in four bytes.
    page.append(lowBytes: 4, of: 0)
    appendRuns(flags: flags, 0..<flags.count, to: &page)
    let runBytes = page.count - start - 4
    if runBytes + 4 < (flags.count + 7) / 8 {
      page.overwrite(at: start, with: UInt32(runBytes))
      return .rle
    }
    page.truncate(to: start)
    appendBits(flags, to: &page)
    return .plain
  }

  /// Compresses what the page holds from byte `start` on; false where there is no codec or it would not shrink.
  private mutating func compress(from start: Int, evenIfLonger: Bool) throws(ParquetError) -> Bool {
    compressed.removeAll()
    guard compressor != nil, page.count > start || evenIfLonger else { return false }
    try compressor?.compress(page.storage, start..<page.count, to: &compressed)
    return evenIfLonger || compressed.count < page.count - start
  }

  /// Appends a header and the page: the bytes `plain` of it as they are, then the compressed rest.
  private mutating func write(
    _ pageHeader: PageHeader, plain: Range<Int>, isCompressed: Bool, _ totals: inout ChunkTotals,
    to output: inout [UInt8]
  ) {
    let rest = 0..<(isCompressed ? compressed.count : 0)
    let crc = crc32(
      compressed.storage.span.extracting(rest), after: crc32(page.storage.span.extracting(plain)))
    var pageHeader = pageHeader
    pageHeader.compressedPageSize = Int32(plain.count + rest.count)
    pageHeader.crc = Int32(bitPattern: crc)
    header.removeAll()
    header.write(pageHeader)
    output.append(contentsOf: header.bytes)
    output.append(copying: page.storage.span.extracting(plain))
    output.append(copying: compressed.storage.span.extracting(rest))
    totals.uncompressedBytes += header.bytes.count + page.count
  }
}

/// What the pages of a chunk add up to.
private struct ChunkTotals {
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
  for index in validity.indices { sum += Int(validity[index]) }
  return sum
}
