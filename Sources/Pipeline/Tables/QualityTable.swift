import Columnar
import Text

/// What is counted of one input file: a row of `quality`.
struct FileQuality: Sendable {
  var input: String
  var source: String
  var file: String
  var encoding: String
  /// Decompressed bytes.
  var bytes: Int64 = 0
  /// Before the first record: byte order mark, skipped lines, header.
  var headerBytes: Int64 = 0
  /// Records without their line ends, accepted or not.
  var recordBytes: Int64 = 0
  /// Line ends of records, and empty lines.
  var lineEndBytes: Int64 = 0
  /// Records that were rejected, without their line ends: a part of `recordBytes`.
  var rejectedBytes: Int64 = 0
  var records: Int64 = 0
  var accepted: Int64 = 0
  var rejected: [RejectReason: Int64] = [:]
  /// By language, then `und`; comments alone.
  var languages = [Int64](repeating: 0, count: undeterminedLanguage + 1)
  static let undeterminedLanguage = Language.allCases.count
  var matchedByOrder: Int64 = 0
  var matchedByCustomer: Int64 = 0
  var customerConflicts: Int64 = 0
  /// Comments or order lines dated after the run date.
  var inFuture: Int64 = 0
  var beforePurchase: Int64 = 0
  var answeredBefore: Int64 = 0
  var deliveredBefore: Int64 = 0
  var unreadableValues: Int64 = 0
  var ratingsOffScale: Int64 = 0
  var ambiguousTimes: Int64 = 0
  var nonexistentTimes: Int64 = 0
  var mojibake: Int64 = 0
  var masked: Int64 = 0
  var purchasesFrom: Int64?
  var purchasesUntil: Int64?

  var rejectedCount: Int64 { rejected.values.reduce(0, +) }

  /// Adds what a chunk of the same file has.
  mutating func add(_ other: FileQuality) {
    recordBytes += other.recordBytes
    lineEndBytes += other.lineEndBytes
    records += other.records
    accepted += other.accepted
    rejected.merge(other.rejected, uniquingKeysWith: +)
    for language in languages.indices { languages[language] += other.languages[language] }
    matchedByOrder += other.matchedByOrder
    matchedByCustomer += other.matchedByCustomer
    customerConflicts += other.customerConflicts
    inFuture += other.inFuture
    beforePurchase += other.beforePurchase
    answeredBefore += other.answeredBefore
    deliveredBefore += other.deliveredBefore
    unreadableValues += other.unreadableValues
    ratingsOffScale += other.ratingsOffScale
    ambiguousTimes += other.ambiguousTimes
    nonexistentTimes += other.nonexistentTimes
    mojibake += other.mojibake
    masked += other.masked
    purchasesFrom = [purchasesFrom, other.purchasesFrom].compactMap(\.self).min()
    purchasesUntil = [purchasesUntil, other.purchasesUntil].compactMap(\.self).max()
  }
}

/// The schema of `quality`, and its rows.
enum QualityTable {
  static let languages = Language.allCases.map(\.code) + [Language.undetermined]

  private static func count(_ name: String, _ description: String) -> ColumnField {
    ColumnField(name: name, type: .int64, isNullable: false, description: description)
  }

  static let schema = TableSchema(
    name: "quality", description: "one row per input file",
    fields: [
      ColumnField(name: "input", type: .string, isNullable: false, description: "feedback or purchases"),
      ColumnField(
        name: "source", type: .string, isNullable: false,
        description: "name of the feedback source; of purchases, their number in the pipeline file"),
      ColumnField(name: "file", type: .string, isNullable: false, description: "file below the fixed part of its glob"),
      ColumnField(
        name: "encoding", type: .string, isNullable: false, description: "encoding that the pipeline file gives"),
      count("bytes", "decompressed bytes: header_bytes + record_bytes + line_end_bytes"),
      count("header_bytes", "bytes before the first record: byte order mark, skipped lines, header"),
      count("record_bytes", "bytes of all records, without their line ends"),
      count("line_end_bytes", "bytes of line ends behind records and of empty lines"),
      count("rejected_bytes", "the part of record_bytes that became rejects: the sum of their byte_length"),
      count("n_records", "records, the header not counted"),
      count("n_accepted", "records that became comments or order lines"),
      count("n_rejected", "records that became rows of rejects"),
    ] + RejectReason.allCases.map { count("n_\($0.rawValue)", "rejected: \($0.meaning)") }
      + languages.map {
        count("n_language_\($0)", "comments in \($0 == Language.undetermined ? "none of the five languages" : $0)")
      }
      + [
        count("n_matched_by_order", "comments matched to a purchase by order id"),
        count("n_matched_by_customer", "comments matched to their customer's latest purchase"),
        count(
          "n_customer_conflicts",
          "comments matched to an order of another customer; of purchases, orders whose lines name different customers"),
        count(
          "n_in_future",
          "comments submitted after the run date, which wait for no response; order lines bought after it, which match none"
        ),
        count("n_before_purchase", "comments submitted before the purchase whose order they name"),
        count("n_answered_before", "comments answered before they were submitted, which have no response time"),
        count("n_delivered_before", "order lines delivered before they were bought"),
        count("n_unreadable_values", "values of optional columns that could not be read and are null"),
        count("n_ratings_off_scale", "ratings outside the scale of the source, which are null"),
        count("n_ambiguous_times", "local times that the clock showed twice; the first is taken"),
        count("n_nonexistent_times", "local times that the clock skipped; shifted forward"),
        count(
          "n_mojibake",
          "comments that are UTF-8 read with a wrong encoding and saved, as Ð¿Ñ€Ð¸Ð²ÐµÑ‚; written as they came"),
        count("n_masked", "e-mail addresses, phone and card numbers masked"),
        ColumnField(
          name: "purchases_from", type: .timestampMicroseconds,
          description: "first purchase of the file (UTC)", null: "no purchases"),
        ColumnField(
          name: "purchases_until", type: .timestampMicroseconds,
          description: "last purchase of the file (UTC)", null: "no purchases"),
      ])

  static func batch(_ files: [FileQuality]) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    for file in files {
      for (index, text) in [file.input, file.source, file.file, file.encoding].enumerated() {
        batch.columns[index].append(text)
      }
      var counts = [file.bytes, file.headerBytes, file.recordBytes, file.lineEndBytes, file.rejectedBytes]
      counts += [file.records, file.accepted, file.rejectedCount]
      counts += RejectReason.allCases.map { file.rejected[$0] ?? 0 }
      counts += file.languages
      counts += [
        file.matchedByOrder, file.matchedByCustomer, file.customerConflicts, file.inFuture,
        file.beforePurchase, file.answeredBefore, file.deliveredBefore, file.unreadableValues,
        file.ratingsOffScale, file.ambiguousTimes, file.nonexistentTimes, file.mojibake, file.masked,
      ]
      for (index, value) in counts.enumerated() { batch.columns[4 + index].append(value) }
      for (index, value) in [file.purchasesFrom, file.purchasesUntil].enumerated() {
        let column = 4 + counts.count + index
        if let value { batch.columns[column].append(value) } else { batch.columns[column].appendNull() }
      }
      batch.rowCount += 1
    }
    return batch
  }
}
