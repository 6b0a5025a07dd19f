import Columnar
import Foundation
import Pipeline
import Testing

@Suite("FileInspection")
struct FileInspectionTests {
  /// Values of each row group of a column, nil for null, and what is said of all.
  struct Bounds: Sendable {
    var type: ColumnType
    var groups: [[Int64?]]
    var nulls: Int
    var minimum: String?
    var maximum: String?
  }

  static let bounds: [Bounds] = [
    Bounds(type: .int32, groups: [[3, -7], [nil, 5]], nulls: 1, minimum: "-7", maximum: "5"),
    Bounds(type: .int64, groups: [[9], [10]], nulls: 0, minimum: "9", maximum: "10"),
    Bounds(type: .date, groups: [[20_778], [0]], nulls: 0, minimum: "1970-01-01", maximum: "2026-11-21"),
    Bounds(
      type: .timestampMicroseconds, groups: [[0, 1]], nulls: 0, minimum: "1970-01-01T00:00:00Z",
      maximum: "1970-01-01T00:00:00.000001Z"),
    Bounds(type: .decimal(precision: 9, scale: 2), groups: [[-150, 7]], nulls: 0, minimum: "-1.50", maximum: "0.07"),
    Bounds(type: .double, groups: [[2], [-3]], nulls: 0, minimum: "-3.0", maximum: "2.0"),
    Bounds(type: .boolean, groups: [[1], [0]], nulls: 0, minimum: "false", maximum: "true"),
    Bounds(type: .string, groups: [[10], [9]], nulls: 0, minimum: "10", maximum: "9"),
    Bounds(type: .int64, groups: [[nil, nil], [4]], nulls: 2, minimum: "4", maximum: "4"),
    Bounds(type: .int64, groups: [[nil]], nulls: 1, minimum: nil, maximum: nil),
    Bounds(type: .int64, groups: [], nulls: 0, minimum: nil, maximum: nil),
  ]

  static func append(_ value: Int64?, to column: inout Column) {
    guard let value else { return column.appendNull() }
    switch column.type {
    case .boolean: column.append(value == 1)
    case .int32, .date: column.append(Int32(truncatingIfNeeded: value))
    case .int64, .uint64, .time, .timestamp, .decimal: column.append(value)
    case .float, .double: column.append(Double(value))
    case .string, .bytes: column.append("\(value)")
    }
  }

  static func inspection(of batches: [RecordBatch], _ schema: TableSchema) throws -> FileInspection {
    let run = try RunFolder()
    defer { run.removeAll() }
    try run.write(try ParquetBytes.file(batches, schema: schema), to: "x.parquet")
    return try FileInspection(file: "\(run.path)/x.parquet")
  }

  static func json(_ inspection: FileInspection) throws -> [String: Any] {
    let bytes = try FileInspection.json([inspection])
    let array = try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]]
    return try #require(array?.first)
  }

  @Test("bounds and nulls are those of all row groups together", arguments: bounds)
  func union(_ expected: Bounds) throws {
    let schema = TableSchema(name: "x", fields: [ColumnField(name: "x", type: expected.type)])
    let batches = expected.groups.map { values in
      var batch = RecordBatch(schema: schema)
      for value in values { Self.append(value, to: &batch.columns[0]) }
      batch.rowCount = values.count
      return batch
    }
    let columns = try #require(try Self.json(try Self.inspection(of: batches, schema))["columns"] as? [[String: Any]])
    let column = try #require(columns.first)
    #expect(column["nulls"] as? Int == expected.nulls)
    #expect((column["minimum"] as? [String: Any])?["value"] as? String == expected.minimum)
    #expect((column["maximum"] as? [String: Any])?["value"] as? String == expected.maximum)
  }

  static func wide() throws -> FileInspection {
    let schema = TableSchema(
      name: "wide", description: "one row per \u{1b}[31mtest",
      fields: [
        ColumnField(name: "text", type: .string, description: String(repeating: "word ", count: 60)),
        ColumnField(name: "number", type: .decimal(precision: 18, scale: 2), isNullable: false),
      ])
    var batch = RecordBatch(schema: schema)
    batch.columns[0].append(String(repeating: "ä\n", count: 200))
    batch.columns[1].append(Int64(1_234_567))
    batch.rowCount = 1
    return try inspection(of: [batch], schema)
  }

  @Test("no line is longer than the terminal, and nothing in it is obeyed", arguments: [60, 80, 100, 200])
  func width(_ width: Int) throws {
    let inspection = try Self.wide()
    let lines = inspection.text(width: width).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst().allSatisfy { $0.count <= width })
    #expect(!lines.contains { $0.hasSuffix(" ") })
    #expect(!inspection.text().unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }

  @Test("people see types, nullability, sizes and cut bounds; a description stands there as a whole")
  func text() throws {
    let text = try Self.wide().text(width: 80)
    for part in ["wide: one row per \\u{1b}[31mtest", "DECIMAL(18, 2)", "12345.67 … 12345.67", "ZSTD", "ä\\u{a}"] {
      #expect(text.contains(part))
    }
    #expect(text.split { $0 == " " || $0 == "\n" }.filter { $0 == "word" }.count == 60)
    let values = try #require(text.split(separator: "\n").last { $0.hasPrefix("  text") })
    #expect(values.hasSuffix("…") && values.contains("… … "))
  }

  @Test("programs see the same in JSON")
  func json() throws {
    let json = try Self.json(try Self.wide())
    #expect(json["rows"] as? Int == 1)
    #expect(json["table"] as? String == "wide")
    let columns = try #require(json["columns"] as? [[String: Any]])
    #expect(columns.map { $0["type"] as? String } == ["STRING", "DECIMAL(18, 2)"])
    #expect(columns.map { $0["is_nullable"] as? Bool } == [true, false])
    #expect(columns.map { ($0["minimum"] as? [String: Any])?["is_exact"] as? Bool } == [false, true])
    #expect((json["row_groups"] as? [[String: Any]])?.map { $0["rows"] as? Int } == [1])
  }

  @Test("a file that is missing, and one that is none, have the status of their kind")
  func errors() throws {
    let run = try RunFolder()
    defer { run.removeAll() }
    for (name, kind) in [("nowhere", RunError.Kind.noInput), (RunFolder.dataPackage, .data)] {
      let error = #expect(throws: RunError.self) { try FileInspection(file: "\(run.path)/\(name)") }
      #expect(error?.kind == kind)
    }
  }
}
