import Foundation
import Pipeline
import Testing

@Suite struct ExportGeneratorTests {
  private static let names = ["feedback.csv", "purchases.csv"]

  /// The bytes of both files.
  private func files(
    rows: Int, purchases: Int? = nil, seed: UInt64, includesLanguage: Bool = true, composer: CommentComposer? = nil
  ) throws -> [[UInt8]] {
    let folder = try GenerateFolder()
    let generator =
      if let composer {
        try ExportGenerator(
          rows: rows, purchaseLines: purchases, seed: seed, includesLanguage: includesLanguage, composer: composer)
      } else {
        try ExportGenerator(rows: rows, purchaseLines: purchases, seed: seed, includesLanguage: includesLanguage)
      }
    let summary = try generator.write(to: folder.path)
    #expect(folder.names == Self.names)
    let files = try Self.names.map(folder.bytes)
    #expect(summary.comments == rows)
    #expect(summary.purchaseLines == purchases ?? rows)
    #expect([summary.feedbackBytes, summary.purchaseBytes] == files.map(\.count))
    return files
  }

  /// FNV-1a, 64 bits: draft-eastlake-fnv.
  private func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  @Test("Gives the same bytes for the same seed on every machine")
  func pinned() throws {
    let digests = try files(rows: 5000, seed: 42, composer: .fixed()).map(digest)
    #expect(digests == [18_219_761_783_048_348_755, 13_242_240_951_030_072_223])
  }

  @Test("Gives the same bytes for the same seed, others for another")
  func seeds() throws {
    let first = try files(rows: 3000, seed: 7)
    #expect(try files(rows: 3000, seed: 7) == first)
    for (one, other) in zip(first, try files(rows: 3000, seed: 8)) { #expect(one != other) }
  }

  @Test("Writes headers alone for no rows")
  func noRows() throws {
    let files = try files(rows: 0, seed: 1).map { String(decoding: $0, as: UTF8.self) }
    #expect(
      files == [
        "feedback_id,customer_id,order_id,submitted_at,channel,instrument,rating,language,responded_at,comment\n",
        "order_id,line,customer_id,product_id,category,country,purchased_at,promised_at,delivered_at,quantity,amount,"
          + "currency,status\n",
      ])
  }

  @Test("Writes as many rows as asked, each of them whole", arguments: [(1, nil), (2, 0), (0, 3), (9000, 100)])
  func counts(rows: Int, purchases: Int?) throws {
    let files = try files(rows: rows, purchases: purchases, seed: 3).map(GeneratedExport.init)
    #expect(files.map(\.rows.count) == [rows, purchases ?? rows])
    #expect(files.allSatisfy { $0.damagedCount == 0 })
  }

  @Test("Leaves the language empty when told")
  func noLanguage() throws {
    let files = try files(rows: 50, seed: 1, includesLanguage: false)
    #expect(try GeneratedExport(files[0]).column("language") == Array(repeating: "", count: 50))
  }

  @Test("Keeps to the shares of languages, links, line breaks, quotes and responses")
  func shares() throws {
    let files = try files(rows: 20_000, seed: 11).map(GeneratedExport.init)
    let (feedback, purchases) = (files[0], files[1])
    #expect(files.allSatisfy { $0.damagedCount == 0 && $0.rows.count == 20_000 })
    // Four standard deviations of a share in 20,000 are at most 1.4 percent.
    func expect(_ percent: Double, _ found: Double) { #expect(abs(found - percent) < 1.5, "expected \(percent) %") }
    for (code, percent) in [("ru", 30.0), ("id", 20), ("fi", 15), ("it", 15), ("fr", 20)] {
      expect(percent, feedback.percent("language") { $0 == code })
    }
    var customers: [String: String] = [:]
    for (order, customer) in zip(purchases.column("order_id"), purchases.column("customer_id")) {
      customers[order] = customer
    }
    let known = Set(customers.values)
    var links: [String: Double] = [:]
    for (order, customer) in zip(feedback.column("order_id"), feedback.column("customer_id")) {
      let link =
        if let buyer = customers[order] {
          buyer == customer ? "order" : "order of another"
        } else if !order.isEmpty {
          "wrong order"
        } else if customer.isEmpty {
          "anonymous"
        } else {
          known.contains(customer) ? "customer" : "stranger"
        }
      links[link, default: 0] += 100.0 / 20_000
    }
    let expected = [
      "order": 69.0, "order of another": 1, "wrong order": 2, "anonymous": 5, "customer": 15, "stranger": 8,
    ]
    #expect(Set(links.keys) == Set(expected.keys))
    for (link, percent) in expected { expect(percent, links[link] ?? 0) }
    expect(3, feedback.percent("comment") { $0.contains("\n") })
    expect(2, feedback.percent("comment") { $0.contains("\"") })
    expect(60, feedback.percent("responded_at", where: \.isEmpty))
    expect(3, purchases.percent("delivered_at", where: \.isEmpty))
    expect(94, purchases.percent("status") { $0 == "completed" })
  }

  @Test("Makes comments of natural length that hardly ever come twice")
  func comments() throws {
    let feedback = try GeneratedExport(try files(rows: 20_000, seed: 12)[0])
    let comments = feedback.column("comment")
    let mean = comments.reduce(0) { $0 + $1.utf8.count } / comments.count
    #expect((170...230).contains(mean))
    #expect(comments.allSatisfy { !$0.isEmpty })
    #expect(Set(comments).count > 19_900)
    #expect(Set(feedback.column("feedback_id")).count == 20_000)
  }

  @Test("Gives times in their order: bought, commented, answered")
  func times() throws {
    let files = try files(rows: 5000, seed: 13).map(GeneratedExport.init)
    var bought: [String: String] = [:]
    for (order, time) in zip(files[1].column("order_id"), files[1].column("purchased_at")) { bought[order] = time }
    let submitted = files[0].column("submitted_at")
    for (index, order) in files[0].column("order_id").enumerated() {
      if let time = bought[order] { #expect(time <= submitted[index]) }
    }
    for (time, answered) in zip(submitted, files[0].column("responded_at")) where !answered.isEmpty {
      #expect(time <= answered)
    }
    for time in submitted { #expect(TimestampShape.matches(time)) }
  }

  @Test(
    "Refuses numbers out of bounds as wrong use, naming the option",
    arguments: [(-1, nil, "--rows"), (400_000_001, nil, "--rows"), (1, -2, "--purchases"), (1, Int.max, "--purchases")])
  func bounds(rows: Int, purchases: Int?, option: String) {
    let error = #expect(throws: RunError.self) {
      try ExportGenerator(rows: rows, purchaseLines: purchases, seed: 1)
    }
    #expect(error?.exitStatus == 64)
    #expect(error?.message.hasPrefix("\(option) is ") == true)
  }

  @Test("Makes the folder with those above it")
  func deepFolder() throws {
    let folder = try GenerateFolder()
    _ = try ExportGenerator(rows: 1, seed: 1).write(to: "\(folder.path)/a/b//c/")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/a/b/c").sorted()
    #expect(names == Self.names)
  }

  @Test("Says that the output can't be created where a file or a folder is in the way")
  func inTheWay() throws {
    let folder = try GenerateFolder()
    _ = FileManager.default.createFile(atPath: "\(folder.path)/file", contents: Data())
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/exports/feedback.csv", withIntermediateDirectories: true)
    for output in ["file", "file/exports", "exports"] {
      let error = #expect(throws: RunError.self) {
        try ExportGenerator(rows: 1, seed: 1).write(to: "\(folder.path)/\(output)")
      }
      #expect(error?.exitStatus == 73)
      #expect(error?.message.contains(folder.path) == true)
    }
    #expect(throws: RunError.self) { try ExportGenerator(rows: 1, seed: 1).write(to: "") }
  }

  @Test("Leaves the old files, and nothing else, when it is stopped")
  func stopped() throws {
    let folder = try GenerateFolder()
    _ = try ExportGenerator(rows: 10, seed: 1).write(to: folder.path)
    let old = try Self.names.map(folder.bytes)
    let error = #expect(throws: RunError.self) {
      try ExportGenerator(rows: 20_000, seed: 2).write(to: folder.path) { RunError(.interrupted, "stopped") }
    }
    #expect(error?.kind == .interrupted)
    #expect(folder.names == Self.names)
    #expect(try Self.names.map(folder.bytes) == old)
    _ = try ExportGenerator(rows: 20, seed: 2).write(to: folder.path)
    #expect(folder.names == Self.names)
    #expect(try GeneratedExport(folder.bytes("feedback.csv")).rows.count == 20)
  }
}

/// The one way in which exports write a time.
private enum TimestampShape {
  static func matches(_ text: String) -> Bool {
    let shape = text.map { $0.isNumber ? "0" : $0 }
    return String(shape) == "0000-00-00T00:00:00Z"
  }
}
