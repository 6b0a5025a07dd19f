/// What stands before a file's first data record: a byte order mark, lines to be skipped, the header record.
struct Opening {
  private(set) var header: [[UInt8]] = []
  private(set) var headerLine = 1
  /// Stands after the header record and knows how many fields it has.
  private(set) var splitter: RecordSplitter
  /// Bytes read and not dealt with.
  private(set) var bytes: [UInt8] = []
  /// Where `bytes` begins in the content.
  private(set) var byteOffset = 0
  private(set) var isAtEnd = false

  /// UTF-8's encoding of U+FEFF.
  static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
  /// What Excel writes as a file's first line, the delimiter after it.
  static let excelDelimiter = Array("sep=".utf8)
  /// Enough for the byte order mark and Excel's line, whatever the size of a chunk.
  private static let smallestReadBytes = 64

  private let dialect: Dialect
  private let limits: ReadLimits
  /// The physical line at the first of `bytes`, up to the header record.
  private var line = 1

  init(dialect: Dialect, limits: ReadLimits) {
    self.dialect = dialect
    self.limits = limits
    splitter = RecordSplitter(dialect: dialect, columns: nil, maximumRecordBytes: limits.maximumRecordBytes)
  }

  /// Reads up to the header record's end.
  mutating func read(from source: inout ByteSource, skippedLines: Int) throws(ReadError) {
    try grow(&source)
    try checkUTF16(source.path)
    if bytes.starts(with: Self.byteOrderMark) { drop(Self.byteOrderMark.count) }
    if skippedLines > 0 {
      try skip(skippedLines, &source)
    } else if beginsWithExcelDelimiter {
      drop(Self.excelDelimiter.count + 1)
    }
    splitter = RecordSplitter(
      dialect: dialect, columns: nil, maximumRecordBytes: limits.maximumRecordBytes, line: line)
    try readHeader(&source)
  }

  private mutating func readHeader(_ source: inout ByteSource) throws(ReadError) {
    scan()
    while splitter.foundCount == 0, !splitter.isBeyondKeeping, !isAtEnd {
      try grow(&source)
      scan()
    }
    let found = splitter.take()
    if let damaged = found.damaged.first { throw headerError(source.path, damaged.start, damaged.line, damaged.reason) }
    if splitter.isBeyondKeeping {
      throw headerError(source.path, splitter.completeEnd, splitter.unfinishedLine, .tooLong)
    }
    guard found.records.count > 0 else { return drop(bytes.count) }
    headerLine = found.records.lines[0]
    let record = Array(bytes[found.records.range(0)])
    let rows = try RecordParser.rows(of: record, dialect: dialect)
    guard rows.count == 1 else {
      throw ReadError(
        .defect, path: source.path, byteOffset: byteOffset + Int(found.records.starts[0]),
        message: "the header is \(rows.count) records to libcsv and one to the splitter; please report it")
    }
    header = rows[0]
    splitter.columns = header.count
    let end = splitter.completeEnd
    splitter.drop(end, last: bytes[end - 1])
    drop(end)
  }

  private mutating func scan() {
    // A second reference, as `self` can't be read while a part of it changes.
    let bytes = bytes
    splitter.scan(bytes.span, isEnd: isAtEnd, limit: 1)
  }

  private func headerError(
    _ path: String, _ start: Int, _ line: Int, _ reason: DamagedRecord.Reason
  ) -> ReadError {
    let quote = Character(Unicode.Scalar(dialect.quote))
    let what =
      switch reason {
      case .textAfterQuote:
        "has text after a closing \(quote); double a quote that is part of a name, or set the dialect's quote"
      case .unclosedQuote: "has a \(quote) that is never closed; close it, or set the dialect's quote"
      case .tooLong, .wrongFieldCount:
        "has more than \(limits.maximumRecordBytes) bytes; close its quotes, or set the dialect's quote"
      }
    return ReadError(
      .header, path: path, byteOffset: byteOffset + start, message: "the header record, on line \(line), \(what)")
  }

  /// UTF-16's byte order mark with half of a first ASCII character after it; FF FE alone is text in other encodings.
  private func checkUTF16(_ path: String) throws(ReadError) {
    guard bytes.count >= 4 else { return }
    let isLittle = bytes[0] == 0xff && bytes[1] == 0xfe && bytes[3] == 0
    let isBig = bytes[0] == 0xfe && bytes[1] == 0xff && bytes[2] == 0
    guard isLittle || isBig else { return }
    throw ReadError(
      .encoding, path: path, byteOffset: 0,
      message: "the file is UTF-16 (\(isLittle ? "little" : "big")-endian), which is not read; convert it first: "
        + "iconv -f utf-16 -t utf-8")
  }

  private var beginsWithExcelDelimiter: Bool {
    let count = Self.excelDelimiter.count
    guard bytes.starts(with: Self.excelDelimiter), bytes.count > count, bytes[count] == dialect.delimiter else {
      return false
    }
    return bytes.count == count + 1 || bytes[count + 1].isLineEnd
  }

  /// Drops `count` physical lines, CRLF being one line end.
  private mutating func skip(_ count: Int, _ source: inout ByteSource) throws(ReadError) {
    var next = 0
    while line <= count {
      if let end = bytes[next...].firstIndex(where: \.isLineEnd), end + 1 < bytes.count || isAtEnd {
        let isPair = bytes[end] == .carriageReturn && end + 1 < bytes.count && bytes[end + 1] == .lineFeed
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

  private mutating func grow(_ source: inout ByteSource) throws(ReadError) {
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
