import CSV
import Foundation
import Pipeline
import Text

/// A new folder, removed with all it holds when the last reference goes.
final class GenerateFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("voc-generate-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// A generated file, read as the pipeline reads it.
struct GeneratedExport {
  var header: [String] = []
  var rows: [[String]] = []
  var damagedCount = 0

  init(_ bytes: [UInt8]) throws {
    var reader = try ChunkReader(try ByteSource(contents: bytes, path: "generated.csv"))
    var parser = try RecordParser()
    var table = FieldTable()
    header = reader.header.map { String(decoding: $0, as: UTF8.self) }
    while let chunk = try reader.next() {
      try parser.parse(chunk, columns: header.count, into: &table)
      damagedCount += chunk.damaged.count
      for row in 0..<table.rowCount {
        rows.append(
          (0..<table.columnCount).map { String(decoding: table.copy(row: row, column: $0), as: UTF8.self) })
      }
    }
  }

  /// All cells of a column; none where there is no such column.
  func column(_ name: String) -> [String] {
    guard let index = header.firstIndex(of: name) else { return [] }
    return rows.map { $0[index] }
  }

  /// The part of the rows for which something holds, in percent.
  func percent(_ name: String, where isCounted: (String) -> Bool) -> Double {
    Double(column(name).count(where: isCounted)) * 100 / Double(max(1, rows.count))
  }
}

extension CommentComposer {
  /// Few sentences that never change, so that the bytes of an export can be pinned.
  static func fixed() throws -> CommentComposer {
    try CommentComposer(symbols: SymbolPool([":)", "👍"])) { (language) throws(RunError) in
      let sentences = (1...60).map { "Ärger \(language.code) \($0), said \"so\"\(["!", ".", " ?", "…", ""][$0 % 5])" }
      guard let pool = SentencePool(sentences) else { throw RunError(.defect, "no sentences") }
      return pool
    }
  }
}
