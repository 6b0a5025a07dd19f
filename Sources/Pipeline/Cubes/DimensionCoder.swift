import Buffers
import Columnar
import Satisfaction

/// Numbers the values of one dimension, in order of first appearance.
struct DimensionCoder: Sendable {
  private let source: Dimension.Source
  /// Values as `DimensionKey` writes them; number 0 is null.
  private var values = Interner()
  /// Of the current row group.
  private(set) var codes: [UInt32] = []

  init(_ source: Dimension.Source) {
    self.source = source
    var value: [UInt8] = []
    DimensionKey.appendNull(to: &value)
    _ = values.intern(value.span)
  }

  /// Numbers the values of a row group's rows.
  mutating func code(_ comments: RecordBatch, _ drivers: RecordBatch) {
    codes.removeAll(keepingCapacity: true)
    switch source {
    case .string(let column): codeStrings(comments.columns[column])
    case .driver: codeStrings(drivers.columns[DriverColumn.driver.rawValue])
    case .flag(let column):
      let flags = comments.columns[column]
      codeEach(comments.rowCount) {
        flags.isNull($0) ? nil : Int64(flags.boolean[$0])
      } write: {
        DimensionKey.append($0 != 0, to: &$1)
      }
    case .rating:
      let ratings = comments.columns[CommentColumn.rating.rawValue]
      codeEach(comments.rowCount) {
        ratings.isNull($0) ? nil : Int64((ratings.double[$0] * 100).rounded())
      } write: {
        DimensionKey.append(Int32($0), to: &$1)
      }
    case .period(let period):
      let days = comments.columns[CommentColumn.submittedOn.rawValue].int32
      codeEach(comments.rowCount) {
        Int64(period.firstDay(days[$0]))
      } write: {
        DimensionKey.append(Int32($0), to: &$1)
      }
    }
  }

  /// Appends a value as `DimensionKey` writes it.
  func appendValue(of code: UInt32, to key: inout [UInt8]) { key += values.strings.copy(Int(code)) }

  private mutating func codeStrings(_ column: Column) {
    let bytes = column.strings.bytes
    var last: (row: Int, code: UInt32)?
    var value: [UInt8] = []
    for row in 0..<column.count {
      if column.isNull(row) {
        codes.append(0)
        continue
      }
      let string = bytes.span.extracting(column.strings.range(row))
      // Neighbours are often alike.
      if let last, bytes.span.extracting(column.strings.range(last.row)).hasSameBytes(as: string) {
        codes.append(last.code)
        continue
      }
      value.removeAll(keepingCapacity: true)
      DimensionKey.append(string, to: &value)
      let code = values.intern(value.span)
      codes.append(code)
      last = (row, code)
    }
  }

  private mutating func codeEach(
    _ count: Int, read: (Int) -> Int64?, write: (Int64, inout [UInt8]) -> Void
  ) {
    var last: (value: Int64, code: UInt32)?
    var value: [UInt8] = []
    for row in 0..<count {
      guard let number = read(row) else {
        codes.append(0)
        continue
      }
      if let last, last.value == number {
        codes.append(last.code)
        continue
      }
      value.removeAll(keepingCapacity: true)
      write(number, &value)
      let code = values.intern(value.span)
      codes.append(code)
      last = (number, code)
    }
  }
}
