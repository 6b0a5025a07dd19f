import Buffers
import Columnar
import Satisfaction

/// Numbers the values of one dimension, in order of first appearance.
struct DimensionCoder: Sendable {
  private let source: Dimension.Source
  private let zone: TimeZoneRules
  /// Values as `DimensionKey` writes them; number 0 is null.
  private(set) var values = Interner()
  /// Of the current row group: a code for each comment, of drivers for each row of `drivers`.
  private(set) var codes: [UInt32] = []
  /// Codes by the numbers of the column's values in the current row group; 0 is not known yet.
  private var known: [UInt32] = []

  init(_ source: Dimension.Source, zone: TimeZoneRules) {
    self.source = source
    self.zone = zone
    var value: [UInt8] = []
    DimensionKey.appendNull(to: &value)
    _ = values.intern(value.span)
  }

  /// Numbers the values of a row group's rows.
  ///
  /// - Parameter drivers: names by number.
  mutating func code(_ rows: borrowing RowGroupRows, drivers: StringDictionary) {
    codes.removeAll(keepingCapacity: true)
    switch source {
    case .string(let column): codeStrings(rows.comments.columns[column])
    case .driver:
      let driverRows = rows.drivers
      codeNumbers(driverRows.count, below: drivers.count, read: { Int(driverRows[$0].driver) }) { number, key in
        drivers.withString(UInt32(number)) { DimensionKey.append($0, to: &key) }
      }
    case .flag(let column):
      let flags = rows.comments.columns[column]
      codeNumbers(flags.count, below: 2, read: { flags.isNull($0) ? nil : Int(flags.boolean[$0]) }) { flag, key in
        DimensionKey.append(flag != 0, to: &key)
      }
    case .rating: codeIntegers(rows[.rating]) { $0 }
    case .submitted(let period): codeIntegers(rows[.submittedOn]) { period.firstDay($0) }
    case .instant(let column, let period): codeInstants(rows.comments.columns[column], period)
    }
  }

  /// How many values have codes.
  var count: Int { values.count }

  private mutating func codeStrings(_ column: Column) {
    guard let dictionary = column.dictionary else { return codePlainStrings(column) }
    let columnCodes = column.codes
    let validity = column.validity
    codeNumbers(
      column.count, below: dictionary.count,
      read: { validity.isEmpty || validity[$0] != 0 ? Int(columnCodes[$0]) : nil }
    ) { number, key in
      dictionary.withString(UInt32(number)) { DimensionKey.append($0, to: &key) }
    }
  }

  /// Columns of many values are no good dimensions, and cost a look-up by hash for each row.
  private mutating func codePlainStrings(_ column: Column) {
    var value: [UInt8] = []
    for row in 0..<column.count {
      if column.isNull(row) {
        codes.append(0)
        continue
      }
      value.removeAll(keepingCapacity: true)
      column.withString(row) { DimensionKey.append($0, to: &value) }
      codes.append(values.intern(value.span))
    }
  }

  /// Integers by their distance from the least; days and ratings lie close together.
  private mutating func codeIntegers(_ column: Column, _ dimension: (Int32) -> Int32) {
    let integers = column.int32
    let validity = column.validity
    guard let low = integers.min(), let high = integers.max() else { return }
    guard Int(high) - Int(low) < 1 << 20 else { return codeDistantIntegers(column, dimension) }
    codeNumbers(
      column.count, below: Int(high) - Int(low) + 1,
      read: { validity.isEmpty || validity[$0] != 0 ? Int(integers[$0]) - Int(low) : nil }
    ) { number, key in
      DimensionKey.append(dimension(Int32(number + Int(low))), to: &key)
    }
  }

  /// Times by their days in the pipeline's time zone; those of a day mostly follow one another.
  private mutating func codeInstants(_ column: Column, _ period: Period) {
    var days = Column(type: .date, isNullable: true)
    days.reserve(count: column.count)
    for row in 0..<column.count {
      if column.isNull(row) {
        days.appendNull()
      } else {
        days.append(zone.day(ofUTC: TimeZoneRules.quotient(column.int64[row], TimeZoneRules.secondMicroseconds)))
      }
    }
    codeIntegers(days) { period.firstDay($0) }
  }

  private mutating func codeDistantIntegers(_ column: Column, _ dimension: (Int32) -> Int32) {
    var value: [UInt8] = []
    for row in 0..<column.count {
      value.removeAll(keepingCapacity: true)
      if column.isNull(row) {
        DimensionKey.appendNull(to: &value)
      } else {
        DimensionKey.append(dimension(column.int32[row]), to: &value)
      }
      codes.append(values.intern(value.span))
    }
  }

  /// Codes values that have small numbers; each number is written as a key once a row group.
  @inline(__always)
  private mutating func codeNumbers(
    _ count: Int, below limit: Int, read: (Int) -> Int?, write: (Int, inout [UInt8]) -> Void
  ) {
    known.removeAll(keepingCapacity: true)
    known.append(contentsOf: repeatElement(0, count: limit))
    var value: [UInt8] = []
    codes.append(addingCapacity: count) { output in
      for row in 0..<count {
        guard let number = read(row) else {
          output.append(0)
          continue
        }
        if known[number] == 0 {
          value.removeAll(keepingCapacity: true)
          write(number, &value)
          known[number] = values.intern(value.span)
        }
        output.append(known[number])
      }
    }
  }
}
