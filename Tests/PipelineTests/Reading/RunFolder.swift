import Columnar
import Foundation
import Parquet
import Pipeline

/// A small run in a new folder, laid out as `voc run` does, for tests to damage.
final class RunFolder {
  let path: String
  /// As it is written by `writeManifest`.
  var manifest: [String: Any] = [:]

  static let comments = "comments/part-00000.parquet"
  static let drivers = "drivers/part-00000.parquet"
  static let rejects = "rejects/part-00000.parquet"
  static let quality = "quality/part-00000.parquet"
  static let dataPackage = "datapackage.json"

  static let commentRows = [
    ["web", "a.csv", "1"], ["web", "a.csv", "2"], ["web", "b.csv", "3"], ["shop", "b.csv", "1"],
  ]
  static let driverRows = [["web", "1", "delivery"], ["web", "1", "quality"], ["shop", "1", "delivery"]]
  static let rejectRows = [
    ["feedback", "web", "a.csv", "duplicate"], ["purchases", "0", "p.csv", "missing_id"],
  ]

  /// Bytes, those of the header, of records, of line ends and of rejects; records, accepted, rejected.
  static let qualityRows = [
    ["feedback", "web", "a.csv", "100", "10", "87", "3", "20", "3", "2", "1"],
    ["feedback", "web", "b.csv", "50", "10", "39", "1", "0", "1", "1", "0"],
    ["feedback", "shop", "b.csv", "50", "10", "39", "1", "0", "1", "1", "0"],
    ["purchases", "0", "p.csv", "200", "12", "180", "8", "20", "8", "7", "1"],
  ]
  /// Input, source and file; first byte and length.
  static let rejectPlaces = [["purchases", "0", "p.csv", "30", "20"], ["feedback", "web", "a.csv", "40", "20"]]

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/voc-run-\(UUID().uuidString)"
    try writeComments(Self.commentRows)
    try writeDrivers(Self.driverRows)
    try writeRejects(Self.rejectRows)
    try write(Array("{}\n".utf8), to: Self.dataPackage)
    try write([], to: "_SUCCESS")
    manifest = [
      "tool": ["name": "voc", "version": "1.0.0"], "run_date": "2026-11-21", "time_zone": "UTC", "pipeline": "nightly",
      "pipeline_sha256": "", "lexicons": [["name": "builtin", "sha256": ""]],
      "counts": [
        "feedback_records": 5, "comments": 4, "feedback_rejects": 1, "purchase_records": 8, "purchase_lines": 7,
        "purchase_rejects": 1, "purchases": 6, "future_purchases": 0,
      ],
      "inputs": [
        Self.input("feedback", "web", "a.csv", accepted: 2, rejected: 1),
        Self.input("feedback", "web", "b.csv", accepted: 1, rejected: 0),
        Self.input("feedback", "shop", "b.csv", accepted: 1, rejected: 0),
        Self.input("purchases", "0", "p.csv", accepted: 7, rejected: 1),
      ],
    ]
    try seal()
  }

  /// Removes the folder; every test ends with it.
  func removeAll() { try? FileManager.default.removeItem(atPath: path) }

  func writeComments(_ rows: [[String]]) throws {
    try writeTable(Self.comments, ["source", "source_file", "feedback_id"], rows)
  }

  func writeDrivers(_ rows: [[String]]) throws {
    try writeTable(Self.drivers, ["source", "feedback_id", "driver"], rows)
  }

  func writeRejects(_ rows: [[String]]) throws {
    try writeTable(Self.rejects, ["input", "source", "file", "reason"], rows)
  }

  /// Writes what accounts for the bytes of the inputs, and seals the run.
  func writeAccounts(quality: [[String]] = qualityRows, rejects: [[String]] = rejectPlaces) throws {
    let counts = [
      "bytes", "header_bytes", "record_bytes", "line_end_bytes", "rejected_bytes", "n_records", "n_accepted",
      "n_rejected",
    ]
    try writeTable(Self.quality, ["input", "source", "file"] + counts, quality, integers: counts)
    let places = ["byte_offset", "byte_length"]
    try writeTable(Self.rejects, ["input", "source", "file"] + places, rejects, integers: places)
    try seal()
  }

  /// Writes a table of texts, but for columns of integers, in row groups of two rows.
  func writeTable(_ name: String, _ columns: [String], _ rows: [[String]], integers: [String] = []) throws {
    let schema = TableSchema(
      name: "table",
      fields: columns.map { ColumnField(name: $0, type: integers.contains($0) ? .int64 : .string, isNullable: false) })
    var batches: [RecordBatch] = []
    for start in stride(from: 0, to: rows.count, by: 2) {
      var batch = RecordBatch(schema: schema)
      for row in rows[start..<min(start + 2, rows.count)] {
        for (index, text) in row.enumerated() {
          if integers.contains(columns[index]) {
            batch.columns[index].append(Int64(text) ?? 0)
          } else {
            batch.columns[index].append(text)
          }
        }
        batch.rowCount += 1
      }
      batches.append(batch)
    }
    try write(try ParquetBytes.file(batches, schema: schema), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  /// Writes a manifest that lists the files as they are.
  func seal() throws {
    var files: [[String: Any]] = []
    for name in [Self.comments, Self.dataPackage, Self.drivers, Self.quality, Self.rejects] {
      guard let bytes = try? read(name) else { continue }
      var file: [String: Any] = ["path": name, "bytes": bytes.count, "sha256": Digests.sha256(bytes)]
      if let reader = try? ParquetReader(bytes: bytes, name: name) { file["rows"] = reader.metaData.rowCount }
      files.append(file)
    }
    manifest["files"] = files
    try writeManifest()
  }

  /// Changes the manifest's entry of a file and writes the manifest.
  func changeEntry(_ name: String, _ key: String, to value: Any) throws {
    guard var files = manifest["files"] as? [[String: Any]] else { return }
    for index in files.indices where files[index]["path"] as? String == name { files[index][key] = value }
    manifest["files"] = files
    try writeManifest()
  }

  /// Changes a count and writes the manifest.
  func changeCount(_ key: String, to value: Int) throws {
    guard var counts = manifest["counts"] as? [String: Any] else { return }
    counts[key] = value
    manifest["counts"] = counts
    try writeManifest()
  }

  func writeManifest() throws {
    try write(Array(try JSONSerialization.data(withJSONObject: manifest)), to: "manifest.json")
  }

  private static func input(
    _ input: String, _ source: String, _ file: String, accepted: Int, rejected: Int
  ) -> [String: Any] {
    [
      "input": input, "source": source, "file": file, "bytes": 100, "sha256": "", "records": accepted + rejected,
      "accepted": accepted, "rejected": rejected,
    ]
  }
}

/// Parquet files made in memory.
enum ParquetBytes {
  static func file(_ batches: [RecordBatch], schema: TableSchema) throws -> [UInt8] {
    var encoder = try RowGroupEncoder(schema: schema)
    var writer = try ParquetFileWriter(schema: schema)
    var bytes = writer.header()
    for batch in batches { bytes += writer.place(try encoder.encode(batch)) }
    bytes += try writer.footer()
    return bytes
  }
}
