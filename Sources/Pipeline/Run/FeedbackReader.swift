import Buffers
import CSV
import Purchases

/// Our columns of feedback, numbered as in `FeedbackSource.columns`.
enum FeedbackField: Int {
  case id, text, submittedAt, customer, order, channel, instrument, rating, language, respondedAt, resolvedAt, updatedAt
  case product, category, country, audience
}

/// Reads the records of one feedback source: a chunk's fields by our names, its values by the source's formats.
///
/// One a worker and source. After `read`, rows are the records that became comments, in their order; what could not
/// become one is a reject. Fields are ranges of `bytes`; an empty range is "no value".
struct FeedbackReader: ~Copyable {
  let source: FeedbackSource
  /// The source's name in UTF-8, and its key.
  let sourceName: [UInt8]
  let sourceKey: Key128
  /// The file's name in UTF-8.
  private(set) var fileName: [UInt8] = []
  /// Per row: its record in the chunk.
  private(set) var recordNumbers: [UInt32] = []
  /// Per row.
  private(set) var submittedAt: [Moment] = []
  /// Per row; none where there is no value, or none that can be read.
  private(set) var respondedAt: [Moment] = []
  /// Per row; none where there is no value, or none that can be read.
  private(set) var resolvedAt: [Moment] = []
  /// Per row: what matching asks for.
  private(set) var requests = MatchRequests()

  private var records: RecordReader
  private var timestamps: TimestampParser
  private let decimals: DecimalParser
  /// Constants of the source in UTF-8, by field.
  private let constants: [[UInt8]?]
  /// Field by field, `stride` rows each.
  private var fields: FlatArray<FieldRange>
  private var stride = 0
  /// The columns that the file has, and where their fields begin in `fields`.
  private var columns: [(place: Int, first: Int)] = []

  init(_ source: FeedbackSource, zone: TimeZoneRules) throws(RunError) {
    let timestamps = try TimestampParser.make(source.format, zone: zone)
    let records = try RecordReader(source.format)
    self.source = source
    let name = Array(source.name.utf8)
    sourceName = name
    sourceKey = Key128(name.span)
    self.timestamps = timestamps
    self.records = records
    fields = FlatArray(count: 0)
    decimals = DecimalParser(decimal: source.format.decimal)
    constants = FeedbackSource.columns.map { name in source.constants[name].map { Array($0.utf8) } }
  }

  /// Reads a chunk of `file`; what can't become a comment goes to `rejects`, counts go to `quality`.
  mutating func read(
    _ input: InputChunk, of file: PlannedFile, rejects: inout [Reject], quality: inout FileQuality
  ) throws(RunError) {
    fileName = Array(file.file.name.utf8)
    try records.read(input, columns: file.header.count, rejects: &rejects, quality: &quality)
    let times = (timestamps.ambiguousCount, timestamps.nonexistentCount)
    accept(input, file, &rejects)
    locate(file)
    respondedAt = readMoments(.respondedAt, &quality)
    resolvedAt = readMoments(.resolvedAt, &quality)
    prepareRequests()
    quality.ambiguousTimes += Int64(timestamps.ambiguousCount - times.0)
    quality.nonexistentTimes += Int64(timestamps.nonexistentCount - times.1)
  }

  /// How many records became comments.
  var rowCount: Int { recordNumbers.count }

  /// Arena of all fields of the chunk.
  var bytes: [UInt8] {
    @inline(__always) _read { yield records.table.bytes }
  }

  /// Where a field of a row lies; empty where the file has no such column or the cell means "no value".
  @inline(__always)
  func range(_ field: FeedbackField, _ row: Int) -> Range<Int> { fields[field.rawValue * stride + row].range }

  /// Calls `body` with the places of a field, row by row.
  @inline(__always)
  func withPlaces(of field: FeedbackField, _ body: (Span<FieldRange>) -> Void) {
    let first = field.rawValue * stride
    fields.withSpan(first..<first + rowCount, body)
  }

  /// The same for a place in the header; −1 is nowhere.
  @inline(__always)
  func range(place: Int, _ row: Int) -> Range<Int> { records.field(place, Int(recordNumbers[row])).range }

  /// The key of a row: of its source and id.
  @inline(__always)
  func key(_ row: Int) -> Key128 { Key128(bytes.span.extracting(range(.id, row))).paired(with: sourceKey) }

  /// Tells a repeated record from a changed one.
  @inline(__always)
  func digest(_ row: Int) -> UInt32 { records.digest(Int(recordNumbers[row])) }

  /// The value that the source gives for a field in all its records.
  func constant(_ field: FeedbackField) -> [UInt8]? { constants[field.rawValue] }

  /// The rating in a cell, in hundredths; nil where it can't be read.
  @inline(__always)
  func rating(_ range: Range<Int>) -> Int32? { decimals.parseRating(bytes.span.extracting(range)) }

  /// Keeps the records that have an id and a time.
  private mutating func accept(_ input: InputChunk, _ file: PlannedFile, _ rejects: inout [Reject]) {
    recordNumbers.removeAll(keepingCapacity: true)
    submittedAt.removeAll(keepingCapacity: true)
    let idPlace = file.places[FeedbackField.id.rawValue]
    let timePlace = file.places[FeedbackField.submittedAt.rawValue]
    let bytes = records.table.bytes
    for record in 0..<records.table.rowCount {
      if let reject = records.invalidReject(record, input, header: file.header) {
        rejects.append(reject)
        continue
      }
      let id = records.field(idPlace, record)
      let time = records.field(timePlace, record)
      let moment = time.isEmpty ? nil : timestamps.parse(bytes.span.extracting(time.range))
      guard !id.isEmpty, let moment else {
        rejects.append(reject(record, input, file, hasID: !id.isEmpty, hasTime: !time.isEmpty))
        continue
      }
      recordNumbers.append(UInt32(record))
      submittedAt.append(moment)
    }
  }

  private func reject(_ record: Int, _ input: InputChunk, _ file: PlannedFile, hasID: Bool, hasTime: Bool) -> Reject {
    let (reason, field, message): (RejectReason, FeedbackField, String) =
      if !hasID {
        (.missingID, .id, "the id is empty: a comment is known by its source and id")
      } else if !hasTime {
        (.missingTimestamp, .submittedAt, "the time is empty")
      } else {
        (
          .unreadableTimestamp, .submittedAt,
          "in none of the formats \(source.format.timestamps.joined(separator: ", ")): see 'formats: timestamp:'"
        )
      }
    let place = file.places[field.rawValue]
    return Reject(
      record: record, of: input, reason: reason, column: place < 0 ? nil : file.header[place], message: message)
  }

  /// Finds all fields of all rows: record by record, since the bytes of a record lie side by side.
  private mutating func locate(_ file: PlannedFile) {
    let fieldCount = FeedbackSource.columns.count
    if recordNumbers.count > stride {
      stride = recordNumbers.count
      fields = FlatArray(count: fieldCount * stride)
    }
    columns.removeAll(keepingCapacity: true)
    for field in 0..<fieldCount {
      let (place, first) = (file.places[field], field * stride)
      if place >= 0 {
        columns.append((place, first))
      } else {
        for row in 0..<rowCount { fields[first + row] = FieldRange() }
      }
    }
    for row in recordNumbers.indices {
      let record = Int(recordNumbers[row])
      for index in columns.indices {
        fields[columns[index].first + row] = records.field(columns[index].place, record)
      }
    }
  }

  private mutating func readMoments(_ field: FeedbackField, _ quality: inout FileQuality) -> [Moment] {
    var moments: [Moment] = []
    moments.reserveCapacity(rowCount)
    let bytes = records.table.bytes
    for row in recordNumbers.indices {
      let range = range(field, row)
      if range.isEmpty {
        moments.append(.none)
      } else if let moment = timestamps.parse(bytes.span.extracting(range)) {
        moments.append(moment)
      } else {
        moments.append(.none)
        quality.unreadableValues += 1
      }
    }
    return moments
  }

  private mutating func prepareRequests() {
    requests.removeAll()
    let bytes = records.table.bytes
    let declared = constants[FeedbackField.audience.rawValue].map { $0 == Names.user }
    for row in recordNumbers.indices {
      let order = range(.order, row)
      let customer = range(.customer, row)
      requests.append(
        order: order.isEmpty ? .none : Key128(bytes.span.extracting(order)),
        customer: customer.isEmpty ? .none : Key128(bytes.span.extracting(customer)), submittedAt: submittedAt[row],
        isDeclaredUser: declared ?? bytes.span.extracting(range(.audience, row)).hasSameBytes(as: Names.user.span))
    }
  }
}
