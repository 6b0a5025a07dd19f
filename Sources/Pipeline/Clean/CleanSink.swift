import CSV

/// Writes what workers have made, in the order of the file, and adds up their counts.
struct CleanSink: OrderedSink, ~Copyable, Sendable {
  /// Rejected records that people are told of one by one.
  private static let maximumExamples = 5

  private var output: CleanOutput
  private var rejects: CleanOutput?
  private var rejectWriter = CSVWriter()
  private(set) var summary = CleanSummary()
  private var counts: [CleanReject.Reason: Int] = [:]
  private var mojibake = [Int](repeating: 0, count: Mojibake.encodings.count)
  private var likely = EncodingGuess()
  private var hasUTF8 = false

  /// Begins the output with the header records, and the rejects with their header.
  init(
    _ output: consuming CleanOutput, rejects: consuming CleanOutput?, header: [[[UInt8]]],
    headerRejects: [CleanReject]
  ) throws(RunError) {
    var writer = CSVWriter()
    for record in header {
      for field in record { writer.append(field.span) }
      writer.endRow()
    }
    for name in CleanReject.header { rejectWriter.append(name) }
    rejectWriter.endRow()
    try output.write(writer.bytes)
    self.output = output
    self.rejects = rejects
    for reject in headerRejects { add(reject) }
  }

  mutating func admit(_ batch: CleanBatch) throws(RunError) -> [Never] {
    try output.write(batch.bytes)
    for reject in batch.rejects { add(reject) }
    try writeRejects()
    summary.records += batch.records
    summary.ragged += batch.ragged
    summary.repaired += batch.repaired
    for encoding in mojibake.indices { mojibake[encoding] += batch.mojibake[encoding] }
    likely.add(batch.likely)
    hasUTF8 = hasUTF8 || batch.hasUTF8
    return []
  }

  mutating func finish() throws(RunError) -> [Never] { [] }

  mutating func append(_ encoded: Never) throws(RunError) {}

  /// Puts both files into place; what has been done.
  mutating func close() throws(RunError) -> CleanSummary {
    try writeRejects()
    try output.finish()
    try rejects?.finish()
    try output.publish()
    try rejects?.publish()
    summary.rejected = CleanReject.Reason.allCases.compactMap { reason in counts[reason].map { (reason, $0) } }
    summary.mojibake = zip(Mojibake.encodings, mojibake).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
    summary.likelyEncoding = likely.encoding
    summary.isMixed = hasUTF8
    for index in summary.examples.indices { summary.examples[index].raw = "" }
    return summary
  }

  private mutating func add(_ reject: CleanReject) {
    counts[reject.reason, default: 0] += 1
    if summary.examples.count < Self.maximumExamples { summary.examples.append(reject) }
    reject.write(to: &rejectWriter)
  }

  private mutating func writeRejects() throws(RunError) {
    try rejects?.write(rejectWriter.bytes)
    rejectWriter.removeAll()
  }
}
