import CLibCSV
import Glibc

/// Parses the records of a chunk into fields with libcsv: the parallel part of reading.
///
/// Owns a libcsv parser, which no two threads may use at once: one `RecordParser` a worker.
@safe
public struct RecordParser: ~Copyable {
  /// libcsv grows its buffer for a field by so many bytes a step: 64 KiB hold almost every comment at once.
  ///
  /// Each field that it hands out is the beginning of that buffer, so that as many bytes can be read there.
  static let fieldBlockBytes = 64 << 10

  private var parser = unsafe csv_parser()

  /// Makes a parser for files of `dialect`.
  ///
  /// - Throws: `defect` where libcsv does not accept its own options.
  public init(dialect: Dialect = .rfc4180) throws(ReadError) {
    // csv_init writes every member of `parser`, which it does not keep.
    guard unsafe csv_init(&parser, 0) == 0 else {
      throw ReadError(.defect, path: "", message: "libcsv can't be initialized; please report it")
    }
    // The functions are constants of this program; both bytes were checked by the dialect.
    unsafe csv_set_delim(&parser, dialect.delimiter)
    unsafe csv_set_quote(&parser, dialect.quote)
    unsafe csv_set_blk_size(&parser, Self.fieldBlockBytes)
  }

  deinit {
    var parser = unsafe parser
    // The field buffer that the copy names is this parser's own; nothing uses it afterwards.
    unsafe csv_free(&parser)
  }

  /// Parses the undamaged records of `chunk` into `table`, which is emptied before: one row a record, in their order.
  ///
  /// - Throws: `defect` where libcsv does not find `chunk.records.count` rows of `columns` fields; `tooLarge` where it
  ///   gets no memory.
  public mutating func parse(_ chunk: Chunk, columns: Int, into table: inout FieldTable) throws(ReadError) {
    let rowCount = chunk.records.count
    try table.fill(rows: rowCount, columns: columns, byteLimit: chunk.bytes.count) { sink throws(ReadError) in
      let bytes = chunk.bytes.span
      try forEachStretch(of: chunk) { (parser, stretch) throws(ReadError) in
        try parser.feed(bytes.extracting(stretch), &sink)
      }
      finish(&sink)
      guard sink.isComplete else {
        throw ReadError(
          .defect, path: "", byteOffset: chunk.byteOffset,
          message: "libcsv finds other records than the splitter, in \(chunk.bytes.count) bytes from here on: "
            + "\(sink.rowCount) rows where \(rowCount) of \(columns) fields were expected; please report it")
      }
    }
  }

  /// Parses the undamaged records of `chunk` into `table`, which is emptied before, however many fields each has.
  ///
  /// - Throws: `defect` where libcsv does not find `chunk.records.count` records; `tooLarge` where it gets no memory.
  public mutating func parse(_ chunk: Chunk, into table: inout RaggedTable) throws(ReadError) {
    table.removeAll()
    let bytes = chunk.bytes.span
    try forEachStretch(of: chunk) { (parser, stretch) throws(ReadError) in
      try parser.feed(bytes.extracting(stretch), &table)
    }
    finish(&table)
    guard table.recordCount == chunk.records.count else {
      throw ReadError(
        .defect, path: "", byteOffset: chunk.byteOffset,
        message: "libcsv finds \(table.recordCount) records where the splitter found \(chunk.records.count), in "
          + "\(chunk.bytes.count) bytes from here on; please report it")
    }
  }

  /// All rows that libcsv finds in `bytes`, of whatever number of fields: for headers and tests, not for the hot path.
  package static func rows(of bytes: [UInt8], dialect: Dialect) throws(ReadError) -> [[[UInt8]]] {
    var parser = try RecordParser(dialect: dialect)
    parser.keepBlanks(true)
    var collector = RowCollector()
    // `collector` outlives both calls, which alone use the pointer to it; the callbacks know its type.
    let parsed = unsafe withUnsafeMutablePointer(to: &collector) { collector in
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe csv_parse(&parser.parser, buffer.baseAddress, buffer.count, collectField, collectRow, collector)
      }
      unsafe csv_fini(&parser.parser, collectField, collectRow, collector)
      return count
    }
    guard parsed == bytes.count else { throw Self.noMemory }
    return collector.rows
  }

  /// Calls `body` with the stretches of a chunk that are not damaged, in their order.
  ///
  /// Only a record with a blank where a field begins or ends is read with libcsv told to keep it, which costs a call of
  /// a function for each byte.
  private mutating func forEachStretch(
    of chunk: Chunk, _ body: (inout RecordParser, Range<Int>) throws(ReadError) -> Void
  ) throws(ReadError) {
    let records = chunk.records
    var start = 0
    var edge = 0
    for number in 0...chunk.damaged.count {
      let damaged = number < chunk.damaged.count ? chunk.damaged[number] : nil
      let end = damaged?.start ?? chunk.bytes.count
      while edge < records.blankEdges.count {
        let record = records.range(Int(records.blankEdges[edge]))
        if record.lowerBound >= end { break }
        try body(&self, start..<record.lowerBound)
        keepBlanks(true)
        try body(&self, record)
        keepBlanks(false)
        start = record.upperBound
        edge += 1
      }
      try body(&self, start..<end)
      if let damaged { start = min(damaged.start + damaged.byteLength, chunk.bytes.count) }
    }
  }

  /// Whether blanks at the ends of fields stay, which libcsv drops unless told that no byte is a blank.
  private mutating func keepBlanks(_ keeps: Bool) {
    // The function is a constant of this program.
    unsafe csv_set_space_func(&parser, keeps ? { _ in 0 } : nil)
  }

  private mutating func feed(_ bytes: Span<UInt8>, _ sink: inout FieldSink) throws(ReadError) {
    guard !bytes.isEmpty else { return }
    // The buffer and `sink` outlive the call, which alone uses pointers to them; the callbacks know the sink's type.
    let parsed = unsafe bytes.withUnsafeBytes { buffer in
      unsafe withUnsafeMutablePointer(to: &sink) { sink in
        unsafe csv_parse(&parser, buffer.baseAddress, buffer.count, receiveField, receiveRow, sink)
      }
    }
    guard parsed == bytes.count else { throw Self.noMemory }
  }

  /// Ends a last record that has no line end, and readies the parser for the next chunk.
  private mutating func finish(_ sink: inout FieldSink) {
    // As in `feed`.
    unsafe withUnsafeMutablePointer(to: &sink) { sink in
      _ = unsafe csv_fini(&parser, receiveField, receiveRow, sink)
    }
  }

  private mutating func feed(_ bytes: Span<UInt8>, _ table: inout RaggedTable) throws(ReadError) {
    guard !bytes.isEmpty else { return }
    // The buffer and `table` outlive the call, which alone uses pointers to them; the callbacks know the table's type.
    let parsed = unsafe bytes.withUnsafeBytes { buffer in
      unsafe withUnsafeMutablePointer(to: &table) { table in
        unsafe csv_parse(&parser, buffer.baseAddress, buffer.count, receiveRaggedField, receiveRaggedRow, table)
      }
    }
    guard parsed == bytes.count else { throw Self.noMemory }
  }

  /// Ends a last record that has no line end, and readies the parser for the next chunk.
  private mutating func finish(_ table: inout RaggedTable) {
    // As in `feed`.
    unsafe withUnsafeMutablePointer(to: &table) { table in
      _ = unsafe csv_fini(&parser, receiveRaggedField, receiveRaggedRow, table)
    }
  }

  /// The only failure that libcsv knows outside strict mode.
  private static var noMemory: ReadError {
    ReadError(.tooLarge, path: "", message: "libcsv gets no memory for a field; give the program more")
  }
}

/// Collects rows of any number of fields.
private struct RowCollector {
  var rows: [[[UInt8]]] = []
  var row: [[UInt8]] = []
}

// The callbacks of libcsv. The context is what `csv_parse` was given: a pointer to the type that each of them names.

@inline(__always)
private func receiveField(_ field: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?) {
  guard let sink = unsafe context?.assumingMemoryBound(to: FieldSink.self) else { return }
  unsafe sink.pointee.append(field, count)
}

@inline(__always)
private func receiveRow(_ lineEnd: Int32, _ context: UnsafeMutableRawPointer?) {
  guard let sink = unsafe context?.assumingMemoryBound(to: FieldSink.self) else { return }
  unsafe sink.pointee.endRow()
}

private func collectField(_ field: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?) {
  guard let collector = unsafe context?.assumingMemoryBound(to: RowCollector.self) else { return }
  unsafe collector.pointee.row.append([UInt8](UnsafeRawBufferPointer(start: field, count: field == nil ? 0 : count)))
}

private func collectRow(_ lineEnd: Int32, _ context: UnsafeMutableRawPointer?) {
  guard let collector = unsafe context?.assumingMemoryBound(to: RowCollector.self) else { return }
  unsafe collector.pointee.rows.append(collector.pointee.row)
  unsafe collector.pointee.row.removeAll()
}

private func receiveRaggedField(_ field: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?) {
  guard let table = unsafe context?.assumingMemoryBound(to: RaggedTable.self) else { return }
  unsafe table.pointee.appendField(UnsafeRawBufferPointer(start: field, count: field == nil ? 0 : count))
}

private func receiveRaggedRow(_ lineEnd: Int32, _ context: UnsafeMutableRawPointer?) {
  guard let table = unsafe context?.assumingMemoryBound(to: RaggedTable.self) else { return }
  unsafe table.pointee.endRecord()
}
