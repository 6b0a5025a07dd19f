import Foundation
import Pipeline
import Testing

/// A table of a run as text: a row is a mapping from columns to cells.
private struct Rows {
  var rows: [[String: String]]

  init(_ night: NightlyRun, _ table: String) throws {
    let text = try RowText(files: ["\(night.runFolder)/\(table)/part-00000.parquet"], columns: nil)
    var bytes: [UInt8] = []
    try text.write(.jsonl) { (part) throws(RunError) in bytes += part }
    rows = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      return object.compactMapValues { $0 is NSNull ? nil : "\($0)" }
    }
  }
}

@Suite("Insights", .serialized)
struct InsightTests {
  @Test("of a suppressed driver or change nothing is told, and of every other the intervals hold their values")
  func suppression() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    for (table, figures, keys) in [
      ("driver_impact", ["difference", "negative_difference", "relative_weight"], 5),
      ("change", ["before", "after", "difference"], 6),
    ] {
      let rows = try Rows(night, table).rows
      #expect(!rows.isEmpty)
      for row in rows where row["suppressed"] == "1" || row["suppressed"] == "true" {
        #expect(row.count <= keys, "\(table): \(row)")
      }
      for row in rows {
        for figure in figures {
          guard let value = row[figure].flatMap(Double.init), let low = row["\(figure)_low"].flatMap(Double.init),
            let high = row["\(figure)_high"].flatMap(Double.init)
          else { continue }
          #expect(low <= value && value <= high, "\(table) \(figure): \(row)")
        }
      }
    }
  }

  @Test("the mix of every dimension and the rate add up to the difference")
  func decomposition() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    var decomposed = 0
    for row in try Rows(night, "change").rows {
      guard let difference = row["difference"].flatMap(Double.init) else { continue }
      let parts = row.filter { $0.key.hasPrefix("mix_") || $0.key == "rate" }.compactMap { Double($0.value) }
      #expect(abs(parts.reduce(0, +) - difference) < 1e-12)
      #expect(parts.count == 4)
      decomposed += 1
    }
    #expect(decomposed > 0)
  }

  @Test("a run compared with itself has changed in nothing")
  func itself() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    try night.run(previous: night.runFolder)
    let rows = try Rows(night, "change").rows
    #expect(rows.contains { $0["difference"] != nil })
    for row in rows where row["difference"] != nil {
      #expect(row["difference"].flatMap(Double.init) == 0 && row["p"].flatMap(Double.init) == 1)
      #expect(row["n_before"] == row["n_after"] && row["before_low"] == row["after_low"])
      #expect(row["period_before"] == nil)
    }
  }

  @Test("terms stand in the order of their z, each in as many comments as asked for, and sets its group apart")
  func keywords() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run(overrides: [(key: "keywords.minimum_comments", value: "7"), (key: "keywords.terms", value: "3")])
    let rows = try Rows(night, "keywords").rows
    #expect(!rows.isEmpty)
    var last = Double.infinity
    for row in rows {
      let z = try #require(row["z"].flatMap(Double.init))
      let rank = try #require(row["rank"].flatMap { Int($0) })
      #expect(rank <= 3 && (rank == 1 || z <= last))
      last = z
      #expect((row["n_first"].flatMap { Int($0) } ?? 0) >= 7)
      #expect((row["log_odds_low"].flatMap(Double.init) ?? 0) >= 0)
      #expect(row["example_1"] != nil)
    }
  }

  @Test("what is not asked for is not written")
  func absent() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run()
    let names = try FileManager.default.contentsOfDirectory(atPath: night.runFolder)
    #expect(names.contains("driver_impact") && names.contains("keywords") && names.contains("change"))
    let text = try String(contentsOfFile: NightlyRun.pipeline, encoding: .utf8)
    let definition = DefinitionReader.read(
      file: "nightly.yaml", content: text.replacing("driver_impact:", with: "# driver_impact:"), environment: [:])
    #expect(definition.definition?.driverImpact == nil && definition.definition?.keywords != nil)
  }

  @Test("keywords without texts, and a mix of the cells' own dimension, are mistakes of the definition")
  func mistakes() {
    let head = """
      version: 1
      feedback:
        - {name: web, files: [a.csv], columns: {id: i, text: t, submitted_at: s}}

      """
    func issues(_ text: String) -> [String] {
      DefinitionReader.read(file: "n.yaml", content: head + text, environment: [:]).issues.map(\.description)
    }
    #expect(issues("keywords: {}\nprivacy: {keep_text: false}").count == 1)
    #expect(issues("change: {by: [channel], mix: [channel]}").count == 1)
    #expect(issues("change: {mix: [audience]}").count == 1)
    #expect(issues("change: {measures: [net_sentimentt]}").first?.contains("net_sentiment") == true)
    #expect(issues("driver_impact: {outcomes: [revenue]}").count == 1)
    #expect(issues("driver_impact: {}\nkeywords: {}\nchange: {}").isEmpty)
  }

  @Test("a folder that holds no run can't be compared with, and nothing is written")
  func noPrevious() throws {
    let night = try NightlyRun()
    defer { night.remove() }
    #expect(throws: RunError.self) { try night.run(previous: night.folder) }
    #expect(!FileManager.default.fileExists(atPath: night.runFolder))
  }
}
