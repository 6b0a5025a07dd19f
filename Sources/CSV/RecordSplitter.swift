// The rules by which libcsv 3.0.3 reads, its space function returning 0 and strict mode off (`csv_parse`, libcsv.c):
//
//   record     = *line-end field *(delimiter field) line-end          ; an empty line is no record
//   field      = unquoted / quoted
//   unquoted   = [byte but quote, delimiter, line-end] *(byte but delimiter, line-end)
//   quoted     = quote *(byte but quote / quote quote) quote           ; then a delimiter, a line end or the end
//   line-end   = CR / LF
//
// libcsv goes on quoting where a closing quote is followed by text, and ends an open quote at the end of the file; both
// are damage here. libcsv has five states; here the start of a field is told by the byte before it, and a fifth state
// is that of a damaged record whose first line end has not come yet.

import Buffers

/// Finds where the records of a CSV file begin and end, and which of them are damaged: the part of parsing that can't
/// be done in parallel.
///
/// It reads ahead of libcsv and agrees with it on every record that it does not call damaged. A damaged record ends at
/// its first line end and reading restarts right after it, so that damage costs that record alone. Feed it a buffer
/// that grows at its end (`scan`), take what it has found (`take`), drop the bytes dealt with from the buffer's front
/// (`drop`). What it finds does not depend on how the file was cut into buffers.
///
/// Cost: above 1.5 GB/s on records with 200 bytes of text. A byte is looked at again at most once for each column: a
/// line that opens a quoted field when read anew, and was within quotes before, had to close one field and open another.
package struct RecordSplitter: Sendable {
  /// Where the byte at `position` stands.
  private enum State: Sendable {
    case betweenRecords
    case unquoted
    case quoted
    /// After a quote in a quoted field: the field's end, or the first half of a doubled quote.
    case quoteInQuoted
    /// In a damaged record that has had no line end.
    case damaged
  }

  private var records = RecordIndex()
  private var damaged: [DamagedRecord] = []
  private var state = State.betweenRecords
  /// The next byte to look at.
  private var position = 0
  /// The physical line at `position`.
  private var line: Int
  /// Whether the byte before the buffer's first is CR.
  private var followsCarriageReturn = false

  // The record at `position`, where there is one.
  private var recordStart = 0
  private var recordLine = 0
  private var delimiterCount = 0
  private var firstLineEnd: Int?
  private var hasStrayQuote = false
  private var hasBlankEdge = false
  private var reason = DamagedRecord.Reason.textAfterQuote

  private let dialect: Dialect
  private let lanes = LaneWidth.widest
  /// The most delimiters of a legal record; nil where any number is legal.
  private var legalDelimiterCount: Int?
  /// The fewest delimiters of a legal record.
  private var fewestDelimiterCount = 0
  private let maximumRecordBytes: Int

  /// Makes a splitter for records of `columns` fields (nil: of any number), the first byte being on line `line`.
  package init(dialect: Dialect, columns: Int?, maximumRecordBytes: Int, line: Int = 1) {
    self.dialect = dialect
    self.maximumRecordBytes = maximumRecordBytes
    self.line = line
    if let columns { expect(columns...columns) }
  }

  /// From now on a legal record has so many fields.
  package mutating func expect(_ columns: ClosedRange<Int>) {
    fewestDelimiterCount = columns.lowerBound - 1
    legalDelimiterCount = columns.upperBound - 1
  }

  /// How many records have been found since the last `take`, damaged ones included.
  package var foundCount: Int { records.count + damaged.count }

  /// One past the last byte that is dealt with: no part of an unfinished record lies before it.
  package var completeEnd: Int { state == .betweenRecords ? position : recordStart }

  /// Whether the unfinished record is damaged and longer than a legal one, so that more of it need not be kept.
  package var isBeyondKeeping: Bool { state == .damaged && position - recordStart > maximumRecordBytes }

  /// The physical line on which the unfinished record begins.
  package var unfinishedLine: Int { recordLine }

  /// Looks at the bytes that are new since the last call; those before are as they were, or as `drop` left them.
  ///
  /// `isEnd` says that no byte follows. With `limit`, stops once so many records have been found.
  package mutating func scan(_ buffer: Span<UInt8>, isEnd: Bool, limit: Int = .max) {
    // Bytes have no padding that could be uninitialized.
    let bytes = unsafe buffer.bytes
    while foundCount < limit {
      scanBlocks(bytes, limit: limit)
      guard isEnd, foundCount < limit else { return }
      endOfFile(bytes)
      // The end of the file can be what damages a record, and then reading restarts within the buffer.
      if position == bytes.byteCount { return }
    }
  }

  /// Hands over what was found since the last time.
  package mutating func take() -> (records: RecordIndex, damaged: [DamagedRecord]) {
    let taken = (records, damaged)
    records = RecordIndex()
    records.reserve(taken.0.count + taken.0.count / 8)
    damaged = []
    return taken
  }

  /// Forgets the first `count` bytes of the buffer, of which `last` is the last; places count from the next one.
  package mutating func drop(_ count: Int, last: UInt8) {
    position -= count
    recordStart -= count
    firstLineEnd = firstLineEnd.map { $0 - count }
    followsCarriageReturn = last == .carriageReturn
  }

  private mutating func scanBlocks(_ bytes: RawSpan, limit: Int) {
    while position < bytes.byteCount {
      let base = position
      let masks = StructuralMasks(bytes, at: base, dialect, lanes)
      let end = min(base + StructuralMasks.width, bytes.byteCount)
      // Damage can set the position back to before this block.
      while position < end, position >= base {
        let ahead = UInt64.max &<< UInt64(position - base)
        switch state {
        case .unquoted: stepUnquoted(bytes, masks, ahead, base, end)
        case .quoted: stepQuoted(bytes, masks, ahead, base, end)
        case .quoteInQuoted: stepQuoteInQuoted(bytes)
        case .betweenRecords: stepBetweenRecords(bytes)
        case .damaged: stepDamaged(bytes, masks, ahead, base, end)
        }
        if foundCount >= limit { return }
      }
    }
  }

  @inline(__always)
  private mutating func stepUnquoted(
    _ bytes: RawSpan, _ masks: StructuralMasks, _ ahead: UInt64, _ base: Int, _ end: Int
  ) {
    let events = (masks.quotes | masks.lineEnds) & ahead
    // Without an event all 64 bits count, and `delimiters` has none beyond the end.
    let event = base + events.trailingZeroBitCount
    let before = events == 0 ? UInt64.max : (events & (0 &- events)) &- 1
    if masks.blankEdges & ahead & (before << 1 | 1) != 0 { hasBlankEdge = true }
    let stop = events == 0 ? end : event
    let longest = recordStart + maximumRecordBytes
    guard stop <= longest else { return exceedLength(masks.delimiters & ahead & before, base, longest) }
    delimiterCount += (masks.delimiters & ahead & before).nonzeroBitCount
    if firstLineEnd != nil, let legalDelimiterCount, delimiterCount > legalDelimiterCount {
      return damage(.wrongFieldCount(found: legalDelimiterCount + 2))
    }
    position = stop
    guard events != 0 else { return }
    position = event + 1
    if masks.lineEnds & (events & (0 &- events)) != 0 {
      countLine(bytes, event)
      endRecord(event)
    } else if event == longest {
      damage(.tooLong)
    } else if event == recordStart || byte(bytes, event - 1) == dialect.delimiter {
      state = .quoted
    } else {
      hasStrayQuote = true
    }
  }

  @inline(__always)
  private mutating func stepQuoted(
    _ bytes: RawSpan, _ masks: StructuralMasks, _ ahead: UInt64, _ base: Int, _ end: Int
  ) {
    let events = (masks.quotes | masks.lineEnds) & ahead
    let longest = recordStart + maximumRecordBytes
    guard events != 0 else {
      position = end
      if end > longest { damage(.tooLong) }
      return
    }
    let event = base + events.trailingZeroBitCount
    guard event < longest else { return damage(.tooLong) }
    position = event + 1
    if masks.quotes & (events & (0 &- events)) != 0 {
      state = .quoteInQuoted
    } else {
      countLine(bytes, event)
      guard firstLineEnd == nil else { return }
      firstLineEnd = event
      if let legalDelimiterCount, delimiterCount > legalDelimiterCount {
        damage(.wrongFieldCount(found: delimiterCount + 1))
      }
    }
  }

  @inline(__always)
  private mutating func stepQuoteInQuoted(_ bytes: RawSpan) {
    let next = byte(bytes, position)
    if next.isLineEnd {
      state = .unquoted
    } else if position - recordStart >= maximumRecordBytes {
      damage(.tooLong)
    } else if next == dialect.delimiter {
      state = .unquoted
    } else if next == dialect.quote {
      position += 1
      state = .quoted
    } else {
      damage(.textAfterQuote)
    }
  }

  @inline(__always)
  private mutating func stepBetweenRecords(_ bytes: RawSpan) {
    if byte(bytes, position).isLineEnd {
      countLine(bytes, position)
      position += 1
    } else {
      recordStart = position
      recordLine = line
      delimiterCount = 0
      firstLineEnd = nil
      hasStrayQuote = false
      hasBlankEdge = byte(bytes, position).isBlank
      state = .unquoted
    }
  }

  private mutating func stepDamaged(
    _ bytes: RawSpan, _ masks: StructuralMasks, _ ahead: UInt64, _ base: Int, _ end: Int
  ) {
    let events = masks.lineEnds & ahead
    position = end
    guard events != 0 else { return }
    let event = base + events.trailingZeroBitCount
    countLine(bytes, event)
    position = event + 1
    closeDamaged(event)
  }

  private mutating func endOfFile(_ bytes: RawSpan) {
    let end = bytes.byteCount
    switch state {
    case .betweenRecords: break
    case .unquoted:
      if byte(bytes, end - 1).isBlank { hasBlankEdge = true }
      endRecord(end)
    case .quoteInQuoted: endRecord(end)
    case .quoted:
      if firstLineEnd == nil { firstLineEnd = end }
      damage(.unclosedQuote)
    case .damaged: closeDamaged(end)
    }
    // A damaged record may have ended where no line end is.
    position = min(position, end)
  }

  /// The record can't be legal any more, as there are more bytes before `stop` than it may have: counts the
  /// delimiters of those that it may, as reading byte by byte would have done.
  private mutating func exceedLength(_ delimiters: UInt64, _ base: Int, _ longest: Int) {
    let legal = delimiters & ~(UInt64.max << UInt64(max(longest - base, 0)))
    delimiterCount += legal.nonzeroBitCount
    if firstLineEnd != nil, let legalDelimiterCount, delimiterCount > legalDelimiterCount {
      damage(.wrongFieldCount(found: legalDelimiterCount + 2))
    } else {
      damage(.tooLong)
    }
  }

  @inline(__always)
  private mutating func endRecord(_ end: Int) {
    if let legalDelimiterCount, delimiterCount > legalDelimiterCount || delimiterCount < fewestDelimiterCount {
      if firstLineEnd == nil { firstLineEnd = end }
      return damage(.wrongFieldCount(found: delimiterCount + 1))
    }
    if hasStrayQuote { records.strayQuotes.append(UInt32(records.count)) }
    if hasBlankEdge { records.blankEdges.append(UInt32(records.count)) }
    records.starts.append(UInt32(recordStart))
    records.ends.append(UInt32(end))
    records.lines.append(recordLine)
    state = .betweenRecords
  }

  /// Gives the record up: at its first line end, where reading restarts, or else at the next line end to come.
  private mutating func damage(_ reason: DamagedRecord.Reason) {
    self.reason = reason
    guard let firstLineEnd else {
      state = .damaged
      return
    }
    position = firstLineEnd + 1
    line = recordLine + 1
    closeDamaged(firstLineEnd)
  }

  private mutating func closeDamaged(_ end: Int) {
    damaged.append(
      DamagedRecord(
        start: recordStart, end: min(end, recordStart + maximumRecordBytes), byteLength: end - recordStart,
        line: recordLine, reason: reason))
    state = .betweenRecords
  }

  /// CR, LF and CRLF end a line each: an LF after a CR is not counted.
  @inline(__always)
  private mutating func countLine(_ bytes: RawSpan, _ index: Int) {
    let followsReturn = index == 0 ? followsCarriageReturn : byte(bytes, index - 1) == .carriageReturn
    if byte(bytes, index) == .carriageReturn || !followsReturn { line += 1 }
  }

  @inline(__always)
  private func byte(_ bytes: RawSpan, _ index: Int) -> UInt8 {
    // A byte of the buffer has any bit pattern; the offset is checked against the buffer's bounds.
    unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }
}
