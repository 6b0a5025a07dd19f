/// A stretch of an export that begins and ends between two records, and where its records lie.
///
/// Every record of the stretch is either in `records` or in `damaged`; both are in the order of the file. Empty lines
/// are in neither. The bytes are the file's own, decompressed and not transcoded, unless the dialect needs a translation.
public struct Chunk: Sendable {
  /// The bytes of the stretch.
  public internal(set) var bytes: [UInt8] = []
  /// Where `bytes[0]` lies in what the splitter reads, a byte order mark counted.
  ///
  /// That is the decompressed file, or its translation; places in the file are what `place` gives.
  public internal(set) var byteOffset = 0
  /// How many bytes of what the splitter reads the stretch has; more than `bytes` where a record was not kept as a whole.
  public internal(set) var byteCount = 0
  /// The records that can be parsed.
  public internal(set) var records = RecordIndex()
  /// The records that can't.
  public internal(set) var damaged: [DamagedRecord] = []

  /// What was done to the file's bytes; nil where `bytes` are its own.
  var translation: Translation?
  /// Where lines of a translated file come from; none where the bytes are the file's own.
  var anchors: [Anchor] = []

  /// Makes an empty chunk.
  public init() {}

  /// Where a record of the chunk lies in the decompressed, not transcoded file.
  public func place(record: Int) -> (byteOffset: Int, byteLength: Int) {
    let range = records.range(record)
    return place(range.lowerBound, range.count)
  }

  /// Where a damaged record lies in the decompressed, not transcoded file.
  public func place(_ damaged: DamagedRecord) -> (byteOffset: Int, byteLength: Int) {
    place(damaged.start, damaged.byteLength)
  }

  /// The bytes of a stretch of the chunk as the file has them, in UTF-8 where the file is translated.
  public func source(_ range: Range<Int>) -> [UInt8] {
    let bytes = Array(bytes[range])
    return translation?.source(bytes) ?? bytes
  }

  /// The splitter does not see the line ends that are escaped.
  mutating func takeLinesFromAnchors() {
    for record in 0..<records.count {
      records.lines[record] = anchors.origin(of: byteOffset + Int(records.starts[record])).line
    }
    damaged = damaged.map { $0.moved(toLine: anchors.origin(of: byteOffset + $0.start).line) }
  }

  func place(_ start: Int, _ length: Int) -> (byteOffset: Int, byteLength: Int) {
    let first = byteOffset + start
    guard !anchors.isEmpty else { return (first, length) }
    let original = anchors.origin(of: first).original
    return (original, anchors.origin(of: first + length).original - original)
  }
}

/// Where records lie in a chunk: structs of arrays, all of the same length.
public struct RecordIndex: Sendable, Equatable {
  /// The first byte of each record, counted from the chunk's.
  public internal(set) var starts: [UInt32] = []
  /// One past the last byte of each record, its line end excluded.
  public internal(set) var ends: [UInt32] = []
  /// The physical line of the file, from 1, on which each record begins; CR, LF and CRLF end a line, also within quotes.
  public internal(set) var lines: [Int] = []
  /// The records, by their number in this index and ascending, that have a quote within an unquoted field.
  ///
  /// It is taken as text; who wants RFC 4180 to the letter rejects these.
  public internal(set) var strayQuotes: [UInt32] = []
  /// The records, by their number and ascending, of which an unquoted field begins or ends with a space or tab.
  var blankEdges: [UInt32] = []

  init() {}

  /// How many records there are.
  public var count: Int { starts.count }

  /// Where record `index` lies in the chunk's bytes.
  public func range(_ index: Int) -> Range<Int> { Int(starts[index])..<Int(ends[index]) }

  mutating func reserve(_ count: Int) {
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    lines.reserveCapacity(count)
  }
}

/// A record that can't be parsed; it ends at its first line end, and the next record begins right after it.
public struct DamagedRecord: Sendable, Equatable {
  /// What is wrong with a record.
  public enum Reason: Sendable, Equatable {
    /// It has `found` fields where the header has another number. Reading stops at the first field too many of a
    /// record that has passed a line end, so there `found` is one more than the header has.
    case wrongFieldCount(found: Int)
    /// A closing quote is followed by something else than a delimiter, a line end or another quote.
    case textAfterQuote
    /// It has more bytes than `ReadLimits.maximumRecordBytes`.
    case tooLong
    /// The file ends within quotes.
    case unclosedQuote
  }

  /// The first byte of the record, counted from the chunk's.
  public let start: Int
  /// One past the last byte that is kept: the record's end, or `ReadLimits.maximumRecordBytes` after its start.
  public let end: Int
  /// How many bytes the record has in the file, its line end excluded; more than `end - start` where it was cut.
  public let byteLength: Int
  /// The physical line of the file, from 1.
  public let line: Int
  /// What is wrong.
  public let reason: Reason

  /// Where the kept bytes lie in the chunk's.
  public var range: Range<Int> { start..<end }

  /// The same record on another line.
  func moved(toLine line: Int) -> DamagedRecord {
    DamagedRecord(start: start, end: end, byteLength: byteLength, line: line, reason: reason)
  }

  /// The same record, its place counted from `count` bytes earlier.
  func shifted(by count: Int) -> DamagedRecord {
    DamagedRecord(start: start + count, end: end + count, byteLength: byteLength, line: line, reason: reason)
  }
}
