import Buffers
import Columnar
import Testing

@Suite("Column")
struct ColumnTests {
  static let types: [ColumnType] = [
    .boolean, .int32, .int64, .double, .string, .date, .timestampMicroseconds, .decimal(precision: 9, scale: 2), .bytes,
  ]

  /// A column with a value, a null and a value.
  static func sample(_ type: ColumnType) -> Column {
    var column = Column(type: type, isNullable: true)
    appendValue(to: &column, 1)
    column.appendNull()
    appendValue(to: &column, 2)
    return column
  }

  static func appendValue(to column: inout Column, _ number: Int) {
    switch column.storage {
    case .boolean: column.append(number % 2 == 1)
    case .int32: column.append(Int32(number))
    case .int64: column.append(Int64(number))
    case .double: column.append(Double(number))
    case .strings, .codes: column.append("value \(number)")
    }
  }

  @Test("A null takes a slot, so that a row is the same index in every array", arguments: types)
  func nullsTakeSlots(type: ColumnType) {
    let column = Self.sample(type)
    #expect(column.count == 3)
    #expect(column.validity == [1, 0, 1])
    #expect((0..<3).map { column.isNull($0) } == [false, true, false])
  }

  @Test("A column that is not nullable keeps no validity", arguments: types)
  func requiredColumns(type: ColumnType) {
    var column = Column(type: type, isNullable: false)
    Self.appendValue(to: &column, 1)
    #expect(column.validity.isEmpty)
    #expect(!column.isNull(0))
  }

  @Test("Appending rows of a column gives those rows", arguments: types)
  func appendingRows(type: ColumnType) {
    let source = Self.sample(type)
    var column = Self.sample(type)
    column.append(contentsOf: source, rows: 1..<3)
    column.append(contentsOf: source, rows: 2..<2)
    #expect(column.validity == [1, 0, 1, 0, 1])
    #expect(column.count == 5)
    if type.storage == .strings { #expect(column.strings.text(4) == "value 2") }
    if type.storage == .int64 { #expect(column.int64 == [1, 0, 2, 0, 2]) }
  }

  @Test("An emptied column is as a new one", arguments: types)
  func emptied(type: ColumnType) {
    var column = Self.sample(type)
    column.removeAll()
    #expect(column.count == 0)
    #expect(column.validity.isEmpty)
    Self.appendValue(to: &column, 7)
    #expect(column.count == 1)
  }

  @Test("Bytes and text are kept as they are")
  func strings() {
    var column = Column(type: .string, isNullable: false)
    let bytes = Array("hyvä".utf8)
    column.append(bytes.span)
    column.append("")
    column.append("ёж")
    #expect((0..<3).map { column.strings.text($0) } == ["hyvä", "", "ёж"])
  }
}
