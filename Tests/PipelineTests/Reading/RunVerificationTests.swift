import Foundation
import Parquet
import Pipeline
import Testing

@Suite("RunVerification")
struct RunVerificationTests {
  /// A way to damage a run, and what must be said of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var disagreements: [String]
    var apply: @Sendable (RunFolder) throws -> Void

    init(_ name: String, _ disagreements: [String], _ apply: @escaping @Sendable (RunFolder) throws -> Void) {
      testDescription = name
      self.disagreements = disagreements
      self.apply = apply
    }
  }

  static let files: [Damage] = [
    Damage("a file is missing", ["drivers/part-00000.parquet: the manifest names it, but there is no such file"]) {
      try $0.remove(RunFolder.drivers)
    },
    Damage("a file is not named", ["comments/part-00001.parquet: the manifest does not name it"]) {
      try $0.write(try $0.read(RunFolder.comments), to: "comments/part-00001.parquet")
    },
    Damage("a hidden file is not named", [".x: the manifest does not name it"]) { try $0.write([1], to: ".x") },
    Damage("a file is longer", ["datapackage.json: it has 4 bytes, the manifest says 3"]) {
      try $0.write(Array("{ }\n".utf8), to: RunFolder.dataPackage)
    },
    Damage("a file has other bytes", ["datapackage.json: its SHA-256 is "]) {
      try $0.write(Array("[]\n".utf8), to: RunFolder.dataPackage)
    },
    Damage("a file is named twice", ["datapackage.json: the manifest names it twice"]) { run in
      guard let files = run.manifest["files"] as? [[String: Any]] else { return }
      run.manifest["files"] = files + files.filter { $0["path"] as? String == RunFolder.dataPackage }
      try run.writeManifest()
    },
    Damage("a file outside is named", ["../x: the manifest names it, but there is no such file"]) { run in
      guard let files = run.manifest["files"] as? [[String: Any]] else { return }
      run.manifest["files"] = files + [["path": "../x", "bytes": 0, "sha256": ""]]
      try run.writeManifest()
    },
    Damage("rows differ from the footer", ["drivers/part-00000.parquet: its footer counts 3 rows, the manifest says 2"])
    {
      try $0.changeEntry(RunFolder.drivers, "rows", to: 2)
    },
    Damage("rows are not given", ["drivers/part-00000.parquet: its footer counts 3 rows, the manifest says none"]) {
      try $0.changeEntry(RunFolder.drivers, "rows", to: NSNull())
    },
    Damage("_SUCCESS is missing", ["_SUCCESS is missing"]) { try $0.remove("_SUCCESS") },
    Damage("the manifest is missing", ["manifest.json is missing: the folder holds no finished run"]) {
      try $0.remove("manifest.json")
    },
    Damage("the manifest is no JSON", ["manifest.json: not the manifest of a run: it is no JSON"]) {
      try $0.write(Array("{".utf8), to: "manifest.json")
    },
    Damage("the manifest lacks a key", ["manifest.json: not the manifest of a run: counts is missing at the top"]) {
      $0.manifest["counts"] = nil
      try $0.writeManifest()
    },
  ]

  static let pages: [Damage] = [
    Damage(
      "a byte of a page is changed",
      ["SHA-256 is ", "drivers/part-00000.parquet: row group 0, column feedback_id, page "]
    ) {
      var bytes = try $0.read(RunFolder.drivers)
      let reader = try ParquetReader(bytes: bytes, name: "drivers")
      // The last byte of a chunk is of the content of its last page.
      let next = try #require(reader.metaData.rowGroups[0].columns[2].metaData)
      bytes[Int(min(next.dictionaryPageOffset ?? .max, next.dataPageOffset)) - 1] ^= 1
      try $0.write(bytes, to: RunFolder.drivers)
    },
    Damage("a Parquet file is cut off", ["drivers/part-00000.parquet: no PAR1 at both ends"]) {
      try $0.write(try $0.read(RunFolder.drivers).dropLast(), to: RunFolder.drivers)
      try $0.seal()
    },
    Damage("a table lacks a column", ["drivers/part-00000.parquet: it has no column feedback_id of type STRING"]) {
      try $0.writeTable(RunFolder.drivers, ["source"], [["web"]])
      try $0.seal()
    },
  ]

  static let records: [Damage] = [
    Damage(
      "a comment is lost",
      [
        "feedback, source web, file a.csv: the manifest says 3 records = 2 accepted + 1 rejected; comments has 1 rows, "
          + "rejects 1",
        "counts: feedback_records is 5, comments 4, feedback_rejects 1; the inputs have 5 records, comments has 3 rows, "
          + "rejects 1 rows of feedback",
      ]
    ) {
      try $0.writeComments(RunFolder.commentRows.filter { $0 != ["web", "a.csv", "2"] })
      try $0.seal()
    },
    Damage(
      "a reject of feedback is lost",
      ["feedback, source web, file a.csv: ", "counts: feedback_records is 5"]
    ) {
      try $0.writeRejects(RunFolder.rejectRows.filter { $0[0] != "feedback" })
      try $0.seal()
    },
    Damage(
      "a reject of purchases is lost",
      [
        "purchases, source 0, file p.csv: the manifest says 8 records = 7 accepted + 1 rejected; rejects has 0 rows",
        "counts: purchase_records is 8",
      ]
    ) {
      try $0.writeRejects(RunFolder.rejectRows.filter { $0[0] != "purchases" })
      try $0.seal()
    },
    Damage(
      "a comment moved to another file",
      ["feedback, source web, file a.csv: ", "feedback, source web, file b.csv: "]
    ) {
      try $0.writeComments(RunFolder.commentRows.map { $0[2] == "2" ? ["web", "b.csv", "2"] : $0 })
      try $0.seal()
    },
    Damage(
      "comments are of an unknown file",
      [
        "feedback, source web, file a.csv: ",
        "comments has 1 rows of source web, file c.csv, which is no feedback input of the manifest",
      ]
    ) {
      try $0.writeComments(RunFolder.commentRows.map { $0[2] == "2" ? ["web", "c.csv", "2"] : $0 })
      try $0.seal()
    },
    Damage(
      "rejects are of an unknown file",
      [
        "purchases, source 0, file p.csv: ",
        "rejects has 1 rows of purchases, source 1, file p.csv, which is no input of the manifest",
      ]
    ) {
      try $0.writeRejects(RunFolder.rejectRows.map { $0[0] == "purchases" ? ["purchases", "1", "p.csv", "x"] : $0 })
      try $0.seal()
    },
    Damage("a count of feedback differs", ["counts: feedback_records is 6, "]) {
      try $0.changeCount("feedback_records", to: 6)
    },
    Damage("a count of purchases differs", ["counts: purchase_records is 8, purchase_lines 9, "]) {
      try $0.changeCount("purchase_lines", to: 9)
    },
    Damage("a key occurs twice", ["comments: 1 rows have the key (source, feedback_id) of an earlier row"]) {
      try $0.writeComments(RunFolder.commentRows.map { $0[2] == "2" ? ["web", "a.csv", "1"] : $0 })
      try $0.seal()
    },
    Damage(
      "drivers have no comment", ["drivers: 2 rows have a key (source, feedback_id) that no comment has"]
    ) {
      try $0.writeDrivers(RunFolder.driverRows + [["shop", "2", "quality"], ["shop", "2", "delivery"]])
      try $0.seal()
    },
  ]

  static let bytes: [Damage] = [
    Damage("bytes are lost", ["feedback, source web, file a.csv: quality says 100 bytes, and 10 of the header, 86 of"])
    {
      try $0.writeAccounts(quality: changed(0, 5, to: "86"))
    },
    Damage("a reject lies within another", ["feedback, source web, file a.csv: 1 rejects begin within the one before"])
    {
      try $0.writeAccounts(
        rejects: [RunFolder.rejectPlaces[0], ["feedback", "web", "a.csv", "-1", "20"]])
    },
    Damage(
      "a reject has other bytes",
      ["purchases, source 0, file p.csv: quality says 1 rejects of 20 bytes; rejects has 1 of 19 bytes"]
    ) {
      try $0.writeAccounts(rejects: [["purchases", "0", "p.csv", "30", "19"], RunFolder.rejectPlaces[1]])
    },
    Damage(
      "a reject lies behind the end", ["feedback, source web, file a.csv: 0 rejects begin within the one before, or"]
    ) {
      try $0.writeAccounts(rejects: [RunFolder.rejectPlaces[0], ["feedback", "web", "a.csv", "90", "20"]])
    },
    Damage(
      "quality counts otherwise",
      ["feedback, source shop, file b.csv: quality says 2 records, 1 accepted, 0 rejected; the manifest says 1, 1, 0"]
    ) {
      try $0.writeAccounts(quality: changed(2, 8, to: "2"))
    },
    Damage(
      "quality lacks a file",
      ["quality: it has 3 rows, the manifest 4 inputs", "feedback, source web, file b.csv: quality has no row of it"]
    ) {
      try $0.writeAccounts(quality: RunFolder.qualityRows.filter { $0[1...2] != ["web", "b.csv"] })
    },
  ]

  private static func changed(_ row: Int, _ column: Int, to text: String) -> [[String]] {
    var rows = RunFolder.qualityRows
    rows[row][column] = text
    return rows
  }

  @Test("bytes that are accounted for verify")
  func accounts() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    try run.writeAccounts()
    let verification = try RunVerification(folder: run.path)
    #expect(verification.disagreements == [])
    #expect(verification.findings.contains { $0.hasPrefix("bytes: 400 decompressed ones of 4 files") })
  }

  static func disagreements(_ run: RunFolder) throws -> [String] { try RunVerification(folder: run.path).disagreements }

  @Test("a run that agrees with its manifest verifies, and the findings count what was compared")
  func agreement() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let verification = try RunVerification(folder: run.path)
    #expect(verification.disagreements == [])
    #expect(verification.findings.count == 6)
    #expect(verification.findings.contains("feedback: 5 records of 3 files = 4 comments + 1 rejects"))
    #expect(verification.findings.contains("purchases: 8 records of 1 files = 7 order lines + 1 rejects"))
    #expect(verification.findings.contains("drivers: 3 rows looked up among the comments"))
  }

  @Test("every damage is told, and nothing besides", arguments: files + pages + records + bytes)
  func damage(_ damage: Damage) throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    try damage.apply(run)
    let found = try Self.disagreements(run)
    #expect(found.count == damage.disagreements.count, "\(found)")
    for expected in damage.disagreements { #expect(found.contains { $0.contains(expected) }, "\(found)") }
  }

  @Test("several damages are all told")
  func severalDamages() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    try run.write([1], to: "x")
    try run.remove("_SUCCESS")
    try run.changeCount("purchase_lines", to: 9)
    #expect(try Self.disagreements(run).count == 3)
  }

  @Test("numbers of a manifest that no sum can hold are a disagreement")
  func enormousNumbers() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let inputs = try #require(run.manifest["inputs"] as? [[String: Any]])
    run.manifest["inputs"] = inputs.map { $0.merging(["records": Int.max, "accepted": Int.max]) { $1 } }
    try run.writeManifest()
    #expect(try Self.disagreements(run).count == 6)
  }

  @Test("an output folder means each of its runs, a run's folder itself")
  func folders() throws {
    let output = try RunFolder()
    defer { output.removeAll() }
    try output.remove("manifest.json")
    for date in ["2026-11-21", "2026-11-20"] { try output.write([], to: "run_date=\(date)/manifest.json") }
    try output.write([], to: "failed/run_date=2026-11-19/rejects/part-00000.parquet")
    let runs = ["2026-11-20", "2026-11-21"].map { "\(output.path)/run_date=\($0)" }
    #expect(try RunVerification.folders(of: output.path) == runs)
    #expect(try RunVerification.folders(of: output.path + "/") == runs)
    #expect(try RunVerification.folders(of: runs[0]) == [runs[0]])
  }

  @Test("a folder without a run, and one that is not there, are a missing input")
  func noRun() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    try run.remove("manifest.json")
    for path in [run.path, run.path + "/nowhere"] {
      let error = #expect(throws: RunError.self) { try RunVerification.folders(of: path) }
      #expect(error?.kind == .noInput)
    }
  }
}
