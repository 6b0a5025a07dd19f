import Buffers
import CSV
import Foundation
import Pipeline
import Testing

@Suite("Random damage")
struct RandomDamageTests {
  /// What can happen to the bytes of a record: none of it touches the id, which could become another record's.
  enum Damage: CaseIterable {
    case quoteAdded, quoteRemoved, delimiterAdded, delimiterRemoved, lineEndAdded, endCut, byteChanged, notUTF8

    func apply(_ record: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
      let comma = UInt8(ascii: ",")
      let quote = UInt8(ascii: "\"")
      guard let first = record.firstIndex(of: comma), first + 2 < record.count else { return record }
      var bytes = record
      let place = Int.random(in: first + 1..<record.count, using: &random)
      func places(_ byte: UInt8) -> [Int] { record.indices.filter { $0 > first && record[$0] == byte } }
      switch self {
      case .quoteAdded: bytes.insert(quote, at: place)
      case .quoteRemoved: if let found = places(quote).randomElement(using: &random) { bytes.remove(at: found) }
      case .delimiterAdded: bytes.insert(comma, at: place)
      case .delimiterRemoved: if let found = places(comma).randomElement(using: &random) { bytes.remove(at: found) }
      case .lineEndAdded: bytes.insert(10, at: place)
      case .endCut: bytes.removeSubrange(place...)
      case .byteChanged: bytes[place] = UInt8.random(in: 32...126, using: &random)
      case .notUTF8: bytes[place] = 0xff
      }
      return bytes
    }
  }

  /// An export of which some records are damaged.
  private static func damaged(
    _ export: [UInt8], count: Int, seed: UInt64
  ) throws -> (bytes: [UInt8], ids: Set<String>) {
    var random = SplitMix64(seed: seed)
    var reader = try ChunkReader(try ByteSource(contents: export, path: "feedback.csv"))
    var ranges: [Range<Int>] = []
    while let chunk = try reader.next() {
      for record in 0..<chunk.records.count {
        let place = chunk.place(record: record)
        ranges.append(place.byteOffset..<place.byteOffset + place.byteLength)
      }
    }
    let chosen = Set(ranges.indices.shuffled(using: &random).prefix(count))
    var bytes: [UInt8] = []
    var ids: Set<String> = []
    var position = 0
    for (number, range) in ranges.enumerated() where chosen.contains(number) {
      let record = Array(export[range])
      ids.insert(String(decoding: record.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self))
      let damage = Damage.allCases[number % Damage.allCases.count]
      bytes += export[position..<range.lowerBound] + damage.apply(record, &random)
      position = range.upperBound
    }
    return (bytes + export[position...], ids)
  }

  /// The rows of `comments` by their ids, without the line, which an added line end moves.
  private static func rows(_ night: NightlyRun) throws -> [String: [String]] {
    let columns = [
      "feedback_id", "customer_id", "order_id", "submitted_at", "channel", "rating", "language", "text", "label",
      "score",
      "match", "purchase_order_id", "next_amount", "responded_at", "source_file",
    ]
    let text = try RowText(files: ["\(night.runFolder)/comments/part-00000.parquet"], columns: columns)
    var bytes: [UInt8] = []
    try text.write(.csv) { (piece) throws(RunError) in bytes += piece }
    let export = try GeneratedExport(bytes)
    return Dictionary(export.rows.map { ($0[0], $0) }) { $1 }
  }

  @Test("damage costs the damaged records alone; all others are as they were", arguments: [4_096, 1 << 20])
  func others(chunkBytes: Int) throws {
    let overrides = [(key: "quality.maximum_reject_share", value: "1")]
    let whole = try NightlyRun()
    defer { whole.remove() }
    let exports = "\(whole.folder)/exports"
    let generator = try ExportGenerator(rows: 3_000, seed: 11, composer: try CommentComposer.fixed())
    _ = try generator.write(to: exports)
    try whole.run(exports: exports, overrides: overrides)
    let expected = try Self.rows(whole)

    let path = URL(filePath: "\(exports)/feedback.csv")
    let (bytes, ids) = try Self.damaged(Array(try Data(contentsOf: path)), count: 300, seed: UInt64(chunkBytes))
    try Data(bytes).write(to: path)
    let night = try NightlyRun()
    defer { night.remove() }
    try night.run(chunkBytes: chunkBytes, exports: exports, overrides: overrides)
    let found = try Self.rows(night)
    #expect(expected.count > 2_900 && ids.count == 300)
    for (id, row) in expected where !ids.contains(id) { #expect(found[id] == row, "\(id)") }
    // Some damage must be found, or the test shows nothing.
    #expect(ids.count { found[$0] == nil } > 100)
    #expect(try RunVerification(folder: night.runFolder).disagreements == [])
  }
}
