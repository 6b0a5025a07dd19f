package import CSV

/// All that reading a document gives, with places counted from the content's first byte.
package struct Reading: Equatable {
  /// An undamaged record.
  package struct Record: Equatable {
    package var start: Int
    package var end: Int
    package var line: Int
    package var hasStrayQuote: Bool

    /// Makes a record.
    package init(start: Int, end: Int, line: Int, hasStrayQuote: Bool) {
      self.start = start
      self.end = end
      self.line = line
      self.hasStrayQuote = hasStrayQuote
    }
  }

  /// A damaged one.
  package struct Damage: Equatable {
    package var start: Int
    package var byteLength: Int
    package var line: Int
    package var reason: DamagedRecord.Reason
    package var kept: [UInt8]
  }

  package var header: [[UInt8]] = []
  package var headerLine = 1
  package var records: [Record] = []
  package var damages: [Damage] = []
  /// The fields of the undamaged records.
  package var rows: [[[UInt8]]] = []

  package init() {}

  /// Reads `contents` with the chunk reader and the record parser.
  package init(
    of contents: [UInt8], dialect: Dialect = .rfc4180, limits: ReadLimits = ReadLimits(), path: String = "test.csv",
    skippedLines: Int = 0
  ) throws {
    let source = try ByteSource(contents: contents, path: path)
    var reader = try ChunkReader(source, dialect: dialect, limits: limits, skippedLines: skippedLines)
    var parser = try RecordParser(dialect: dialect)
    var table = FieldTable()
    header = reader.header
    headerLine = reader.headerLine
    var accounted = 0
    while let chunk = try reader.next() {
      try parser.parse(chunk, columns: reader.header.count, into: &table)
      accounted += try Self.account(for: chunk)
      append(chunk)
      append(table)
    }
    try Self.check(accounted + reader.headerByteCount + reader.emptyByteCount, reader.byteCount)
  }

  /// Reads `contents` in any dialect, records of any number of fields where damage is tolerated; the bytes of damaged records are
  /// left out.
  package init(
    of contents: [UInt8], dialect: DialectDescription, limits: ReadLimits = ReadLimits(), tolerance: Tolerance = .none
  ) throws {
    try self.init(of: contents, resolved: try dialect.resolve(), limits: limits, tolerance: tolerance)
  }

  /// The same in a dialect that is resolved already.
  package init(of contents: [UInt8], resolved: ResolvedDialect, limits: ReadLimits, tolerance: Tolerance) throws {
    let source = try ByteSource(contents: contents, path: "test.csv")
    var reader = try ChunkReader(source, dialect: resolved, limits: limits, tolerance: tolerance)
    var parser = try RecordParser(dialect: resolved.dialect)
    var transcoder = resolved.transcoder
    header = reader.header.map { transcoder?.text($0) ?? $0 }
    headerLine = reader.headerLine
    var accounted = 0
    while let chunk = try reader.next() {
      accounted += try Self.account(for: chunk)
      append(chunk)
      if case .damage = tolerance {
        var table = RaggedTable()
        try parser.parse(chunk, into: &table)
        resolved.translation?.restore(&table.fields)
        _ = transcoder?.transcode(&table.fields)
        for record in 0..<table.recordCount {
          rows.append(table.range(record: record).map { table.fields.copy(row: $0, column: 0) })
        }
      } else {
        var table = FieldTable()
        try parser.parse(chunk, columns: reader.header.count, into: &table)
        resolved.translation?.restore(&table)
        _ = transcoder?.transcode(&table)
        append(table)
      }
    }
    try Self.check(accounted + reader.headerByteCount + reader.emptyByteCount, reader.byteCount)
    for index in damages.indices { damages[index].kept = [] }
  }

  /// The bytes of a chunk, each of which is of one record or of a line end.
  private static func account(for chunk: Chunk) throws(ReadError) -> Int {
    guard let account = chunk.accountBytes() else {
      throw ReadError(
        .defect, path: "test.csv", byteOffset: chunk.byteOffset, message: "a byte is of no record, or of two")
    }
    return account.total
  }

  private static func check(_ accounted: Int, _ bytes: Int) throws(ReadError) {
    guard accounted == bytes else {
      throw ReadError(
        .defect, path: "test.csv", message: "\(bytes) bytes were read and \(accounted) are accounted for")
    }
  }

  private mutating func append(_ table: FieldTable) {
    for row in 0..<table.rowCount {
      rows.append((0..<table.columnCount).map { table.copy(row: row, column: $0) })
    }
  }

  private mutating func append(_ chunk: Chunk) {
    for index in 0..<chunk.records.count {
      let place = chunk.place(record: index)
      records.append(
        Record(
          start: place.byteOffset, end: place.byteOffset + place.byteLength,
          line: chunk.records.lines[index], hasStrayQuote: chunk.records.strayQuotes.contains(UInt32(index))))
    }
    for damaged in chunk.damaged {
      let place = chunk.place(damaged)
      damages.append(
        Damage(
          start: place.byteOffset, byteLength: place.byteLength, line: damaged.line, reason: damaged.reason,
          kept: Array(chunk.bytes[damaged.range])))
    }
  }
}
