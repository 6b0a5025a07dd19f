import CSV
import Foundation
import Sentiment
import Text

/// Reads comments of a user's own files, with ratings or labels where they stand beside them.
///
/// Four forms: CSV with a header (a name that ends in `.csv`, `.csv.gz` or `.csv.zst`); JSON Lines; lines
/// `rating<TAB>text`; plain lines. A rating is a number of the scale, or one of the four labels. All mistakes are kept:
/// those of a single record are warnings, and the record is left out.
package struct CommentReader {
  /// Names of the columns or keys that hold the text and the rating, in order of preference.
  package struct Columns: Sendable {
    /// Of the text.
    package var text = ["text", "comment", "feedback", "review"]
    /// Of the rating.
    package var rating = ["rating", "label", "stars", "score"]

    /// The names that are looked for where the user gives none.
    package init() {}
  }

  /// In the order of files and lines.
  package private(set) var comments: [CommentRow] = []
  /// What is wrong.
  package private(set) var issues: [DefinitionIssue] = []
  private let columns: Columns
  private let scale: RatingScale
  private let dialect: Dialect

  /// - Parameter delimiter: of CSV files.
  package init(columns: Columns, scale: RatingScale, delimiter: UInt8) {
    self.columns = columns
    self.scale = scale
    dialect = Dialect(delimiter: delimiter, quote: UInt8(ascii: "\"")) ?? .rfc4180
  }

  /// Reads a file.
  package mutating func read(file: String) {
    let name = [".gz", ".zst"].first(where: file.hasSuffix).map { file.dropLast($0.count) } ?? file[...]
    if name.lowercased().hasSuffix(".csv") { return readCSV(file) }
    guard let lines = InputLines(file: file, issues: &issues) else { return }
    read(lines, file)
  }

  /// Reads the content of a file that is no CSV.
  package mutating func read(content: String, file: String) {
    read(InputLines(bytes: Array(content.utf8), file: file, issues: &issues), file)
  }

  private mutating func read(_ lines: InputLines, _ file: String) {
    if lines.isJSON { return lines.lines.forEach { readJSON($0, file) } }
    var body = lines.lines[...]
    var hasRatings = false
    if let first = body.first {
      let cells = Self.cells(first.text)
      let isHeader =
        cells.count == 2 && columns.rating.contains(cells[0].lowercased())
        && columns.text.contains(cells[1].lowercased())
      if isHeader { body.removeFirst() }
      hasRatings = isHeader || cells.count == 2 && (Double(cells[0]) != nil || SentimentLabel(name: cells[0]) != nil)
    }
    for line in body {
      let cells = Self.cells(line.text)
      if !hasRatings {
        comments.append(CommentRow(text: String(line.text), rating: nil, file: file, line: line.number))
      } else if cells.count == 2 {
        append(String(cells[1]), rating: String(cells[0]), file, line.number)
      } else {
        report(file, line.number, "has no tab, but the first line begins with a rating; write rating<TAB>text")
      }
    }
  }

  private static func cells(_ line: Substring) -> [Substring] {
    line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
  }

  private mutating func report(_ file: String, _ line: Int, _ message: String) {
    issues.append(DefinitionIssue(kind: .warning, file: file, line: line, message: message))
  }

  /// Of files in which more than one record in twenty is wrong, the mistake is likely one of the options.
  private static let toleratedShare = 0.05

  /// The mistakes; errors where too many records are wrong.
  package var judgedIssues: [DefinitionIssue] {
    let wrong = issues.count { $0.kind == .warning }
    guard Double(wrong) > Self.toleratedShare * Double(comments.count + wrong) else { return issues }
    return issues.map { issue in
      var issue = issue
      if issue.kind == .warning { issue.kind = .input }
      return issue
    }
  }

  /// Appends a comment; an empty rating is none.
  private mutating func append(_ text: String, rating: String, _ file: String, _ line: Int) {
    var row = CommentRow(text: text, rating: nil, file: file, line: line)
    if let label = SentimentLabel(name: rating) {
      row.rating = .label(label)
    } else if let number = Double(rating) {
      guard scale.contains(number) else {
        let ends = "\(Self.short(scale.lowest)) to \(Self.short(scale.highest))"
        return report(
          file, line, "the rating \(rating) is not on the scale \(ends); give the scale with --rating-scale")
      }
      row.rating = .number(number)
    } else if !rating.isEmpty {
      return report(file, line, "the rating is neither a number nor a label; write 1 to 5, or negative or positive")
    }
    comments.append(row)
  }

  private static func short(_ number: Double) -> String { String(format: "%g", number) }

  private mutating func readJSON(_ line: InputLines.Line, _ file: String) {
    guard case .object(let object) = JSONValue(line: line.text) else {
      return report(file, line.number, "is no JSON object; write one a line: {\"text\": \"…\", \"rating\": 5}")
    }
    guard let key = columns.text.first(where: { object[$0] != nil }), case .string(let text) = object[key] else {
      let names = columns.text.joined(separator: ", ")
      return report(file, line.number, "has no text; its key is looked for as \(names): give it with --text-column")
    }
    var rating = ""
    switch columns.rating.lazy.compactMap({ object[$0] }).first {
    case .number(let number): rating = "\(number)"
    case .string(let value): rating = value
    case nil, .null: break
    case .some(let value):
      return report(file, line.number, "the rating is \(value.kind); write a number or a label")
    }
    append(text, rating: rating, file, line.number)
  }

  private mutating func readCSV(_ file: String) {
    do throws(ReadError) {
      var reader = try ChunkReader(ByteSource(path: file), dialect: dialect)
      let header = reader.header.map { String(decoding: $0, as: UTF8.self) }
      guard let textPlace = Self.place(columns.text, header) else {
        let found = header.map { "'\($0)'" }.joined(separator: ", ")
        return issues.append(
          DefinitionIssue(
            kind: .input, file: file, line: reader.headerLine,
            message: "the header has no column \(columns.text.joined(separator: ", ")); give it with --text-column, "
              + "and the delimiter with --delimiter. Found: \(found)"))
      }
      let ratingPlace = Self.place(columns.rating, header)
      var parser = try RecordParser(dialect: dialect)
      var table = FieldTable()
      while let chunk = try reader.next() {
        try parser.parse(chunk, columns: header.count, into: &table)
        for damaged in chunk.damaged {
          report(file, damaged.line, Self.message(damaged.reason, columns: header.count))
        }
        for row in 0..<table.rowCount {
          func field(_ column: Int) -> String { String(decoding: table.copy(row: row, column: column), as: UTF8.self) }
          append(field(textPlace), rating: ratingPlace.map(field) ?? "", file, chunk.records.lines[row])
        }
      }
    } catch {
      issues.append(DefinitionIssue(kind: DefinitionIssue.Kind(error.kind), file: file, message: error.message))
    }
  }

  private static func message(_ reason: DamagedRecord.Reason, columns: Int) -> String {
    switch reason {
    case .wrongFieldCount(let found): "\(found) fields, the header has \(columns)"
    case .textAfterQuote: "text behind a closing quote: a quote within a quoted field must be doubled"
    case .tooLong: "a record may have \(ReadLimits.defaultMaximumRecordBytes) bytes"
    case .unclosedQuote: "the file ends within a quoted field"
    }
  }

  private static func place(_ names: [String], _ header: [String]) -> Int? {
    names.lazy.compactMap { header.firstIndex(of: $0) }.first
  }
}
