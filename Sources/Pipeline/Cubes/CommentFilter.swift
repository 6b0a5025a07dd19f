import Buffers
import Columnar

/// A cube's filter over the columns of `comments`: which rows of a row group it counts.
struct CommentFilter: Sendable {
  private indirect enum Node: Sendable {
    case all([Node])
    case any([Node])
    case column(Int, CubeTest)
    /// Of rows of `drivers`.
    case driver(CubeTest)
  }

  private let root: Node

  init(_ filter: CubeFilter, comments: TableSchema) { root = Self.node(filter, comments) }

  private static func node(_ filter: CubeFilter, _ comments: TableSchema) -> Node {
    switch filter {
    case .all(let filters): .all(filters.map { node($0, comments) })
    case .any(let filters): .any(filters.map { node($0, comments) })
    case .test(let column, let test): comments.index(of: column).map { .column($0, test) } ?? .driver(test)
    }
  }

  /// The columns that a filter can test, with their kinds.
  static func columns(_ comments: TableSchema) -> [(name: String, kind: CubeFilterParser.Kind)] {
    comments.fields.compactMap { field in
      switch field.type {
      case .string where field.name != "text": (field.name, .text)
      case .boolean: (field.name, .flag)
      case .double, .int32, .int64, .decimal: (field.name, .number)
      case .date: (field.name, .date)
      default: nil
      }
    }
  }

  /// For each row of `comments`, or of `drivers`, 1 where it is counted.
  func kept(_ rows: borrowing RowGroupRows, drivers: StringDictionary, countsDrivers: Bool) -> [UInt8] {
    kept(root, rows, drivers, countsDrivers)
  }

  private func kept(
    _ node: Node, _ rows: borrowing RowGroupRows, _ drivers: StringDictionary, _ countsDrivers: Bool
  ) -> [UInt8] {
    switch node {
    case .all(let nodes):
      var kept = kept(nodes[0], rows, drivers, countsDrivers)
      for node in nodes.dropFirst() {
        let others = self.kept(node, rows, drivers, countsDrivers)
        for row in kept.indices { kept[row] &= others[row] }
      }
      return kept
    case .any(let nodes):
      var kept = kept(nodes[0], rows, drivers, countsDrivers)
      for node in nodes.dropFirst() {
        let others = self.kept(node, rows, drivers, countsDrivers)
        for row in kept.indices { kept[row] |= others[row] }
      }
      return kept
    case .column(let column, let test):
      let comments = Self.kept(rows.comments.columns[column], test)
      guard countsDrivers else { return comments }
      return rows.driverOwners.map { comments[Int($0)] }
    case .driver(let test):
      let passes = Self.passes(drivers, test)
      return rows.drivers.map { passes[Int($0.driver)] }
    }
  }

  private static func kept(_ column: Column, _ test: CubeTest) -> [UInt8] {
    switch test {
    case .null(let isNegated): return (0..<column.count).map { column.isNull($0) != isNegated ? 1 : 0 }
    case .flag(let value):
      return (0..<column.count).map { !column.isNull($0) && (column.boolean[$0] != 0) == value ? 1 : 0 }
    case .texts:
      guard let dictionary = column.dictionary else {
        return (0..<column.count).map { row in
          column.isNull(row) ? 0 : column.withString(row) { Self.passes($0, test) }
        }
      }
      let passing = passes(dictionary, test)
      return (0..<column.count).map { column.isNull($0) ? 0 : passing[Int(column.codes[$0])] }
    case .numbers(let ranges, let isNegated):
      let unit = self.unit(of: column)
      return (0..<column.count).map { row in
        guard !column.isNull(row) else { return 0 }
        let value = Int128(column.storage == .int32 ? Int64(column.int32[row]) : column.int64[row]) * unit.times
        let isWithin = ranges.contains {
          // The ends of the range of numbers stand for no bound.
          ($0.lowerBound == .min || value >= Int128($0.lowerBound) * unit.over)
            && ($0.upperBound == .max || value <= Int128($0.upperBound) * unit.over)
        }
        return isWithin != isNegated ? 1 : 0
      }
    }
  }

  /// What the values of a column and of its test are multiplied by to be compared.
  private static func unit(of column: Column) -> (times: Int128, over: Int128) {
    var scale: Int128 = 1
    for _ in 0..<CubeTest.scale { scale *= 10 }
    switch column.type {
    case .date: return (1, 1)
    case .decimal(_, let digits):
      var divisor: Int128 = 1
      for _ in 0..<digits { divisor *= 10 }
      return (scale, divisor)
    default: return (scale, column.divisor > 0 ? Int128(column.divisor) : 1)
    }
  }

  private static func passes(_ dictionary: StringDictionary, _ test: CubeTest) -> [UInt8] {
    (0..<dictionary.count).map { code in dictionary.withString(UInt32(code)) { passes($0, test) } }
  }

  private static func passes(_ value: Span<UInt8>, _ test: CubeTest) -> UInt8 {
    switch test {
    case .texts(let texts, let isNegated):
      let isOne = texts.contains { Array($0.utf8).span.hasSameBytes(as: value) }
      return isOne != isNegated ? 1 : 0
    case .null(let isNegated): return isNegated ? 1 : 0
    case .flag, .numbers: return 0
    }
  }
}
