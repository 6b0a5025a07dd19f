/// What stands before a file's first data record: a byte order mark, lines to be skipped, the header.
struct Opening {
  /// The names of the columns.
  private(set) var header: [[UInt8]] = []
  private(set) var headerRecords: [[[UInt8]]] = []
  private(set) var headerDamage: [HeaderDamage] = []
  private(set) var headerLine = 1
  /// Stands before the first data record and knows how many fields it has.
  private(set) var splitter: RecordSplitter
  /// Bytes read and not dealt with.
  private(set) var bytes: [UInt8] = []
  /// Where `bytes` begins in the content.
  private(set) var byteOffset = 0
  private(set) var isAtEnd = false

  /// What Excel writes as a file's first line, the delimiter after it.
  static let excelDelimiter = Array("sep=".utf8)
  /// Enough for the byte order mark and Excel's line, whatever the size of a chunk.
  private static let smallestReadBytes = 64

  private let dialect: ResolvedDialect
  private let limits: ReadLimits
  private let tolerance: Tolerance
  /// The physical line at the first of `bytes`, up to the header record.
  private var line = 1

  init(dialect: ResolvedDialect, limits: ReadLimits, tolerance: Tolerance) {
    self.dialect = dialect
    self.limits = limits
    self.tolerance = tolerance
    splitter = RecordSplitter(dialect: dialect.dialect, columns: nil, maximumRecordBytes: limits.maximumRecordBytes)
  }

  /// Reads up to the first data record.
  mutating func read(from source: inout RecordSource) throws(ReadError) {
    try grow(&source)
    if !source.isTranslated {
      try ByteOrderMark.check(
        bytes, encoding: dialect.encoding, decoding: dialect.transcoder == nil ? .utf8 : nil, path: source.path)
    }
    if bytes.starts(with: ByteOrderMark.utf8) { drop(ByteOrderMark.utf8.count) }
    if dialect.skippedLines > 0 {
      try skip(dialect.skippedLines, &source)
    } else if beginsWithExcelDelimiter {
      drop(Self.excelDelimiter.count + 1)
    }
    splitter = RecordSplitter(
      dialect: dialect.dialect, columns: nil, maximumRecordBytes: limits.maximumRecordBytes, line: line)
    for number in 0..<dialect.headerLines {
      guard let record = try readRecord(&source, keepsPlace: false) else { break }
      if number == 0 { headerLine = record.line }
      headerRecords.append(record.fields)
    }
    if dialect.headerLines == 0, let record = try readRecord(&source, keepsPlace: true) {
      headerLine = record.line
      header = (1...max(record.fields.count, 1)).map { Array("column_\($0)".utf8) }
    } else {
      header = Self.joined(headerRecords)
    }
    try expectColumns(source)
  }

  /// One name for each column: of several header records, the cells that are not empty.
  private static func joined(_ records: [[[UInt8]]]) -> [[UInt8]] {
    (0..<(records.map(\.count).max() ?? 0)).map { column in
      let cells = records.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
      return Array(cells.joined(separator: [UInt8(ascii: " ")]))
    }
  }

  private mutating func expectColumns(_ source: borrowing RecordSource) throws(ReadError) {
    guard !header.isEmpty else { return }
    guard header.count <= ReadLimits.maximumColumns else {
      throw ReadError(
        .header, path: source.path,
        message: "the header, on line \(headerLine), has \(header.count) columns, more than "
          + "\(ReadLimits.maximumColumns); set the dialect's delimiter")
    }
    // Beyond twice the columns and some, a record that has passed a line end is not ragged: a quote was not closed.
    splitter.expect(tolerance == .damage ? 1...(2 * header.count + 64) : header.count...header.count)
  }

  /// The next record, of any number of fields; nil at the end of the file.
  private mutating func readRecord(
    _ source: inout RecordSource, keepsPlace: Bool
  ) throws(ReadError) -> (fields: [[UInt8]], line: Int)? {
    let before = splitter
    scan()
    while splitter.foundCount == 0, !splitter.isBeyondKeeping, !isAtEnd {
      try grow(&source)
      scan()
    }
    let end = splitter.completeEnd
    let isBeyondKeeping = splitter.isBeyondKeeping
    let unfinishedLine = splitter.unfinishedLine
    let found = splitter.take()
    if let damaged = found.damaged.first {
      // With small chunks it is given up before its end, and its other damage is not asked for.
      let isTooLong = damaged.byteLength > limits.maximumRecordBytes
      if isTooLong || !tolerance.accepts(damaged.reason) {
        throw headerError(source, damaged.start, damaged.line, isTooLong ? .tooLong : damaged.reason)
      }
    }
    if isBeyondKeeping { throw headerError(source, end, unfinishedLine, .tooLong) }
    let fields: [[UInt8]]
    let line: Int
    if let damaged = found.damaged.first {
      let kept = Array(bytes[damaged.range])
      fields = RecordRepair.fields(of: kept, dialect: dialect.dialect, columns: nil)
      line = damaged.line
      if !keepsPlace {
        let start = byteOffset + damaged.start
        let origin = source.origin(of: start, line: damaged.line)
        let end = source.origin(of: start + damaged.byteLength, line: damaged.line)
        headerDamage.append(
          HeaderDamage(
            reason: damaged.reason, line: origin.line, byteOffset: origin.original,
            byteLength: end.original - origin.original, source: dialect.translation?.source(kept) ?? kept))
      }
    } else if found.records.count > 0 {
      let range = found.records.range(0)
      fields = try parse(range, source)
      line = source.origin(of: byteOffset + range.lowerBound, line: found.records.lines[0]).line
    } else {
      drop(bytes.count)
      return nil
    }
    if keepsPlace {
      splitter = before
    } else {
      splitter.drop(end, last: bytes[end - 1])
      drop(end)
    }
    return (fields.map { dialect.translation?.restored($0) ?? $0 }, line)
  }

  private func parse(_ range: Range<Int>, _ source: borrowing RecordSource) throws(ReadError) -> [[UInt8]] {
    let rows = try RecordParser.rows(of: Array(bytes[range]), dialect: dialect.dialect)
    guard rows.count == 1 else {
      throw ReadError(
        .defect, path: source.path, byteOffset: source.origin(of: byteOffset + range.lowerBound, line: 0).original,
        message: "the header is \(rows.count) records to libcsv and one to the splitter; please report it")
    }
    return rows[0]
  }

  private mutating func scan() {
    // A second reference, as `self` can't be read while a part of it changes.
    let bytes = bytes
    splitter.scan(bytes.span, isEnd: isAtEnd, limit: 1)
  }

  private func headerError(
    _ source: borrowing RecordSource, _ start: Int, _ line: Int, _ reason: DamagedRecord.Reason
  ) -> ReadError {
    let quote =
      dialect.translation.map { String(decoding: $0.quotePattern, as: UTF8.self) }
      ?? String(Character(Unicode.Scalar(dialect.dialect.quote)))
    let what =
      switch reason {
      case .textAfterQuote:
        "has text after a closing \(quote); double a quote that is part of a name, or set the dialect's quote"
      case .unclosedQuote: "has a \(quote) that is never closed; close it, or set the dialect's quote"
      case .tooLong, .wrongFieldCount:
        "has more than \(limits.maximumRecordBytes) bytes; close its quotes, or set the dialect's quote"
      }
    let origin = source.origin(of: byteOffset + start, line: line)
    return ReadError(
      .header, path: source.path, byteOffset: origin.original,
      message: "the header record, on line \(origin.line), \(what)")
  }

  private var beginsWithExcelDelimiter: Bool {
    let count = Self.excelDelimiter.count
    guard bytes.starts(with: Self.excelDelimiter), bytes.count > count, bytes[count] == dialect.dialect.delimiter else {
      return false
    }
    return bytes.count == count + 1 || bytes[count + 1].isLineEnd
  }

  /// Drops `count` physical lines, CRLF being one line end.
  private mutating func skip(_ count: Int, _ source: inout RecordSource) throws(ReadError) {
    var next = 0
    while line <= count {
      if let end = bytes[next...].firstIndex(where: { lineEnd($0) != nil }), end + 1 < bytes.count || isAtEnd {
        let isReturn = lineEnd(bytes[end]) == .carriageReturn
        let isPair = isReturn && end + 1 < bytes.count && lineEnd(bytes[end + 1]) == .lineFeed
        next = isPair ? end + 2 : end + 1
        line += 1
      } else if isAtEnd {
        next = bytes.count
        break
      } else {
        drop(next)
        next = 0
        try grow(&source)
      }
    }
    drop(next)
  }

  /// CR or LF, also where a translation has made text of it: what stands before the header has no escapes.
  private func lineEnd(_ byte: UInt8) -> UInt8? {
    if byte.isLineEnd { return byte }
    guard let translation = dialect.translation, translation.recordEndPattern.isEmpty else { return nil }
    return byte == Translation.lineFeedText ? .lineFeed : byte == Translation.carriageReturnText ? .carriageReturn : nil
  }

  private mutating func grow(_ source: inout RecordSource) throws(ReadError) {
    let smallest = max(limits.chunkBytes, Self.smallestReadBytes)
    let target = bytes.count < smallest ? smallest : bytes.count * 2
    try source.read(into: &bytes, upTo: target)
    isAtEnd = bytes.count < target
  }

  private mutating func drop(_ count: Int) {
    bytes.removeFirst(count)
    byteOffset += count
  }
}
