import Columnar

/// Why a record was rejected; the names are those of `rejects.reason` and of the columns of `quality`.
enum RejectReason: String, CaseIterable, Sendable {
  case wrongFieldCount = "wrong_field_count"
  case textAfterQuote = "text_after_quote"
  case unclosedQuote = "unclosed_quote"
  case tooLong = "too_long"
  case invalidEncoding = "invalid_encoding"
  case missingID = "missing_id"
  case missingTimestamp = "missing_timestamp"
  case unreadableTimestamp = "unreadable_timestamp"
  case duplicate
  case superseded

  /// What the reason says, for the data dictionary.
  var meaning: String {
    switch self {
    case .wrongFieldCount: "another number of fields than the header has"
    case .textAfterQuote: "text stands between a closing quote and the next delimiter"
    case .unclosedQuote: "a quoted field is not closed before the end of the file"
    case .tooLong: "longer than the longest record that is read"
    case .invalidEncoding: "bytes that the encoding of the input does not know"
    case .missingID: "no value in a column that is part of the key"
    case .missingTimestamp: "no value in the column of the time"
    case .unreadableTimestamp: "a time that none of the formats reads"
    case .duplicate: "repeats a record that was kept, with the same content"
    case .superseded: "has the key of a record that was kept, with other content"
    }
  }
}

/// A record that is not in `comments` or the purchases, and why.
struct Reject: Sendable {
  var input: Int
  var line: Int
  var byteOffset: Int
  var byteLength: Int
  var reason: RejectReason
  /// Header of the column at fault, or nil.
  var column: String?
  /// What was found and expected, without the customer's text.
  var message: String
  /// The record as it stands in the file, cut at `RejectsTable.maximumRawBytes`.
  var raw: [UInt8]
}

/// The columns of `rejects`, in order.
enum RejectColumn: Int {
  case input, source, file, line, byteOffset, byteLength, reason, column, message, raw
}

/// The schema of `rejects`.
enum RejectsTable {
  /// Raw bytes kept of a record: enough to see what is wrong.
  static let maximumRawBytes = 64 << 10

  static let schema = TableSchema(
    name: "rejects", description: "one row per record of an input that was rejected; confidential",
    fields: [
      ColumnField(name: "input", type: .string, isNullable: false, description: "feedback or purchases"),
      ColumnField(
        name: "source", type: .string, isNullable: false,
        description: "name of the feedback source; of purchases, their number in the pipeline file"),
      ColumnField(
        name: "file", type: .string, isNullable: false,
        description: "file of the record, below the fixed part of its glob"),
      ColumnField(
        name: "line", type: .int64, isNullable: false, description: "physical line on which the record begins, from 1"),
      ColumnField(
        name: "byte_offset", type: .int64, isNullable: false,
        description: "first byte of the record in the decompressed, not transcoded file"),
      ColumnField(
        name: "byte_length", type: .int64, isNullable: false, description: "bytes of the record without its line end"),
      ColumnField(
        name: "reason", type: .string, isNullable: false,
        description: "why: " + RejectReason.allCases.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: "; ")),
      ColumnField(
        name: "column", type: .string, description: "header of the column at fault", null: "the record as a whole"),
      ColumnField(name: "message", type: .string, isNullable: false, description: "what was found and expected"),
      ColumnField(
        name: "raw", type: .bytes,
        description:
          "the record as it stands in the file, cut at 64 KiB, personal data masked",
        null: "not kept (privacy.keep_text)"
      ),
    ])
}

extension Reject {
  /// The same with the files of another kind of input numbered before.
  func shifted(by files: Int) -> Reject {
    var reject = self
    reject.input += files
    return reject
  }
}
