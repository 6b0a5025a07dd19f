import Foundation
import Pipeline
import Testing

@Suite("Dialects of a run")
struct DialectRunTests {
  private static let rows = [
    [
      "feedback_id", "customer_id", "order_id", "submitted_at", "channel", "instrument", "rating", "language",
      "responded_at", "comment",
    ],
    ["F1", "", "", "2026-11-01T10:00:00Z", "email", "survey", "5", "fi", "", "Hyvä \"palvelu\", kiitos | ||"],
    ["F2", "", "", "2026-11-02T10:00:00Z", "email", "survey", "", "ru", "", "Спасибо!\nВсё \\ хорошо 😀"],
    ["F3", "", "", "2026-11-03T10:00:00Z", "chat", "survey", "1", "fr", "", "Très déçue"],
  ]

  @Test(
    "a dialect that libcsv does not take gives the same comments",
    arguments: [
      ["delimiter": "||"], ["escape": "\\"], ["encoding": "utf-16le"], ["quote": "¤"], ["record_end": "~~"],
      ["delimiter": "||", "escape": "\\", "encoding": "utf-16"], ["skip_lines": "2", "header_lines": "2"],
    ])
  func sameComments(dialect: [String: String]) throws {
    let plain = try comments([:])
    #expect(plain.count > 100)
    #expect(try comments(dialect) == plain)
  }

  @Test("mojibake is counted and left as it came")
  func mojibake() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    let exports = "\(night.folder)/exports"
    try FileManager.default.createDirectory(atPath: exports, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(NightlyRun.fixtures)/purchases.csv", toPath: "\(exports)/purchases.csv")
    var rows = Self.rows
    for (row, text) in [(1, "Ð¿Ñ€Ð¸Ð²ÐµÑ‚"), (3, "Très déçue, c'est à côté")] { rows[row][9] = text }
    let lines = rows.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n" }
    try Data(lines.joined().utf8).write(to: URL(filePath: "\(exports)/feedback.csv"))
    let summary = try night.run(exports: exports)
    #expect(summary.comments == 3 && summary.mojibake == 1)
    let texts = try RowText(files: ["\(night.runFolder)/comments/part-00000.parquet"], columns: ["text"])
    var written = Data()
    try texts.write(.csv) { (bytes) throws(RunError) in written += bytes }
    #expect(String(decoding: written, as: UTF8.self).contains("Ð¿Ñ€Ð¸Ð²ÐµÑ‚"))
  }

  /// The bytes of `comments` after a run over an export in a dialect.
  private func comments(_ dialect: [String: String]) throws -> Data {
    let night = try NightlyRun()
    defer { night.remove() }
    let exports = "\(night.folder)/exports"
    try FileManager.default.createDirectory(atPath: exports, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(NightlyRun.fixtures)/purchases.csv", toPath: "\(exports)/purchases.csv")
    try export(dialect).write(to: URL(filePath: "\(exports)/feedback.csv"))
    let overrides = dialect.sorted { $0.key < $1.key }.map { (key: "feedback[0].dialect.\($0.key)", value: $0.value) }
    try night.run(exports: exports, overrides: overrides)
    let rows = try RowText(
      files: ["\(night.runFolder)/comments/part-00000.parquet"],
      columns: ["feedback_id", "submitted_at", "rating", "language", "text", "score", "source_file"])
    var text = Data()
    try rows.write(.csv) { (bytes) throws(RunError) in text += bytes }
    return text
  }

  private func export(_ dialect: [String: String]) throws -> Data {
    let quote = dialect["quote"] ?? "\""
    let escape = dialect["escape"] ?? quote
    var text = ""
    var rows = Self.rows
    if dialect["skip_lines"] != nil {
      text = "Export of \"today\nand no more\n"
      // Two header records, whose cells are joined by a blank only where both have one.
      rows.insert(rows[0].map { _ in "" }, at: 0)
    }
    for row in rows {
      let fields = row.map { field in
        var field = field
        if escape != quote { field = field.replacingOccurrences(of: escape, with: escape + escape) }
        return quote + field.replacingOccurrences(of: quote, with: escape + quote) + quote
      }
      text += fields.joined(separator: dialect["delimiter"] ?? ",") + (dialect["record_end"] ?? "\n")
    }
    switch dialect["encoding"] {
    case "utf-16le": return try #require(text.data(using: .utf16LittleEndian))
    case "utf-16": return try #require(text.data(using: .utf16))
    default: return Data(text.utf8)
    }
  }
}
