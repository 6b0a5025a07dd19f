internal import Buffers

/// Writes rows as CSV after RFC 4180: a field is quoted where it must be, and a quote in it doubled.
///
/// What is written reads back as the same rows, also by `ChunkReader`: a row of one empty field is written as two quotes
/// because an empty line is no row, and a first field that begins like a byte order mark or like Excel's `sep=` is quoted.
public struct CSVWriter: Sendable {
  /// How a row ends.
  public enum LineEnd: Sendable {
    /// CR and LF, as RFC 4180 has it.
    case crlf
    /// LF alone, as most programs read and write it.
    case lf
  }

  /// What has been written; take it away and call `removeAll` whenever it is enough.
  public private(set) var bytes: [UInt8] = []

  private let dialect: Dialect
  private let lineEnd: LineEnd
  private let needsQuotes: [Bool]
  private var fieldCount = 0
  private var isFirstRow = true
  private var isLastFieldEmpty = false

  /// Makes a writer of an empty file, or of what follows rows that another writer has written.
  public init(dialect: Dialect = .rfc4180, lineEnd: LineEnd = .crlf, continuesFile: Bool = false) {
    self.dialect = dialect
    self.lineEnd = lineEnd
    isFirstRow = !continuesFile
    needsQuotes = (UInt8.min...UInt8.max).map { $0 == dialect.quote || $0 == dialect.delimiter || $0.isLineEnd }
  }

  /// Appends a field to the row.
  public mutating func append(_ field: Span<UInt8>) {
    if fieldCount > 0 { bytes.append(dialect.delimiter) }
    isLastFieldEmpty = field.isEmpty
    var isQuoted = isFirstRow && fieldCount == 0 && isPreamble(field)
    for index in field.indices where needsQuotes[Int(field[index])] {
      isQuoted = true
      break
    }
    fieldCount += 1
    guard isQuoted else { return bytes.append(copying: field) }
    bytes.append(dialect.quote)
    for index in field.indices {
      if field[index] == dialect.quote { bytes.append(dialect.quote) }
      bytes.append(field[index])
    }
    bytes.append(dialect.quote)
  }

  /// Appends a text to the row.
  public mutating func append(_ field: String) { append(Array(field.utf8).span) }

  /// Ends the row; a row without a field is not written.
  public mutating func endRow() {
    guard fieldCount > 0 else { return }
    if fieldCount == 1, isLastFieldEmpty {
      bytes.append(dialect.quote)
      bytes.append(dialect.quote)
    }
    if lineEnd == .crlf { bytes.append(.carriageReturn) }
    bytes.append(.lineFeed)
    fieldCount = 0
    isFirstRow = false
  }

  /// Forgets what has been written and keeps the room; the row goes on where it was.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private func isPreamble(_ field: Span<UInt8>) -> Bool {
    [ByteOrderMark.utf8, Opening.excelDelimiter].contains { preamble in
      field.count >= preamble.count && preamble.indices.allSatisfy { field[$0] == preamble[$0] }
    }
  }
}
