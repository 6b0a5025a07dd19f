import CSV

/// All that reading a document gives, with places counted from the content's first byte.
struct Reading: Equatable {
  struct Record: Equatable {
    var start: Int
    var end: Int
    var line: Int
    var hasStrayQuote: Bool
  }

  struct Damage: Equatable {
    var start: Int
    var byteLength: Int
    var line: Int
    var reason: DamagedRecord.Reason
    var kept: [UInt8]
  }

  var header: [[UInt8]] = []
  var headerLine = 1
  var records: [Record] = []
  var damages: [Damage] = []
  /// The fields of the undamaged records.
  var rows: [[[UInt8]]] = []

  init() {}

  /// Reads `contents` with the chunk reader and the record parser.
  init(
    of contents: [UInt8], dialect: Dialect = .rfc4180, limits: ReadLimits = ReadLimits(), path: String = "test.csv",
    skippedLines: Int = 0
  ) throws {
    let source = try ByteSource(contents: contents, path: path)
    var reader = try ChunkReader(source, dialect: dialect, limits: limits, skippedLines: skippedLines)
    var parser = try RecordParser(dialect: dialect)
    var table = FieldTable()
    header = reader.header
    headerLine = reader.headerLine
    while let chunk = try reader.next() {
      try parser.parse(chunk, columns: reader.header.count, into: &table)
      append(chunk, table)
    }
  }

  /// Reads `contents` in any dialect; the bytes of damaged records are left out.
  init(
    of contents: [UInt8], dialect: DialectDescription, limits: ReadLimits = ReadLimits(), tolerance: Tolerance = .none
  ) throws {
    let resolved = try dialect.resolve()
    let source = try ByteSource(contents: contents, path: "test.csv")
    var reader = try ChunkReader(source, dialect: resolved, limits: limits, tolerance: tolerance)
    var parser = try RecordParser(dialect: resolved.dialect)
    var transcoder = resolved.transcoder
    var table = FieldTable()
    header = reader.header.map { transcoder?.text($0) ?? $0 }
    headerLine = reader.headerLine
    while let chunk = try reader.next() {
      try parser.parse(chunk, columns: reader.header.count, into: &table)
      resolved.translation?.restore(&table)
      _ = transcoder?.transcode(&table)
      append(chunk, table)
    }
    for index in damages.indices { damages[index].kept = [] }
  }

  private mutating func append(_ chunk: Chunk, _ table: FieldTable) {
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
    for row in 0..<table.rowCount {
      rows.append((0..<table.columnCount).map { table.copy(row: row, column: $0) })
    }
  }
}

/// A generator of random numbers that gives the same ones on every run: SplitMix64.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension [UInt8] {
  var isUTF8: Bool { isValidUTF8(span) }
}
