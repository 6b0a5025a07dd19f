import Buffers
import Columnar

// The pages of a chunk: levels, values in the chunk's encoding, compression, header.
extension ColumnChunkEncoder {
  mutating func writeDictionaryPage(
    _ column: Column, _ totals: inout ChunkTotals, to output: inout [UInt8]
  ) throws(ParquetError) {
    page.removeAll()
    dictionary.appendEntries(of: column, to: &page)
    let dictionaryHeader = DictionaryPageHeader(
      valueCount: Int32(dictionary.firstRows.count), encoding: .plain, isSorted: false)
    totals.count(.dictionaryPage, .plain)
    // A dictionary page cannot say that it is not compressed.
    let isCompressed = try compressor.compress(page, from: 0, packed: false, evenIfLonger: true)
    write(
      PageHeader(
        type: .dictionaryPage, uncompressedPageSize: Int32(page.count), compressedPageSize: 0,
        dictionaryPageHeader: dictionaryHeader),
      plain: isCompressed ? 0..<0 : 0..<page.count, isCompressed: isCompressed, &totals, to: &output)
  }

  /// `values` are the places of the page's values among those of the chunk.
  mutating func writeDataPage(
    _ column: Column, _ rows: Range<Int>, _ valueEncoding: ValueEncoding, _ values: Range<Int>,
    _ totals: inout ChunkTotals, to output: inout [UInt8]
  ) throws(ParquetError) {
    let valueCount = values.count
    page.removeAll()
    if column.isNullable { appendRuns(flags: column.validity, rows, to: &page) }
    let levelBytes = page.count
    let encoding = appendValues(column, rows, valueEncoding, values)
    totals.count(.dataPageV2, encoding)
    // What repeats is gone from packed values; text may repeat at any distance.
    let isPacked = valueEncoding != .plain && valueEncoding != .lengths
    let isCompressed = try compressor.compress(page, from: levelBytes, packed: isPacked, evenIfLonger: false)
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

  /// Appends the values of the rows that are not null.
  private mutating func appendValues(
    _ column: Column, _ rows: Range<Int>, _ encoding: ValueEncoding, _ values: Range<Int>
  ) -> Encoding {
    switch encoding {
    case .dictionary:
      dictionary.appendIndexes(values, to: &page)
      return .rleDictionary
    case .booleans: return appendBooleans(column, rows)
    case .deltas:
      takeIntegers(column, rows)
      let integers = integers
      appendDeltas(integers.span, bitWidth: column.storage == .int32 ? 32 : 64, to: &page)
      return .deltaBinaryPacked
    case .lengths:
      strings.appendWhole(column, rows, to: &page)
      return .deltaLengthByteArray
    case .suffixes:
      strings.appendSuffixes(column, rows, to: &page)
      return .deltaByteArray
    case .plain:
      appendPlain(column, rows, valueCount: values.count, to: &page)
      return .plain
    }
  }

  /// Puts the integers of rows into `integers`, nulls left out.
  mutating func takeIntegers(_ column: Column, _ rows: Range<Int>) {
    integers.removeAll(keepingCapacity: true)
    let validity = column.validity.span
    if column.storage == .int32 {
      takeIntegers(column.int32.span, validity, rows)
    } else {
      takeIntegers(column.int64.span, validity, rows)
    }
  }

  @inline(__always)
  private mutating func takeIntegers<T: FixedWidthInteger & BitwiseCopyable>(
    _ values: Span<T>, _ validity: Span<UInt8>, _ rows: Range<Int>
  ) {
    let values = values.extracting(rows)
    let valid = validity.isEmpty ? validity : validity.extracting(rows)
    integers.append(addingCapacity: rows.count) { output in
      // There is room for a value of each row; what is written for a null is overwritten by the next value.
      unsafe output.withUnsafeMutableBufferPointer { room, count in
        for row in values.indices {
          unsafe room[count] = Int64(truncatingIfNeeded: values[row])
          count += valid.isEmpty ? 1 : Int(valid[row])
        }
      }
    }
  }

  /// Puts the booleans of rows into `flags`, nulls left out.
  private mutating func takeFlags(_ column: Column, _ rows: Range<Int>) {
    flags.removeAll(keepingCapacity: true)
    let values = column.boolean.span.extracting(rows)
    let validity = column.validity.span
    guard column.isNullable else { return flags.append(copying: values) }
    let valid = validity.extracting(rows)
    flags.append(addingCapacity: rows.count) { output in
      // The closure sees all the room; what is written for a null is overwritten by the next flag.
      unsafe output.withUnsafeMutableBufferPointer { room, count in
        for row in values.indices {
          unsafe room[count] = values[row]
          count += Int(valid[row])
        }
      }
    }
  }

  /// Appends booleans without nulls as runs where that is shorter, as bits otherwise.
  private mutating func appendBooleans(_ column: Column, _ rows: Range<Int>) -> Encoding {
    takeFlags(column, rows)
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

  /// Appends a header and the page: the bytes `plain` of it as they are, then the compressed rest.
  private mutating func write(
    _ pageHeader: PageHeader, plain: Range<Int>, isCompressed: Bool, _ totals: inout ChunkTotals,
    to output: inout [UInt8]
  ) {
    let rest = 0..<(isCompressed ? compressor.output.count : 0)
    let crc = crc32(
      compressor.output.storage.span.extracting(rest), after: crc32(page.storage.span.extracting(plain)))
    var pageHeader = pageHeader
    pageHeader.compressedPageSize = Int32(plain.count + rest.count)
    pageHeader.crc = Int32(bitPattern: crc)
    header.removeAll()
    header.write(pageHeader)
    output.append(contentsOf: header.bytes)
    output.append(copying: page.storage.span.extracting(plain))
    output.append(copying: compressor.output.storage.span.extracting(rest))
    totals.uncompressedBytes += header.bytes.count + page.count
  }
}
