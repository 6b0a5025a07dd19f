import Columnar
import Parquet

extension ColumnType {
  /// What people call the type, as the contract writes it.
  var name: String {
    switch self {
    case .boolean: "BOOLEAN"
    case .int32: "INT32"
    case .int64: "INT64"
    case .uint64: "UINT64"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .string: "STRING"
    case .date: "DATE"
    case .time(let unit): "TIME(\(unit.symbol))"
    case .timestamp(let unit, isAdjustedToUTC: true): "TIMESTAMP(\(unit.symbol), UTC)"
    case .timestamp(let unit, isAdjustedToUTC: false): "TIMESTAMP(\(unit.symbol), local)"
    case .decimal(let precision, let scale): "DECIMAL(\(precision), \(scale))"
    case .bytes: "BYTES"
    }
  }
}

extension TimeUnit {
  /// The unit's symbol.
  fileprivate var symbol: String {
    switch self {
    case .milliseconds: "ms"
    case .microseconds: "µs"
    case .nanoseconds: "ns"
    }
  }
}

extension LeafColumn {
  /// The type's name; of a type whose rows are not read, what the footer says.
  var typeName: String {
    if let type { return type.name }
    let physical = element.type.map { "\($0)" } ?? "group"
    let logical = element.logicalType.map { " \($0)" } ?? element.convertedType.map { " \($0)" } ?? ""
    return (depth > 0 || maximumRepetitionLevel > 0 ? "nested " : "") + physical + logical
  }
}
