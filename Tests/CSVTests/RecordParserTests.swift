import CSV
import FuzzTargets
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

  @Test("blanks at the ends of fields stay, and cost only their own records", arguments: [1, 3, 64, 1 << 20])
  func blanks(chunkBytes: Int) throws {
    let lines = ["a ,b", " 1,x", "2,y", "3\t,z ", "\t4 , w", "5,\" v \"", "6,u\"", "7,\"t, s\"", "8,r\" ", "9, "]
    let reading = try Reading(
      of: Array(lines.joined(separator: "\n").utf8), limits: ReadLimits(chunkBytes: chunkBytes))
    #expect(reading.header.map { String(decoding: $0, as: UTF8.self) } == ["a ", "b"])
    #expect(
      reading.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } } == [
        [" 1", "x"], ["2", "y"], ["3\t", "z "], ["\t4 ", " w"], ["5", " v "], ["6", "u\""], ["7", "t, s"],
        ["8", "r\" "], ["9", " "],
      ])
  }

  @Test("a blank that delimits fields is no blank")
  func blankDelimiters() throws {
    let dialect = try #require(Dialect(delimiter: UInt8(ascii: "\t"), quote: UInt8(ascii: "\"")))
    let reading = try Reading(of: Array("a\tb\n1\t\n\t2 \n 3\tx\n".utf8), dialect: dialect)
    let rows = reading.rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    #expect(rows == [["1", ""], ["", "2 "], [" 3", "x"]])
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
