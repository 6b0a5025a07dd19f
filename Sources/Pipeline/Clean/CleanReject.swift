import CSV

/// A record that `voc clean` does not write, and why.
public struct CleanReject: Sendable, Equatable {
  /// Why a record is rejected; the names stand in the file of rejects.
  public enum Reason: String, Sendable, CaseIterable {
    /// Another number of fields than the header has.
    case wrongFieldCount = "wrong_field_count"
    /// Text between a closing quote and the next delimiter.
    case textAfterQuote = "text_after_quote"
    /// A quote within a field that is not quoted.
    case strayQuote = "stray_quote"
    /// A quoted field that is not closed before the end of the file.
    case unclosedQuote = "unclosed_quote"
    /// Longer than the longest record that is read.
    case tooLong = "too_long"
    /// Bytes that the encoding does not have.
    case invalidEncoding = "invalid_encoding"
    /// A NUL byte, which RFC 4180 does not have and many readers end at.
    case nulByte = "nul_byte"
  }

  /// Why.
  public var reason: Reason
  /// The physical line on which the record begins, from 1.
  public var line: Int
  /// The record's first byte in the decompressed, not transcoded input.
  public var byteOffset: Int
  /// Bytes of the record in the decompressed, not transcoded input, without its line end.
  public var byteLength: Int
  /// What was found and expected, without the record's text.
  public var message: String
  /// The record in UTF-8, cut at the longest record; a byte that is none is `\xHH`.
  public var raw: String

  /// The header of the file of rejects.
  static let header = ["line", "byte_offset", "byte_length", "reason", "message", "raw"]

  /// Appends it to a file of rejects.
  func write(to writer: inout CSVWriter) {
    for field in ["\(line)", "\(byteOffset)", "\(byteLength)", reason.rawValue, message, raw] { writer.append(field) }
    writer.endRow()
  }
}

extension CleanReject.Reason {
  /// The reason and message of damage to a record of `byteLength` bytes, with `columns` fields and `maximumBytes` bytes expected.
  static func of(
    _ damage: DamagedRecord.Reason, byteLength: Int, columns: Int, maximumBytes: Int
  ) -> (reason: CleanReject.Reason, message: String) {
    switch damage {
    case .wrongFieldCount(let found):
      (.wrongFieldCount, "\(found) field\(found == 1 ? "" : "s"), the header has \(columns)")
    case .textAfterQuote:
      (.textAfterQuote, "text behind a closing quote: a quote within a quoted field must be escaped")
    case .unclosedQuote: (.unclosedQuote, "the file ends within a quoted field")
    case .tooLong: (.tooLong, "\(byteLength) bytes, a record may have \(maximumBytes)")
    }
  }
}
