import Buffers
import CSV

/// What becomes of a chunk: bytes to be written and counts.
struct CleanBatch: Sendable {
  var bytes: [UInt8] = []
  var rejects: [CleanReject] = []
  var records = 0
  var ragged = 0
  var repaired = 0
  /// Cells by encoding, as in `Mojibake.encodings`.
  var mojibake = [Int](repeating: 0, count: Mojibake.encodings.count)
  /// Whether a record is UTF-8 beyond ASCII.
  var hasUTF8 = false
  /// The records that are not UTF-8, by what they look like.
  var likely = EncodingGuess()
}

/// Writes the records of a chunk as RFC 4180, those that are damaged as rejects.
///
/// One a worker: it owns the libcsv parser and the transcoder.
struct CleanWorker: StageWorker, ~Copyable {
  private let request: CleanRequest
  private let dialect: ResolvedDialect
  private let columns: Int
  private let mojibake: Mojibake
  private var parser: RecordParser
  private var transcoder: Transcoder?
  private var table = RaggedTable()
  private var writer = CSVWriter(continuesFile: true)
  /// Fields with bytes that the encoding does not have.
  private var invalid: Set<Int> = []
  private var isASCIITable = true
  private var hasNUL = false

  init(_ request: CleanRequest, _ dialect: ResolvedDialect, columns: Int, _ mojibake: Mojibake) throws(RunError) {
    do throws(ReadError) { parser = try RecordParser(dialect: dialect.dialect) } catch { throw RunError(error) }
    self.request = request
    self.dialect = dialect
    self.columns = columns
    self.mojibake = mojibake
    transcoder = dialect.transcoder
  }

  mutating func process(_ chunk: Chunk) throws(RunError) -> CleanBatch {
    do throws(ReadError) { try parser.parse(chunk, into: &table) } catch { throw RunError(error) }
    dialect.translation?.restore(&table.fields)
    findInvalid()
    hasNUL = table.fields.bytes.contains(0)
    var batch = CleanBatch()
    writer.removeAll()
    // Both are in the order of the file.
    var damaged = chunk.damaged[...]
    for record in 0..<chunk.records.count {
      let start = Int(chunk.records.starts[record])
      while let first = damaged.first, first.start < start {
        write(first, chunk, &batch)
        damaged.removeFirst()
      }
      write(record, chunk, &batch)
    }
    for last in damaged { write(last, chunk, &batch) }
    batch.bytes = writer.bytes
    return batch
  }

  mutating func encode(_ group: Never) throws(RunError) -> Never {}

  private mutating func findInvalid() {
    invalid.removeAll(keepingCapacity: true)
    isASCIITable = isASCII(table.fields.bytes.span)
    if isASCIITable { return }
    if transcoder != nil {
      for undefined in transcoder?.transcode(&table.fields) ?? [] { invalid.insert(undefined.row) }
      return
    }
    for field in 0..<table.fields.rowCount
    where !isValidUTF8(table.fields.bytes.span.extracting(table.range(field: field))) {
      invalid.insert(field)
    }
  }

  /// Writes an undamaged record, or rejects it for what its fields hold.
  private mutating func write(_ record: Int, _ chunk: Chunk, _ batch: inout CleanBatch) {
    let fields = table.range(record: record)
    if !invalid.isEmpty, let field = fields.first(where: { invalid.contains($0) }) {
      return reject(record, chunk, .invalidEncoding, "field \(field - fields.lowerBound + 1): " + notOfEncoding, &batch)
    }
    if !request.isLenient {
      if isStray(record, chunk) {
        return reject(record, chunk, .strayQuote, "a quote within a field that is not quoted", &batch)
      }
      if hasNUL, let field = fields.first(where: { contains(0, $0) }) {
        return reject(record, chunk, .nulByte, "field \(field - fields.lowerBound + 1) has a NUL byte", &batch)
      }
    }
    // A second reference, as `self` can't be read while its writer changes.
    let bytes = table.fields.bytes
    for field in fields {
      let text = bytes.span.extracting(table.range(field: field))
      if isASCIITable { writer.append(text) } else { writeText(text, &batch) }
    }
    if fields.count != columns { batch.ragged += 1 }
    endRow(&batch)
  }

  /// Writes a damaged record as well as it can be read, or rejects it.
  private mutating func write(_ damaged: DamagedRecord, _ chunk: Chunk, _ batch: inout CleanBatch) {
    guard request.isLenient, damaged.reason != .tooLong else {
      let (reason, message) = CleanReject.Reason.of(
        damaged.reason, byteLength: damaged.byteLength, columns: columns, maximumBytes: request.maximumRecordBytes)
      return reject(damaged, chunk, reason, message, &batch)
    }
    var fields: [[UInt8]] = []
    for field in RecordRepair.fields(of: Array(chunk.bytes[damaged.range]), dialect: dialect.dialect, columns: columns)
    {
      guard let text = decoded(field) else {
        return reject(damaged, chunk, .invalidEncoding, "field \(fields.count + 1): " + notOfEncoding, &batch)
      }
      fields.append(text)
    }
    for field in fields { writeText(field.span, &batch) }
    if fields.count != columns { batch.ragged += 1 }
    batch.repaired += 1
    endRow(&batch)
  }

  private mutating func endRow(_ batch: inout CleanBatch) {
    writer.endRow()
    batch.records += 1
  }

  private mutating func writeText(_ text: Span<UInt8>, _ batch: inout CleanBatch) {
    if isASCII(text) { return writer.append(text) }
    batch.hasUTF8 = true
    guard let encoding = mojibake.encoding(of: text) else { return writer.append(text) }
    batch.mojibake[encoding] += 1
    guard request.repairsMojibake else { return writer.append(text) }
    writer.append(mojibake.repaired(text.indices.map { text[$0] }).span)
  }

  /// A field of a damaged record in UTF-8; nil where it has bytes that the encoding has not.
  private func decoded(_ field: [UInt8]) -> [UInt8]? {
    if let transcoder { return transcoder.undefinedByte(field) == nil ? transcoder.text(field) : nil }
    let text = dialect.translation?.restored(field) ?? field
    return isValidUTF8(text.span) ? text : nil
  }

  private func isStray(_ record: Int, _ chunk: Chunk) -> Bool {
    let strays = chunk.records.strayQuotes
    var low = 0
    var high = strays.count
    while low < high {
      let middle = (low + high) / 2
      if Int(strays[middle]) < record { low = middle + 1 } else { high = middle }
    }
    return low < strays.count && Int(strays[low]) == record
  }

  private func contains(_ byte: UInt8, _ field: Int) -> Bool {
    table.fields.bytes[table.range(field: field)].contains(byte)
  }

  private var notOfEncoding: String { "bytes that are not \(dialect.encoding); give the right --encoding" }

  private func reject(
    _ record: Int, _ chunk: Chunk, _ reason: CleanReject.Reason, _ message: String, _ batch: inout CleanBatch
  ) {
    reject(
      reason, message, chunk.records.lines[record], chunk.place(record: record),
      chunk.source(chunk.records.range(record)), &batch)
  }

  private func reject(
    _ damaged: DamagedRecord, _ chunk: Chunk, _ reason: CleanReject.Reason, _ message: String,
    _ batch: inout CleanBatch
  ) {
    reject(reason, message, damaged.line, chunk.place(damaged), chunk.source(damaged.range), &batch)
  }

  private func reject(
    _ reason: CleanReject.Reason, _ message: String, _ line: Int, _ place: (byteOffset: Int, byteLength: Int),
    _ raw: [UInt8], _ batch: inout CleanBatch
  ) {
    if reason == .invalidEncoding, Transcoder.readsAsUTF8(dialect.encoding) { batch.likely.add(raw) }
    batch.rejects.append(
      CleanReject(
        reason: reason, line: line, byteOffset: place.byteOffset, byteLength: place.byteLength, message: message,
        raw: ByteText.text(raw, transcoder)))
  }
}
