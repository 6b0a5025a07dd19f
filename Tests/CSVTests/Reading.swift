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

  private mutating func append(_ chunk: Chunk, _ table: FieldTable) {
    for index in 0..<chunk.records.count {
      let range = chunk.records.range(index)
      records.append(
        Record(
          start: chunk.byteOffset + range.lowerBound, end: chunk.byteOffset + range.upperBound,
          line: chunk.records.lines[index], hasStrayQuote: chunk.records.strayQuotes.contains(UInt32(index))))
    }
    for damaged in chunk.damaged {
      damages.append(
        Damage(
          start: chunk.byteOffset + damaged.start, byteLength: damaged.byteLength, line: damaged.line,
          reason: damaged.reason, kept: Array(chunk.bytes[damaged.range])))
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
