import Buffers
import Columnar
import Satisfaction

/// Lays out a cube's cells as rows: dimensions, `suppressed`, counts and sums, shares with their intervals.
enum CubeTable {
  /// The schema of a cube.
  static func schema(_ plan: CubePlan, amountScale: Int) -> TableSchema {
    var fields = plan.dimensions.map(\.column)
    fields.append(
      ColumnField(
        name: "suppressed", type: .boolean, isNullable: false,
        description: "fewer distinct customers than privacy.minimum_base: the measures are null"))
    for measure in Measure.allCases {
      fields.append(
        ColumnField(
          name: measure.column, type: type(measure, amountScale),
          description: "\(measure.meaning); null: the cell is suppressed"))
    }
    for share in Share.all {
      let missing = "null: the cell is suppressed or the base is empty"
      fields.append(ColumnField(name: share.column, type: .double, description: "\(share.meaning); \(missing)"))
      for (end, name) in [("lower", "low"), ("upper", "high")] {
        fields.append(
          ColumnField(
            name: "\(share.column)_\(name)", type: .double,
            description: "\(end) end of the 95 % Wilson interval of \(share.column); \(missing)"))
      }
    }
    fields.append(
      ColumnField(
        name: "score_mean", type: .double,
        description: "score_sum out of the scored comments; null: the cell is suppressed or none was scored"))
    let dimensions = plan.dimensions.map(\.name).joined(separator: ", ")
    return TableSchema(name: "cubes/\(plan.name)", description: "one row per cell of \(dimensions)", fields: fields)
  }

  private static func type(_ measure: Measure, _ amountScale: Int) -> ColumnType {
    switch measure {
    case .amountSum: .decimal(precision: 18, scale: amountScale)
    case .scoreSum: .decimal(precision: 18, scale: 3)
    case .ratingSum: .decimal(precision: 18, scale: 2)
    default: .int64
    }
  }

  /// The cells in the order of their keys; those below the minimum base have no measures.
  static func batch(_ plan: CubePlan, _ cells: borrowing CellTable, amountScale: Int, minimumBase: Int) -> RecordBatch {
    var batch = RecordBatch(schema: schema(plan, amountScale: amountScale))
    for cell in cells.sortedCells() {
      appendKey(plan, cells.keys.strings.copy(cell), &batch)
      var column = plan.dimensions.count
      let isSuppressed = cells.state(.customers, of: cell) < Int64(minimumBase)
      batch.columns[column].append(isSuppressed)
      column += 1
      for measure in Measure.allCases {
        if isSuppressed {
          batch.columns[column].appendNull()
        } else {
          batch.columns[column].append(cells.state(measure, of: cell))
        }
        column += 1
      }
      for share in Share.all {
        let base = share.base.reduce(0) { $0 + cells.state($1, of: cell) }
        let interval = isSuppressed ? nil : Wilson.interval(cells.state(share.part, of: cell), of: base)
        for value in [interval?.value, interval?.low, interval?.high] {
          append(value, &batch.columns[column])
          column += 1
        }
      }
      let scored = cells.state(.comments, of: cell) - cells.state(.unscored, of: cell)
      let mean = scored > 0 ? Double(cells.state(.scoreSum, of: cell)) / 1000 / Double(scored) : nil
      append(isSuppressed ? nil : mean, &batch.columns[column])
      batch.rowCount += 1
    }
    return batch
  }

  private static func append(_ value: Double?, _ column: inout Column) {
    if let value { column.append(value) } else { column.appendNull() }
  }

  private static func appendKey(_ plan: CubePlan, _ key: [UInt8], _ batch: inout RecordBatch) {
    var reader = DimensionKey.Reader(key)
    for (index, dimension) in plan.dimensions.enumerated() {
      switch dimension.source {
      case .string, .driver:
        if let value = reader.string() {
          batch.columns[index].append(value.span)
        } else {
          batch.columns[index].appendNull()
        }
      case .flag:
        if let value = reader.flag() { batch.columns[index].append(value) } else { batch.columns[index].appendNull() }
      case .rating:
        append(reader.number().map { Double($0) / 100 }, &batch.columns[index])
      case .period:
        if let value = reader.number() { batch.columns[index].append(value) }
      }
    }
  }
}
