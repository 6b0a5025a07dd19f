import CSV
import Glibc

/// `voc clean`: any CSV file to RFC 4180 in UTF-8 with the same cells.
public enum Cleaning {
  /// Reads the input, writes the output and the rejects.
  ///
  /// - Parameter interruption: asked now and then; an error stops the work and nothing is put into place.
  /// - Throws: `usage` where the dialect contradicts itself or its encoding is not read; `data` where the file is corrupt, has no header, or one that
  ///   can't be read; `noInput`, `cannotCreate`, `io`.
  public static func run(
    _ request: CleanRequest, interruption: @escaping @Sendable () -> RunError? = { nil }
  ) throws(RunError) -> CleanSummary {
    try checkPaths(request)
    let dialect: ResolvedDialect
    // Whatever is wrong with the dialect was typed.
    do throws(ReadError) { dialect = try request.dialect.resolve() } catch { throw RunError(.usage, "\(error)") }
    return try run(request, try open(request, dialect, interruption), dialect, interruption)
  }

  private static func open(
    _ request: CleanRequest, _ dialect: ResolvedDialect, _ interruption: @escaping @Sendable () -> RunError?
  ) throws(RunError) -> ChunkReader {
    let limits = ReadLimits(chunkBytes: request.chunkBytes, maximumRecordBytes: request.maximumRecordBytes)
    do throws(ReadError) {
      return try ChunkReader(
        request.input == "-"
          ? ByteSource.standardInput { interruption() != nil } : ByteSource(path: request.input),
        dialect: dialect, limits: limits, tolerance: request.isLenient ? .damage : .strayQuotesInHeader)
    } catch { throw interruption() ?? RunError(error) }
  }

  private static func run(
    _ request: CleanRequest, _ reader: consuming ChunkReader, _ dialect: ResolvedDialect,
    _ interruption: @escaping @Sendable () -> RunError?
  ) throws(RunError) -> CleanSummary {
    let header = try header(request, reader, dialect)
    let columns = reader.header.count
    let isEmpty = reader.header.isEmpty
    let rejects: CleanOutput? =
      if let path = request.rejects { try CleanOutput.create(path, option: "--rejects") } else { nil }
    let headerRejects = request.isLenient ? [] : Self.headerRejects(reader, dialect, columns: columns)
    let sink = try CleanSink(
      try CleanOutput.create(request.output, option: "OUT"), rejects: rejects, header: header,
      headerRejects: headerRejects)
    let mojibake = Mojibake()
    let run = OrderedRun(
      source: CleanSource(reader, interruption), sink: sink, window: RunWindow(workers: request.workers),
      interruption: interruption)
    _ = try run.run(workers: request.workers) { (_) throws(RunError) in
      try CleanWorker(request, dialect, columns: columns, mojibake)
    } retire: { _ in
    }
    var summary = try run.withSink { (sink) throws(RunError) in try sink.close() }
    summary.isEmpty = isEmpty
    summary.isMojibakeRepaired = request.repairsMojibake
    return summary
  }

  /// The header records as they are written.
  private static func header(
    _ request: CleanRequest, _ reader: borrowing ChunkReader, _ dialect: ResolvedDialect
  ) throws(RunError) -> [[[UInt8]]] {
    guard !reader.header.isEmpty else {
      if request.isLenient || request.dialect.headerLines == 0 { return [] }
      throw RunError(
        .data,
        "\(reader.path): has no header: the file is empty; --header-lines 0 or --lenient make an empty file of it")
    }
    let isOne = request.joinsHeader || reader.headerRecords.isEmpty
    var records: [[[UInt8]]] = []
    for record in isOne ? [reader.header] : reader.headerRecords {
      var names: [[UInt8]] = []
      for name in record {
        let isDefined = dialect.transcoder?.undefinedByte(name) == nil
        let text = dialect.transcoder?.text(name) ?? name
        guard isDefined, isValidUTF8(text.span) else {
          throw RunError(
            .data,
            "\(reader.path):\(reader.headerLine): the header has bytes that are not \(dialect.encoding); give the "
              + "right --encoding")
        }
        names.append(text)
      }
      records.append(names)
    }
    return records
  }

  /// A damaged header is written as well as it can be read, and is a reject as well: somebody has to look at it.
  private static func headerRejects(
    _ reader: borrowing ChunkReader, _ dialect: ResolvedDialect, columns: Int
  ) -> [CleanReject] {
    reader.headerDamage.map { header in
      let (reason, message) = CleanReject.Reason.of(
        header.reason, byteLength: header.byteLength, columns: columns, maximumBytes: 0)
      return CleanReject(
        reason: reason, line: header.line, byteOffset: header.byteOffset, byteLength: header.byteLength,
        message: "the header, which is written as it could be read: " + message,
        raw: ByteText.text(header.source, dialect.transcoder))
    }
  }

  private static func checkPaths(_ request: CleanRequest) throws(RunError) {
    guard let rejects = request.rejects else { return }
    for other in [request.input, request.output] where isSame(rejects, other) {
      throw RunError(.usage, "--rejects is '\(rejects)', which is read or written too: name another file")
    }
  }

  /// Whether two paths are one place: the same path, the same file, or the same name in the same folder.
  private static func isSame(_ first: String, _ second: String) -> Bool {
    if first == second { return true }
    if first == "-" || second == "-" { return false }
    if let one = identity(first), let other = identity(second) { return one == other }
    let (folder, name) = CleanOutput.split(first)
    let (otherFolder, otherName) = CleanOutput.split(second)
    guard name == otherName, let one = identity(folder), let other = identity(otherFolder) else { return false }
    return one == other
  }

  /// Device and inode of what stands at a path; nil where nothing does.
  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
  }
}

/// The chunks of one file.
private struct CleanSource: ChunkSource, ~Copyable, @unchecked Sendable {
  // Unchecked: decompressors hold pointers of their own; `OrderedRun` lets one worker at a time in.
  private var reader: ChunkReader
  private let interruption: @Sendable () -> RunError?

  init(_ reader: consuming ChunkReader, _ interruption: @escaping @Sendable () -> RunError?) {
    self.reader = reader
    self.interruption = interruption
  }

  mutating func next() throws(RunError) -> Chunk? {
    do throws(ReadError) { return try reader.next() } catch { throw interruption() ?? RunError(error) }
  }
}
