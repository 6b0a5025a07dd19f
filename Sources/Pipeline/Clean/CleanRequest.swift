public import CSV

/// What `voc clean` is asked to do.
public struct CleanRequest: Sendable {
  /// The file to read; `-` is standard input.
  public var input: String
  /// The file to write; `-` is standard output.
  public var output: String
  /// How the input is written.
  public var dialect = DialectDescription.rfc4180
  /// Where rejected records are written; nil where they are counted alone.
  public var rejects: String?
  /// Whether ragged records are kept and stray quotes repaired.
  public var isLenient = false
  /// Whether UTF-8 that was read with a wrong encoding is turned back.
  public var repairsMojibake = false
  /// Whether several header records become one.
  public var joinsHeader = false
  /// Bytes of the longest record.
  public var maximumRecordBytes = ReadLimits.defaultMaximumRecordBytes
  /// Threads of work; nothing of the output depends on it.
  public var workers = 1
  /// Bytes that are read at once; nothing of the output depends on it.
  public var chunkBytes = ReadLimits.defaultChunkBytes

  /// Asks for a file to be read as RFC 4180 in UTF-8.
  public init(input: String, output: String) {
    self.input = input
    self.output = output
  }
}

/// What `voc clean` has done.
public struct CleanSummary: Sendable, Equatable {
  /// Records written, the header not counted.
  public var records = 0
  /// Rejected records by reason, in the order of `CleanReject.Reason`.
  public var rejected: [(reason: CleanReject.Reason, count: Int)] = []
  /// Records of another number of fields than the header, kept.
  public var ragged = 0
  /// Records whose stray quotes became text.
  public var repaired = 0
  /// Cells of mojibake by the encoding that was taken for UTF-8, in the order of `Mojibake.encodings`.
  public var mojibake: [(encoding: String, count: Int)] = []
  /// Whether it was turned back.
  public var isMojibakeRepaired = false
  /// The encoding that records which are not UTF-8 look like; nil where there are none.
  public var likelyEncoding: String?
  /// Whether there are both records with UTF-8 beyond ASCII and records that are not UTF-8.
  public var isMixed = false
  /// The first rejected records.
  public var examples: [CleanReject] = []
  /// Whether the file has no record at all, not even a header.
  public var isEmpty = false

  /// How many records were rejected.
  public var rejectedCount: Int { rejected.reduce(0) { $0 + $1.count } }

  /// The status of the contract: 2 where a record was rejected.
  public var exitStatus: Int32 { rejectedCount > 0 ? 2 : 0 }

  /// Makes the summary of nothing done.
  public init() {}

  /// Whether two say the same.
  public static func == (first: CleanSummary, second: CleanSummary) -> Bool {
    first.lines(input: "") == second.lines(input: "") && first.examples == second.examples
  }

  /// What a person is told, one line each.
  public func lines(input: String) -> [String] {
    var lines: [String] = []
    if isEmpty { lines.append("\(input): has no record at all, not even a header") }
    for reject in examples { lines.append("\(input):\(reject.line): \(reject.reason.rawValue): \(reject.message)") }
    let reasons = rejected.map { "\($0.reason.rawValue) \($0.count)" }.joined(separator: ", ")
    var total = "\(records) record\(records == 1 ? "" : "s") written"
    if repaired > 0 { total += ", \(repaired) of them repaired" }
    if ragged > 0 { total += ", \(ragged) of them ragged" }
    lines.append(total + (rejectedCount > 0 ? "; \(rejectedCount) rejected: \(reasons)" : ""))
    if let likelyEncoding {
      lines.append(
        isMixed
          ? "the file mixes encodings: other records are UTF-8 beyond ASCII, those that are not look like "
            + "\(likelyEncoding)"
          : "no record is UTF-8 beyond ASCII, and the rejected ones look like \(likelyEncoding): try --encoding "
            + likelyEncoding)
    }
    for (encoding, count) in mojibake {
      lines.append(
        "\(count) cell\(count == 1 ? " is" : "s are") mojibake, UTF-8 that was read as \(encoding); "
          + (isMojibakeRepaired ? "turned back" : "--repair-mojibake turns it back"))
    }
    return lines
  }
}
