import Buffers
import Columnar
import Testing

@Suite("RecordBatch")
struct RecordBatchTests {
  static let schema = TableSchema(
    name: "comments",
    fields: [
      ColumnField(name: "text", type: .string, isNullable: false), ColumnField(name: "rating", type: .int64),
    ])

  static func batch(_ rows: Int) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    for row in 0..<rows {
      batch.columns[0].append("comment \(row)")
      if row % 2 == 0 { batch.columns[1].append(Int64(row)) } else { batch.columns[1].appendNull() }
      batch.rowCount += 1
    }
    return batch
  }

  @Test("Batches cut from others hold the same rows, wherever they are cut")
  func cutting() {
    let whole = Self.batch(20)
    for cut in 0...20 {
      var joined = RecordBatch(schema: Self.schema)
      #expect(joined.canHold(contentsOf: whole, rows: 0..<cut))
      joined.append(contentsOf: whole, rows: 0..<cut)
      joined.append(contentsOf: whole, rows: cut..<20)
      #expect(joined.inconsistency == nil)
      #expect(joined.rowCount == 20)
      #expect(joined.columns[0].strings.bytes == whole.columns[0].strings.bytes)
      #expect(joined.columns[0].strings.ends == whole.columns[0].strings.ends)
      #expect(joined.columns[1].int64 == whole.columns[1].int64)
      #expect(joined.columns[1].validity == whole.columns[1].validity)
    }
  }

  @Test("An emptied batch takes rows again")
  func emptied() {
    var batch = Self.batch(3)
    batch.removeAll()
    #expect(batch.rowCount == 0)
    #expect(batch.inconsistency == nil)
    batch.append(contentsOf: Self.batch(5), rows: 1..<3)
    #expect(batch.columns[0].strings.text(0) == "comment 1")
  }

  @Test("What does not agree is named")
  func inconsistency() {
    var short = Self.batch(3)
    short.columns[1].append(Int64(1))
    #expect(short.inconsistency == "column rating has 4 rows, its batch 3")
    var invalid = Self.batch(3)
    invalid.columns[1].validity.removeLast()
    #expect(invalid.inconsistency == "column rating has 2 validity bytes, expected 3")
    var other = Self.batch(3)
    other.columns.swapAt(0, 1)
    #expect(other.inconsistency?.contains("text is string in the schema of comments, int64 in its batch") == true)
    var fewer = Self.batch(3)
    fewer.columns.removeLast()
    #expect(fewer.inconsistency == "table comments has 2 columns, its batch 1")
  }

  @Test("A field is found by its name")
  func fieldNames() {
    #expect(Self.schema.index(of: "rating") == 1)
    #expect(Self.schema.index(of: "Rating") == nil)
  }
}
