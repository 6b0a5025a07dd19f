import Buffers
import CSV
import Purchases

/// Our columns of feedback, numbered as in `FeedbackSource.columns`.
enum FeedbackField: Int {
  case id, text, submittedAt, customer, order, channel, instrument, rating, language, respondedAt, resolvedAt, updatedAt
  case product, category, country, audience
}

/// Reads the records of one feedback source: fields by our names, values by the source's formats.
///
/// One a worker and source, never shared; a class because an array can't hold what is not copyable. Fields come as ranges of `bytes`;
/// an empty range is "no value".
final class FeedbackReader {
  let source: FeedbackSource
  /// The source's name in UTF-8, and its hash.
  let sourceName: [UInt8]
  let sourceHash: UInt64
  private var records: RecordReader
  private var timestamps: TimestampParser
  private let missing: MissingTokens
  private let decimals: DecimalParser
  /// Constants of the source in UTF-8, by field.
  private let constants: [[UInt8]?]
  private var file: PlannedFile?
  /// The file's name in UTF-8.
  private(set) var fileName: [UInt8] = []
  private var fields = [Range<Int>](repeating: 0..<0, count: FeedbackSource.columns.count)
  private var takenCounts: (Int64, Int64) = (0, 0)

  init(_ source: FeedbackSource, zone: TimeZoneRules) throws(RunError) {
    self.source = source
    let name = Array(source.name.utf8)
    sourceName = name
    sourceHash = hash64(name.span)
    records = try RecordReader(source.format)
    timestamps = try TimestampParser.make(source.format, zone: zone)
    missing = MissingTokens(source.format.missing)
    decimals = DecimalParser(decimal: source.format.decimal)
    constants = FeedbackSource.columns.map { name in source.constants[name].map { Array($0.utf8) } }
  }

  /// Parses a chunk of `file`; damaged records become rejects.
  func read(_ input: InputChunk, of file: PlannedFile, rejects: inout [Reject]) throws(RunError) {
    self.file = file
    fileName = Array(file.file.name.utf8)
    try records.read(input, columns: file.header.count, rejects: &rejects)
  }

  var rowCount: Int { records.table.rowCount }
  var columnCount: Int { records.table.columnCount }
  /// Arena of all fields of the chunk.
  var bytes: [UInt8] { records.table.bytes }

  /// The reject for a row whose bytes are not of the encoding.
  func invalidReject(_ row: Int, _ input: InputChunk) -> Reject? {
    records.invalidReject(row, input, header: file?.header ?? [])
  }

  /// Header of the column that holds a field, for messages.
  func header(_ field: FeedbackField) -> String? {
    guard let file, file.places[field.rawValue] >= 0 else { return nil }
    return file.header[file.places[field.rawValue]]
  }

  /// Finds the fields of a row, which `range` then gives.
  func locate(_ row: Int) {
    guard let file else { return }
    for field in fields.indices { fields[field] = range(place: file.places[field], row) }
  }

  /// Where a field of the located row lies; empty where the file has no such column or the cell means "no value".
  @inline(__always)
  func range(_ field: FeedbackField) -> Range<Int> { fields[field.rawValue] }

  /// The same for a place in the header; −1 is nowhere.
  func range(place: Int, _ row: Int) -> Range<Int> {
    guard place >= 0 else { return 0..<0 }
    let range = records.table.range(row: row, column: place)
    let bytes = bytes
    return missing.contains(bytes.span.extracting(range)) ? range.lowerBound..<range.lowerBound : range
  }

  /// All bytes of a row, for its digest.
  func rowRange(_ row: Int) -> Range<Int> {
    records.table.range(row: row, column: 0)
      .lowerBound..<records.table.range(row: row, column: columnCount - 1).upperBound
  }

  /// The value that the source gives for a field in all its records.
  func constant(_ field: FeedbackField) -> [UInt8]? { constants[field.rawValue] }

  /// The moment in a cell; nil where it can't be read.
  func moment(_ range: Range<Int>) -> Moment? {
    let bytes = bytes
    return timestamps.parse(bytes.span.extracting(range))
  }

  /// The rating in a cell, in hundredths; nil where it can't be read.
  func rating(_ range: Range<Int>) -> Int32? {
    let bytes = bytes
    return decimals.parseRating(bytes.span.extracting(range))
  }

  /// How many local times were ambiguous and nonexistent since the last call.
  func takeTimeCounts() -> (ambiguous: Int64, nonexistent: Int64) {
    let counts = (Int64(timestamps.ambiguousCount), Int64(timestamps.nonexistentCount))
    defer { takenCounts = counts }
    return (counts.0 - takenCounts.0, counts.1 - takenCounts.1)
  }
}
