import Buffers
import CSV
import Columnar
import Parquet
import Text

/// Rows of Parquet files of the same columns, as CSV or JSON Lines.
package struct RowText: Sendable {
  /// How rows are written.
  package enum Format: String, CaseIterable, Sendable {
    /// RFC 4180 with LF, the columns' names first; null and an empty string are both an empty cell.
    ///
    /// A text that a spreadsheet would run as a formula has an apostrophe before it.
    case csv
    /// One JSON object a line.
    case jsonl
  }

  private let files: [String]
  private let fields: [ColumnField]
  /// The columns that were asked for; nil for all.
  private let columns: [String]?

  /// Text is handed on in pieces of about this size: large enough for few system calls, small beside a row group.
  private static let pieceBytes = 1 << 18

  /// Looks at the files' footers.
  ///
  /// - Parameters:
  ///   - files: at least one.
  ///   - columns: which columns and in which order; nil for all.
  /// - Throws: `noInput` for a missing file, `data` for a damaged one, `usage` for a column that a file lacks and for
  ///   files of different columns.
  package init(files: [String], columns: [String]? = nil) throws(RunError) {
    if let columns { try Self.checkUnique(columns) }
    var first: [ColumnField] = []
    for (number, file) in files.enumerated() {
      let reader = try reading { () throws(ParquetError) in try ParquetReader(path: file) }
      try Self.check(columns ?? [], in: reader.columns.map(\.name), of: file)
      let schema = try reading { () throws(ParquetError) in try reader.schema(columns: columns) }
      if number == 0 { first = schema.fields }
      if let difference = Self.difference(first, schema.fields) {
        throw RunError(
          .usage,
          """
          \(file): \(difference) in \(files[0]): name files of one table, or with --columns the columns that all of \
          them have
          """)
      }
    }
    self.files = files
    self.columns = columns
    fields = first
  }

  /// Hands on the rows in pieces, row group by row group, at most `limit` rows.
  ///
  /// Cost: at most one row group is in memory.
  ///
  /// - Throws: `data` for damage, `io`, and what `output` throws.
  package func write(
    _ format: Format, limit: Int = .max, to output: ([UInt8]) throws(RunError) -> Void
  ) throws(RunError) {
    var printer = RowPrinter(format, fields)
    var remaining = limit
    for file in files where remaining > 0 {
      let reader = try reading { () throws(ParquetError) in try ParquetReader(path: file) }
      for group in reader.metaData.rowGroups.indices where remaining > 0 {
        let batch = try reading { () throws(ParquetError) in try reader.readRowGroup(group, columns: columns) }
        let rows = min(remaining, batch.rowCount)
        for row in 0..<rows {
          printer.append(batch, row: row)
          if printer.byteCount >= Self.pieceBytes { try output(printer.take()) }
        }
        remaining -= rows
      }
    }
    try output(printer.take())
  }

  private static func checkUnique(_ columns: [String]) throws(RunError) {
    guard !columns.isEmpty else { throw RunError(.usage, "--columns names no column: write --columns a,b") }
    var seen: Set<String> = []
    for name in columns where !seen.insert(name).inserted {
      throw RunError(.usage, "--columns names '\(name)' twice: name each column once")
    }
  }

  private static func check(_ columns: [String], in known: [String], of file: String) throws(RunError) {
    for name in columns where !known.contains(name) {
      let hint =
        Spelling.nearest(name, among: known).map { "did you mean '\($0)'?" }
        ?? "it has \(known.joined(separator: ", "))"
      throw RunError(.usage, "\(file): no column '\(name)': \(hint)")
    }
  }

  /// How a file's columns differ from those of the first, as far as rows go.
  private static func difference(_ first: [ColumnField], _ other: [ColumnField]) -> String? {
    for (number, pair) in zip(first, other).enumerated()
    where pair.0.name != pair.1.name || pair.0.type != pair.1.type {
      return "column \(number + 1) is \(pair.1.name) (\(pair.1.type.name)), but \(pair.0.name) (\(pair.0.type.name))"
    }
    return first.count == other.count ? nil : "it has \(other.count) columns, but there are \(first.count)"
  }
}

/// Writes rows of batches of one schema.
private struct RowPrinter {
  private let format: RowText.Format
  private let isText: [Bool]
  /// What stands before each value of an object, the punctuation included.
  private let keys: [[UInt8]]
  private var csv = CSVWriter(lineEnd: .lf)
  private var json: [UInt8] = []

  init(_ format: RowText.Format, _ fields: [ColumnField]) {
    self.format = format
    // Numbers, times and flags are written by us, and bytes as hexadecimal or base64.
    isText = fields.map { $0.type == .string }
    keys = fields.enumerated().map { number, field in
      var key = [UInt8(ascii: number == 0 ? "{" : ",")]
      ParquetText.appendJSON(Array(field.name.utf8).span, to: &key)
      return key + [UInt8(ascii: ":")]
    }
    guard format == .csv else { return }
    for field in fields { csv.append(field.name) }
    csv.endRow()
  }

  var byteCount: Int { format == .csv ? csv.bytes.count : json.count }

  mutating func append(_ batch: RecordBatch, row: Int) {
    var cell: [UInt8] = []
    for column in batch.columns.indices {
      if format == .jsonl {
        json += keys[column]
        ParquetText.appendJSON(batch.columns[column], row: row, to: &json)
      } else {
        cell.removeAll(keepingCapacity: true)
        ParquetText.append(batch.columns[column], row: row, to: &cell)
        if isText[column], FormulaGuard.isFormula(cell.span) { cell.insert(FormulaGuard.prefix, at: 0) }
        csv.append(cell.span)
      }
    }
    if format == .csv { return csv.endRow() }
    json.append(UInt8(ascii: "}"))
    json.append(UInt8(ascii: "\n"))
  }

  /// What has been written since the last time.
  mutating func take() -> [UInt8] {
    if format == .csv {
      let bytes = csv.bytes
      csv.removeAll()
      return bytes
    }
    defer { json.removeAll(keepingCapacity: true) }
    return json
  }
}
