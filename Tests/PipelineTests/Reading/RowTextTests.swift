import Columnar
import Pipeline
import Testing

@Suite("RowText")
struct RowTextTests {
  static func text(
    _ files: [String], _ format: RowText.Format, columns: [String]? = nil, limit: Int = .max
  ) throws -> String {
    var bytes: [UInt8] = []
    let rows = try RowText(files: files, columns: columns)
    try rows.write(format, limit: limit) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  static let csv = "source,feedback_id,driver\nweb,1,delivery\nweb,1,quality\nshop,1,delivery\n"

  @Test("CSV has the header once, however many files and row groups there are")
  func severalFiles() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let file = "\(run.path)/\(RunFolder.drivers)"
    #expect(try Self.text([file], .csv) == Self.csv)
    let rows = Self.csv.drop { $0 != "\n" }.dropFirst()
    #expect(try Self.text([file, file], .csv) == Self.csv + rows)
  }

  @Test("JSON Lines has an object a row, its keys in the order of the columns")
  func jsonLines() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let text = try Self.text(["\(run.path)/\(RunFolder.drivers)"], .jsonl, columns: ["driver", "source"], limit: 2)
    #expect(
      text == """
        {"driver":"delivery","source":"web"}
        {"driver":"quality","source":"web"}

        """)
  }

  @Test("no more rows than the limit are printed", arguments: 0...4)
  func limit(_ limit: Int) throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let lines = try Self.text(["\(run.path)/\(RunFolder.drivers)"], .csv, limit: limit).split(separator: "\n")
    #expect(lines.map(String.init) == Self.csv.split(separator: "\n").prefix(limit + 1).map(String.init))
  }

  @Test("a table without rows is a header, and no object")
  func noRows() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    try run.writeDrivers([])
    #expect(try Self.text(["\(run.path)/\(RunFolder.drivers)"], .csv) == "source,feedback_id,driver\n")
    #expect(try Self.text(["\(run.path)/\(RunFolder.drivers)"], .jsonl) == "")
  }

  @Test("text comes in pieces, not as a whole")
  func pieces() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let long = String(repeating: "x", count: 100_000)
    try run.writeDrivers((0..<20).map { ["web", "\($0)", long] })
    var sizes: [Int] = []
    try RowText(files: ["\(run.path)/\(RunFolder.drivers)"]).write(.jsonl) { sizes.append($0.count) }
    #expect(sizes.count > 5)
    #expect(sizes.allSatisfy { $0 < 500_000 })
  }

  @Test(
    "what can't be printed is told with the status of its kind",
    arguments: [
      ([RunFolder.drivers], ["drvier"], RunError.Kind.usage, "no column 'drvier': did you mean 'driver'?"),
      ([RunFolder.drivers], ["zzzzzzzz"], .usage, "it has source, feedback_id, driver"),
      ([RunFolder.drivers], ["driver", "driver"], .usage, "'driver' twice"),
      ([RunFolder.drivers], [], .usage, "names no column"),
      ([RunFolder.drivers, RunFolder.rejects], nil, .usage, "column 1 is input (STRING), but source (STRING)"),
      ([RunFolder.drivers, RunFolder.comments], ["source", "driver"], .usage, "no column 'driver'"),
      (["nowhere.parquet"], nil, .noInput, "nowhere.parquet: cannot be opened"),
      ([RunFolder.dataPackage], nil, .data, "too few for a Parquet file"),
    ] as [([String], [String]?, RunError.Kind, String)])
  func errors(_ files: [String], _ columns: [String]?, _ kind: RunError.Kind, _ message: String) throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let error = #expect(throws: RunError.self) {
      try RowText(files: files.map { "\(run.path)/\($0)" }, columns: columns)
    }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test("files of different tables are printed together where they share the columns that are asked for")
  func sharedColumns() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    let files = [RunFolder.drivers, RunFolder.comments].map { "\(run.path)/\($0)" }
    #expect(try Self.text(files, .csv, columns: ["source", "feedback_id"]).split(separator: "\n").count == 8)
  }

  @Test("a damaged page is corrupt data")
  func damage() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    var bytes = try run.read(RunFolder.drivers)
    // The first page's header stands behind `PAR1`; its type is told by the first bytes.
    for index in 4..<12 { bytes[index] = 0xff }
    try run.write(bytes, to: RunFolder.drivers)
    let error = #expect(throws: RunError.self) { try Self.text(["\(run.path)/\(RunFolder.drivers)"], .csv) }
    #expect(error?.kind == .data)
  }

  @Test("a folder means all its parts in order, but hidden ones")
  func folders() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    for name in ["drivers/part-00010.parquet", "drivers/part-00002.parquet", ".staging/part-00000.parquet"] {
      try run.write([], to: name)
    }
    let names = ["comments/part-00000", "drivers/part-00000", "drivers/part-00002", "drivers/part-00010"]
    let files = (names + ["rejects/part-00000"]).map { "\(run.path)/\($0).parquet" }
    #expect(try ParquetFiles.find([run.path]) == files)
    #expect(try ParquetFiles.find(["x", "\(run.path)/rejects"]) == ["x", "\(run.path)/\(RunFolder.rejects)"])
    try run.write([], to: "empty/x.parquet")
    let error = #expect(throws: RunError.self) { try ParquetFiles.find(["\(run.path)/empty"]) }
    #expect(error?.kind == .noInput)
  }
}
