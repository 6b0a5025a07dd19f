import Buffers
import CSV

/// Where a field lies in the bytes of its table; empty for no value.
struct FieldRange: BitwiseCopyable, Sendable {
  var start: UInt32 = 0
  var end: UInt32 = 0

  @inline(__always) var isEmpty: Bool { start == end }
  @inline(__always) var range: Range<Int> { Int(start)..<Int(end) }
  @inline(__always) var place: BytePlace { BytePlace(start: start, count: end - start) }
}

/// Turns chunks of one source into a table of valid UTF-8 fields, and damaged records into rejects.
///
/// One a worker and source: it owns the libcsv parser and the transcoder.
struct RecordReader: ~Copyable {
  private var parser: RecordParser
  private var transcoder: Transcoder?
  private let translation: Translation?
  private let maximumRecordBytes: Int
  private let missing: MissingTokens
  private let encoding: String
  private(set) var table = FieldTable()
  /// Rows with bytes that the encoding does not know: column and reason, by row.
  private(set) var invalidRows: [Int: Int] = [:]

  init(_ format: InputFormat) throws(RunError) {
    do throws(ReadError) {
      let dialect = try format.dialect.resolve()
      parser = try RecordParser(dialect: dialect.dialect)
      transcoder = dialect.transcoder
      translation = dialect.translation
    } catch { throw RunError(error) }
    missing = MissingTokens(format.missing)
    encoding = format.encoding
    maximumRecordBytes = format.maximumRecordBytes
  }

  /// The field of a row at a place of the header, −1 being nowhere; empty where it means "no value".
  @inline(__always)
  func field(_ place: Int, _ row: Int) -> FieldRange {
    guard place >= 0 else { return FieldRange() }
    let range = table.range(row: row, column: place)
    let start = UInt32(truncatingIfNeeded: range.lowerBound)
    let isMissing = missing.contains(table.bytes.span.extracting(range))
    return FieldRange(start: start, end: isMissing ? start : UInt32(truncatingIfNeeded: range.upperBound))
  }

  /// Tells a repeated record from a changed one: 32 bits of hash of all fields of a row.
  @inline(__always)
  func digest(_ row: Int) -> UInt32 {
    let start = table.range(row: row, column: 0).lowerBound
    let end = table.range(row: row, column: table.columnCount - 1).upperBound
    return UInt32(truncatingIfNeeded: hash64(table.bytes.span.extracting(start..<end)))
  }

  /// Parses a chunk; its damaged records go to `rejects`, its bytes to `quality`.
  mutating func read(
    _ input: InputChunk, columns: Int, rejects: inout [Reject], quality: inout FileQuality
  ) throws(RunError) {
    guard let account = input.chunk.accountBytes() else {
      throw RunError(
        .defect,
        "\(quality.file), byte \(input.chunk.byteOffset): \(input.chunk.byteCount) bytes are not each of one record; "
          + "please report it")
    }
    quality.recordBytes += Int64(account.records + account.damaged)
    quality.lineEndBytes += Int64(account.lineEnds)
    do throws(ReadError) { try parser.parse(input.chunk, columns: columns, into: &table) } catch {
      throw RunError(error)
    }
    translation?.restore(&table)
    invalidRows.removeAll(keepingCapacity: true)
    if transcoder != nil {
      for undefined in transcoder?.transcode(&table) ?? [] where invalidRows[undefined.row] == nil {
        invalidRows[undefined.row] = undefined.column
      }
    } else {
      findInvalid()
    }
    for damaged in input.chunk.damaged {
      rejects.append(Reject(damaged, of: input, columns: columns, maximumBytes: maximumRecordBytes))
    }
  }

  /// Valid bytes end to end, none of whose fields begins within a character, are valid fields: one pass for nearly all chunks.
  private mutating func findInvalid() {
    let bytes = table.bytes
    if isASCII(bytes.span) { return }
    var isValid = isValidUTF8(bytes.span)
    let ends = table.ends
    if isValid {
      for end in ends where Int(end) < bytes.count && bytes[Int(end)] & 0xc0 == 0x80 {
        isValid = false
        break
      }
    }
    guard !isValid else { return }
    for row in 0..<table.rowCount {
      for column in 0..<table.columnCount
      where !isValidUTF8(bytes.span.extracting(table.range(row: row, column: column))) {
        invalidRows[row] = column
        break
      }
    }
  }

  /// The reject for a row whose bytes are not of the encoding.
  func invalidReject(_ row: Int, _ input: InputChunk, header: [String]) -> Reject? {
    if invalidRows.isEmpty { return nil }
    guard let column = invalidRows[row] else { return nil }
    return Reject(
      record: row, of: input, reason: .invalidEncoding, column: header[column],
      message: "bytes that are not \(encoding): give the file's encoding as 'encoding:' of its source")
  }
}

extension Reject {
  /// A record that could be parsed and is rejected for what it says.
  init(record: Int, of input: InputChunk, reason: RejectReason, column: String?, message: String) {
    let place = input.chunk.place(record: record)
    let kept = input.chunk.records.range(record).prefix(RejectsTable.maximumRawBytes)
    self.init(
      input: input.file, line: input.chunk.records.lines[record], byteOffset: place.byteOffset,
      byteLength: place.byteLength, reason: reason, column: column, message: message, raw: input.chunk.source(kept))
  }

  /// A record that could not be parsed.
  init(_ damaged: DamagedRecord, of input: InputChunk, columns: Int, maximumBytes: Int) {
    let reason: RejectReason
    let message: String
    switch damaged.reason {
    case .wrongFieldCount(let found):
      reason = .wrongFieldCount
      message = "\(found) fields, the header has \(columns)"
    case .textAfterQuote:
      reason = .textAfterQuote
      message = "text behind a closing quote: a quote within a quoted field must be doubled"
    case .tooLong:
      reason = .tooLong
      message = "\(damaged.byteLength) bytes, a record may have \(maximumBytes): see 'maximum_record_bytes:'"
    case .unclosedQuote:
      reason = .unclosedQuote
      message = "the file ends within a quoted field"
    }
    let place = input.chunk.place(damaged)
    self.init(
      input: input.file, line: damaged.line, byteOffset: place.byteOffset, byteLength: place.byteLength,
      reason: reason, column: nil, message: message,
      raw: input.chunk.source(damaged.range.prefix(RejectsTable.maximumRawBytes)))
  }
}
