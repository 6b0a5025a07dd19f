import Foundation
import Pipeline
import Testing

@Suite("Golden")
struct GoldenTests {
  /// Tables of the fixture night as text: file, columns.
  static let tables: [(table: String, columns: [String]?)] = [
    (
      "comments",
      [
        "source", "feedback_id", "submitted_at", "rating", "language", "language_confidence", "label", "score",
        "expectation", "recommendation", "loyalty", "emotion", "complaint", "praise", "request", "audience", "match",
        "customer_conflict", "purchase_order_id", "order_lines", "product_id", "on_time", "days_late", "amount",
        "currency", "repurchased", "next_amount",
      ]
    ),
    ("drivers", ["feedback_id", "driver", "label", "score", "rating"]),
    ("rejects", nil),
    ("quality", nil),
    ("cubes/by_audience", nil),
    ("cubes/by_driver", nil),
    ("cubes/by_language", nil),
    ("cubes/by_quarter", nil),
    ("cubes/by_instrument", nil),
    ("cubes/complaints", nil),
    ("cubes/at_risk", nil),
    ("cubes/by_delivery", nil),
    ("driver_impact", nil),
    ("keywords", nil),
    ("change", nil),
  ]

  static let folder = "\(NightlyRun.root)/Tests/PipelineTests/Fixtures/Golden"

  @Test("the tables of the fixture night are the golden ones")
  func nightly() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    for (table, columns) in Self.tables {
      let rows = try RowText(files: ["\(night.runFolder)/\(table)/part-00000.parquet"], columns: columns)
      var text: [UInt8] = []
      try rows.write(.csv) { (bytes) throws(RunError) in text += bytes }
      let path = "\(Self.folder)/\(table.replacingOccurrences(of: "/", with: "_")).csv"
      let golden = try? Data(contentsOf: URL(fileURLWithPath: path))
      if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] != nil {
        try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
        try Data(text).write(to: URL(fileURLWithPath: path))
      }
      let expected = (golden.map { String(decoding: $0, as: UTF8.self) } ?? "").split(separator: "\n")
      let found = String(decoding: text, as: UTF8.self).split(separator: "\n")
      let first = zip(expected, found).first { $0 != $1 }
      // Not within the expectation, which would print both tables.
      let agree = expected == found
      #expect(
        agree,
        """
        \(table): \(expected.count) golden lines, \(found.count) found; first difference: \
        \(first.map { "\($0.0) | \($0.1)" } ?? "length"); make golden rewrites them
        """)
    }
  }
}
