import CSV
import Testing

@Suite("Record parser")
struct RecordParserTests {
  @Test(
    "a number of columns that is not the file's is a defect and not a trap", arguments: [0, 1, 3, 1 << 40, Int.max])
  func wrongColumns(columns: Int) throws {
    var reader = try ChunkReader(ByteSource(contents: Array("a,b\n1,x\n2,y\n".utf8), path: "test.csv"))
    var parser = try RecordParser()
    var table = FieldTable()
    let chunk = try #require(try reader.next())
    let error = #expect(throws: ReadError.self) { try parser.parse(chunk, columns: columns, into: &table) }
    #expect(error?.kind == .defect)
    try parser.parse(chunk, columns: 2, into: &table)
    #expect(table.rowCount == 2)
  }

  @Test("ranges of fields follow each other in the bytes")
  func ranges() throws {
    var reader = try ChunkReader(ByteSource(contents: Array("a,b\n1,\"x\"\"y\"\n,\n".utf8), path: "test.csv"))
    var parser = try RecordParser()
    var table = FieldTable()
    let chunk = try #require(try reader.next())
    try parser.parse(chunk, columns: 2, into: &table)
    #expect(table.bytes == Array("1x\"y".utf8))
    #expect(table.range(row: 0, column: 0) == 0..<1)
    #expect(table.range(row: 0, column: 1) == 1..<4)
    #expect(table.range(row: 1, column: 1) == 4..<4)
  }
}
