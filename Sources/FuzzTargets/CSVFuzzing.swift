import CSV

/// Targets of `CSV`.
enum CSVFuzzing {
  /// Sizes of chunks whose results must be equal; the last holds all of an input.
  private static let chunkBytes = [1, 3, 7, 64, 1 << 16]
  /// Turns back what was read with a wrong encoding.
  private static let mojibake = Mojibake()
  /// What makes of a document more than its records: compression, byte order marks, Excel's line.
  private static let prefixes: [[UInt8]] = [
    [0x1f, 0x8b], [0x28, 0xb5], [0x50, 0x2a], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], [0, 0, 0xfe, 0xff],
    Array("sep=".utf8),
  ]

  private static func isPlain(_ content: [UInt8]) -> Bool {
    let isFrame = content.count > 3 && content[0] & 0xf0 == 0x50 && content[1] == 0x2a
    return !isFrame && !prefixes.contains { content.starts(with: $0) }
  }

  /// The splitter against its slow twin, and libcsv against both.
  static func split(_ input: inout FuzzInput) throws(FuzzFinding) {
    let delimiter = input.choose(UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), 0)
    let quote = input.choose(UInt8(ascii: "\""), UInt8(ascii: "'"))
    let longest = input.choose(1 << 20, 4, 8, 63, 64, 65, 200)
    let content = input.content
    guard let dialect = Dialect(delimiter: delimiter, quote: quote), isPlain(content) else { return }
    let twin = SlowTwin(bytes: content, dialect: dialect, maximumRecordBytes: longest).reading()
    for size in chunkBytes {
      let limits = ReadLimits(chunkBytes: size, maximumRecordBytes: longest)
      let found: Reading?
      do { found = try Reading(of: content, dialect: dialect, limits: limits) } catch {
        if let error = error as? ReadError { try check(error) }
        found = nil
      }
      // A header that is damaged or too wide is an error.
      if found == nil, (twin?.header.count ?? 0) > ReadLimits.maximumColumns { continue }
      try require(found == twin, "chunks of \(size) bytes: the splitter and its slow twin disagree")
    }
  }

  /// Reading in a tolerant or strict way gives the same at every size of chunks, and no byte is in two records.
  static func read(_ input: inout FuzzInput) throws(FuzzFinding) {
    let tolerance: Tolerance = input.choose(.none, .damage)
    let encoding = input.choose("utf-8", "windows-1251", "iso-8859-15")
    let description = DialectDescription(
      delimiter: input.choose(",", ";", "\t"), encoding: encoding, skippedLines: input.choose(0, 1, 3),
      headerLines: input.choose(1, 0, 2))
    let content = input.content
    guard let dialect = try? description.resolve() else { throw FuzzFinding("\(encoding) is not read") }
    var first: Reading?
    for (number, size) in chunkBytes.enumerated() {
      let reading = try read(content, dialect, ReadLimits(chunkBytes: size, maximumRecordBytes: 300), tolerance)
      if number == 0 { first = reading }
      try require(reading == first, "chunks of \(size) bytes give another result than chunks of \(chunkBytes[0])")
    }
    guard let first else { return }
    try checkPlaces(first, content)
    try writeBack(first)
    for damage in first.damages {
      let end = min(damage.start + damage.byteLength, content.count)
      let bytes = Array(content[damage.start..<end].prefix(300))
      _ = RecordRepair.fields(of: bytes, dialect: .rfc4180, columns: first.header.count)
      _ = RecordRepair.fields(of: bytes, dialect: .rfc4180, columns: nil)
    }
  }

  /// A translated dialect gives the same at every size of chunks, and what the slow twin reads where it is UTF-8.
  static func translate(_ input: inout FuzzInput) throws(FuzzFinding) {
    var description = DialectDescription()
    description.delimiter = input.choose(",", "||", "¦", ";;;", "\t", "aa", "aba")
    description.quote = input.choose("\"", "'", "«", "")
    description.escape = input.choose(nil, "\\", "\"", "^")
    description.recordEnd = input.choose(nil, "~~", "\n", "\r\n", "§")
    description.encoding = input.choose(
      "utf-8", "utf-16le", "utf-16be", "utf-16", "utf-32", "koi8-r", "windows-1251", "shift_jis", "gb18030")
    let tolerance: Tolerance = input.choose(.none, .damage)
    let content = input.content
    // Some of the combinations are refused; what is said of them is tested elsewhere.
    guard let dialect = try? description.resolve() else { return }
    var first: Reading?
    for (number, size) in chunkBytes.enumerated() {
      let reading = try read(content, dialect, ReadLimits(chunkBytes: size), tolerance)
      if number == 0 { first = reading }
      try require(reading == first, "chunks of \(size) bytes give another result than chunks of \(chunkBytes[0])")
    }
    // The twin knows no tolerance and no bytes that are not of the encoding.
    guard description.encoding == "utf-8", tolerance == .none, isPlain(content), isValidUTF8(content.span) else {
      return
    }
    let text = String(decoding: content, as: UTF8.self)
    guard Array(text.utf8) == content else { return }
    let twin = DialectTwin(text, description, start: 0) { Unicode.UTF8.width($0) }.reading()
    try require(first == twin, "the translation and its slow twin disagree")
  }

  /// Any bytes as a compressed file: content or an error, the same however it is asked for.
  static func decompress(_ input: inout FuzzInput) throws(FuzzFinding) {
    let name = input.choose("export.csv", "export.csv.gz", "export.csv.zst")
    let content = input.content
    let steps = [7, 4096]
    var results: [Result<[UInt8], ReadError>] = []
    for step in steps {
      var bytes: [UInt8] = []
      do throws(ReadError) {
        var source = try ByteSource(contents: content, path: name)
        while bytes.count < 1 << 20 {
          let before = bytes.count
          try source.read(into: &bytes, upTo: before + step)
          if bytes.count < before + step { break }
        }
        results.append(.success(bytes))
      } catch {
        try check(error)
        results.append(.failure(error))
      }
    }
    guard case .success(let first) = results[0], case .success(let second) = results[1] else { return }
    let count = min(first.count, second.count)
    try require(first.prefix(count) == second.prefix(count), "steps of \(steps) bytes give different contents")
  }

  /// What was read is the same once it has been written as RFC 4180, and text stays text when its encoding is repaired.
  private static func writeBack(_ reading: Reading) throws(FuzzFinding) {
    guard !reading.header.isEmpty else { return }
    var writer = CSVWriter()
    for row in [reading.header] + reading.rows {
      for field in row { writer.append(field.span) }
      writer.endRow()
    }
    let tolerance: Tolerance = reading.rows.allSatisfy { $0.count == reading.header.count } ? .none : .damage
    // A file that begins like a compressed one is taken for it.
    guard isPlain(writer.bytes) else { return }
    guard let plain = try? DialectDescription.rfc4180.resolve() else { throw FuzzFinding("RFC 4180 is not read") }
    let again = try read(writer.bytes, plain, ReadLimits(chunkBytes: writer.bytes.count + 1), tolerance)
    try require(
      again?.header == reading.header && again?.rows == reading.rows && again?.damages == [],
      "rows that were written are read as others")
    for field in reading.rows.joined() where isValidUTF8(field.span) {
      try require(isValidUTF8(mojibake.repaired(field).span), "repairing mojibake makes what is no UTF-8")
    }
  }

  /// Nil where the header can't be read.
  private static func read(
    _ content: [UInt8], _ dialect: ResolvedDialect, _ limits: ReadLimits, _ tolerance: Tolerance
  ) throws(FuzzFinding) -> Reading? {
    do { return try Reading(of: content, resolved: dialect, limits: limits, tolerance: tolerance) } catch {
      guard let error = error as? ReadError else { throw FuzzFinding("an error that is no ReadError: \(error)") }
      try check(error)
      return nil
    }
  }

  /// What a defect says of itself is a finding; all other errors are the input's.
  private static func check(_ error: ReadError) throws(FuzzFinding) {
    try require(error.kind != .defect, error.description)
  }

  /// Records and damage lie one behind the other, within the content.
  private static func checkPlaces(_ reading: Reading, _ content: [UInt8]) throws(FuzzFinding) {
    var ranges =
      reading.records.map { ($0.start, $0.end) } + reading.damages.map { ($0.start, $0.start + $0.byteLength) }
    ranges.sort { $0 < $1 }
    var end = 0
    for range in ranges {
      try require(range.0 >= end && range.1 >= range.0, "records overlap at byte \(range.0)")
      end = range.1
    }
  }
}
