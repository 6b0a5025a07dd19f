public import Buffers

/// Cuts an export into chunks at record ends: the serial part of reading.
///
/// Skips a UTF-8 byte order mark and, as the first line, Excel's `sep=` with the dialect's own delimiter. The header
/// record comes with the reader; `next` gives the records after it. An empty file has no header and no chunks.
/// Which records there are, what they hold and where they lie does not depend on `ReadLimits.chunkBytes`.
///
/// Memory: a chunk, and beyond it a record of `ReadLimits.maximumRecordBytes`; what is longer is not kept.
public struct ChunkReader: ~Copyable {
  /// The names of the columns, in the file's encoding unless it is translated; none where the file has no record at all.
  ///
  /// Of several header records the cells of a column are joined by blanks; without any, names are made up.
  public let header: [[UInt8]]
  /// The header records; none where the dialect has none.
  public let headerRecords: [[[UInt8]]]
  /// The header records that were damaged, and are read as well as they can be.
  public let headerDamage: [HeaderDamage]
  /// The physical line, from 1, on which the header record begins.
  public let headerLine: Int
  /// The source's path.
  public var path: String { source.path }
  /// Which file is read; nil for what is no file.
  public var identity: FileIdentity? { source.identity }
  /// How many bytes of the file itself have been used.
  public var rawByteCount: Int { source.rawByteCount }
  /// How many bytes of its content have been read.
  public var byteCount: Int { source.byteCount }
  /// Bytes of the content before the first data record: byte order mark, skipped lines, header.
  public let headerByteCount: Int
  /// Bytes of empty lines that are in no chunk; with the header's and those of all chunks they are `byteCount`.
  public private(set) var emptyByteCount = 0
  /// How the file is compressed.
  public var compression: ByteSource.Compression { source.compression }

  private let limits: ReadLimits
  private var source: RecordSource
  private var splitter: RecordSplitter
  /// Bytes read and not yet given away: the beginning of the next chunk.
  private var carried: [UInt8]
  /// Where `carried` begins in the content.
  private var carriedOffset: Int
  private var isAtEnd: Bool
  /// CPU of reading and decompressing, of the time in `next`; off unless it is set.
  public var readClock = LapClock(.off)
  /// What ended reading; whoever asks again is told again.
  private var failure: ReadError?

  /// Reads the header record of a file that needs no translation, after `skippedLines` physical lines.
  ///
  /// - Throws: what `source` throws; `header` where the header record is damaged; `encoding` where the file is UTF-16.
  public init(
    _ source: consuming ByteSource, dialect: Dialect = .rfc4180, limits: ReadLimits = ReadLimits(),
    skippedLines: Int = 0
  ) throws(ReadError) {
    let resolved = ResolvedDialect(
      dialect: dialect, transcoder: nil, translation: nil, encoding: "utf-8", skippedLines: skippedLines,
      headerLines: 1)
    try self.init(source, dialect: resolved, limits: limits)
  }

  /// Reads the header of a file in any dialect.
  ///
  /// - Throws: what `source` throws; `header` where the header is damaged; `encoding` where the file begins with the byte
  ///   order mark of another encoding.
  public init(
    _ source: consuming ByteSource, dialect: ResolvedDialect, limits: ReadLimits = ReadLimits(),
    tolerance: Tolerance = .none
  ) throws(ReadError) {
    var source = try RecordSource(source, dialect.translation, chunkBytes: limits.chunkBytes)
    var opening = Opening(dialect: dialect, limits: limits, tolerance: tolerance)
    try opening.read(from: &source)
    header = opening.header
    headerRecords = opening.headerRecords
    headerDamage = opening.headerDamage
    headerLine = opening.headerLine
    splitter = opening.splitter
    carried = opening.bytes
    carriedOffset = opening.byteOffset
    isAtEnd = opening.isAtEnd
    headerByteCount = source.origin(of: opening.byteOffset, line: 0).original
    self.limits = limits
    self.source = source
  }

  /// The next chunk, which has at least one record, damaged or not; nil at the end of the file.
  ///
  /// - Throws: what the source throws; again whenever it is called again.
  public mutating func next() throws(ReadError) -> Chunk? {
    if let failure { throw failure }
    do throws(ReadError) { return try nextChunk() } catch {
      failure = error
      throw error
    }
  }

  private mutating func nextChunk() throws(ReadError) -> Chunk? {
    while !(isAtEnd && carried.isEmpty) {
      var bytes: [UInt8] = []
      swap(&bytes, &carried)
      try fill(&bytes)
      splitter.scan(bytes.span, isEnd: isAtEnd)
      let end = splitter.completeEnd
      if end == 0, splitter.foundCount == 0 {
        // One record fills all of it: either what it has too much is left out, or more of it is needed.
        if splitter.isBeyondKeeping { return try finishOverlong(bytes) }
        carried = bytes
        continue
      }
      let byteOffset = carriedOffset
      carry(bytes, from: end)
      guard splitter.foundCount > 0 else {
        // Empty lines alone.
        emptyByteCount +=
          source.origin(of: carriedOffset, line: 0).original - source.origin(of: byteOffset, line: 0).original
        continue
      }
      bytes.removeLast(bytes.count - end)
      return chunk(bytes, byteOffset, shift: 0)
    }
    return nil
  }

  private mutating func fill(_ bytes: inout [UInt8]) throws(ReadError) {
    guard !isAtEnd else { return }
    let target = bytes.count < limits.chunkBytes ? limits.chunkBytes : bytes.count * 2
    readClock.start()
    try source.read(into: &bytes, upTo: target)
    readClock.lap(0)
    isAtEnd = bytes.count < target
  }

  /// Keeps `bytes` from `end` on for the next chunk: the one copy of bytes that reading makes.
  private mutating func carry(_ bytes: [UInt8], from end: Int) {
    if end > 0 { splitter.drop(end, last: bytes[end - 1]) }
    carriedOffset += end
    carried = []
    if !isAtEnd { carried.reserveCapacity(limits.chunkBytes) }
    carried.append(contentsOf: bytes[end...])
  }

  /// Reads on to the end of a damaged record that is longer than a legal one; its first bytes alone are the chunk.
  private mutating func finishOverlong(_ bytes: [UInt8]) throws(ReadError) -> Chunk {
    let byteOffset = carriedOffset
    var block = bytes
    var shift = 0
    while splitter.foundCount == 0 {
      if let last = block.last { splitter.drop(block.count, last: last) }
      shift += block.count
      block.removeAll(keepingCapacity: true)
      try fill(&block)
      splitter.scan(block.span, isEnd: isAtEnd, limit: 1)
    }
    carriedOffset += shift
    carry(block, from: splitter.completeEnd)
    return chunk(Array(bytes.prefix(limits.maximumRecordBytes)), byteOffset, shift: shift)
  }

  private mutating func chunk(_ bytes: [UInt8], _ byteOffset: Int, shift: Int) -> Chunk {
    let found = splitter.take()
    var chunk = Chunk()
    chunk.bytes = bytes
    chunk.byteOffset = byteOffset
    chunk.byteCount = carriedOffset - byteOffset
    chunk.records = found.records
    chunk.damaged = shift == 0 ? found.damaged : found.damaged.map { $0.shifted(by: shift) }
    if source.isTranslated {
      chunk.translation = source.translation
      chunk.anchors = source.takeAnchors(upTo: carriedOffset)
      chunk.takeLinesFromAnchors()
    }
    return chunk
  }
}
