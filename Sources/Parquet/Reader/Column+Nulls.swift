import Buffers
import Columnar

extension Column {
  /// Moves the values from row `firstRow` on to the rows that have one, and says which those are.
  ///
  /// `levels` holds 1 for each row that has a value and 0 for each null, or nothing where the column has none.
  ///
  /// Precondition: so many values stand from `firstRow` on as `levels` has ones.
  mutating func spread(_ levels: [UInt32], from firstRow: Int) {
    guard isNullable else { return }
    for level in levels { validity.append(UInt8(level)) }
    guard levels.contains(0) else { return }
    switch storage {
    case .boolean: Self.spread(&boolean, levels, from: firstRow)
    case .int32: Self.spread(&int32, levels, from: firstRow)
    case .int64: Self.spread(&int64, levels, from: firstRow)
    case .double: Self.spread(&double, levels, from: firstRow)
    case .strings: strings.spread(levels.span, from: firstRow)
    case .codes: preconditionFailure("columns are read value by value")
    }
  }

  private static func spread<T: ExpressibleByIntegerLiteral>(_ values: inout [T], _ levels: [UInt32], from start: Int) {
    var next = values.count
    values.append(contentsOf: repeatElement(0, count: start + levels.count - values.count))
    // From behind, so that no value is overwritten before it is moved.
    for index in levels.indices.reversed() {
      next -= Int(levels[index])
      values[start + index] = levels[index] == 0 ? 0 : values[next]
    }
  }
}
