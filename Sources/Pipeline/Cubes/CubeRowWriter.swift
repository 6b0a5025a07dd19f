import Buffers
import Columnar
import Satisfaction

/// Makes rows of a cube's table block by block: cells are read one after the other, then laid out column by column.
struct CubeRowWriter: ~Copyable {
  /// Cells of a block: their numbers stay in the cache until they are laid out.
  static let blockRows = 256

  private let plan: CubePlan
  private let values: [DimensionValues]
  private var batch: RecordBatch
  private var reader: CellReader
  /// Of the block, cell by cell: counts and sums, nil where there is none; and figures.
  private var states: [Int64?] = []
  private var figures: [Interval?] = []

  /// - Parameters:
  ///   - values: of each dimension.
  ///   - schema: as `CubeTable` gives it.
  ///   - rowCount: how many rows are likely to come.
  init(_ plan: CubePlan, _ values: [DimensionValues], _ schema: TableSchema, rowCount: Int) {
    self.plan = plan
    self.values = values
    batch = RecordBatch(schema: schema)
    for column in batch.columns.indices { batch.columns[column].reserve(count: rowCount) }
    reader = CellReader(plan.figures)
    states.reserveCapacity(Self.blockRows * plan.measures.count)
    figures.reserveCapacity(Self.blockRows * plan.figures.count)
  }

  /// The rows.
  consuming func finish() -> RecordBatch { batch }

  /// Appends a block of cells.
  mutating func append(_ rows: ArraySlice<CubeRow>, _ views: [Shared<CellView>], _ log: borrowing SortedLog) {
    for place in plan.dimensions.indices { appendDimension(place, rows, views) }
    var column = plan.dimensions.count
    if !plan.rollup.isEmpty {
      batch.columns[column].append(rows.span) { $0.level }
      column += 1
    }
    batch.columns[column].append(rows.span) { $0.isSuppressed }
    batch.columns[column + 1].append(rows.span) { !views[$0.view].value.isExact }
    read(rows, views, log)
    appendMeasures(column + 2, rows.count)
    appendFigures(column + 2 + plan.measures.count, rows.count)
    batch.rowCount += rows.count
  }

  private mutating func appendDimension(_ place: Int, _ rows: ArraySlice<CubeRow>, _ views: [Shared<CellView>]) {
    let (values, isRating) = (values[place], plan.dimensions[place].source == .rating)
    for row in rows {
      let rank = Int(views[row.view].value.keys.rank(place, of: row.cell))
      if rank == 0 {
        batch.columns[place].appendNull()
        continue
      }
      switch plan.dimensions[place].kind {
      case .string:
        let bytes = values.strings.bytes
        batch.columns[place].append(bytes.span.extracting(values.strings.range(rank)))
      case .flag: batch.columns[place].append(values.numbers[rank] != 0)
      case .number where isRating: batch.columns[place].append(Double(values.numbers[rank]) / 100)
      case .number: batch.columns[place].append(values.numbers[rank])
      }
    }
  }

  private mutating func read(_ rows: ArraySlice<CubeRow>, _ views: [Shared<CellView>], _ log: borrowing SortedLog) {
    states.removeAll(keepingCapacity: true)
    figures.removeAll(keepingCapacity: true)
    for row in rows {
      if row.isSuppressed {
        for _ in plan.measures { states.append(nil) }
        for _ in plan.figures { figures.append(nil) }
        continue
      }
      reader.read(row.cell, of: views[row.view].value, log)
      for measure in plan.measures { states.append(reader.state(measure)) }
      for figure in plan.figures.indices { figures.append(reader.figure(figure)) }
    }
  }

  private mutating func appendMeasures(_ first: Int, _ rowCount: Int) {
    let (states, width) = (states, plan.measures.count)
    for place in 0..<width {
      batch.columns[first + place].append(Self.rowNumbers.span.extracting(0..<rowCount)) { row in
        states[row * width + place]
      }
    }
  }

  private mutating func appendFigures(_ first: Int, _ rowCount: Int) {
    let (figures, width) = (figures, plan.figures.count)
    var column = first
    for (place, figure) in plan.figures.enumerated() {
      batch.columns[column].append(rowCount) { figures[$0 * width + place]?.value }
      column += 1
      guard figure.hasInterval else { continue }
      batch.columns[column].append(rowCount) { figures[$0 * width + place]?.low }
      batch.columns[column + 1].append(rowCount) { figures[$0 * width + place]?.high }
      column += 2
    }
  }

  private static let rowNumbers = Array(0..<blockRows)
}

extension Column {
  /// Appends doubles, nil for null.
  fileprivate mutating func append(_ rowCount: Int, _ value: (Int) -> Double?) {
    double.append(addingCapacity: rowCount) { output in
      for row in 0..<rowCount { output.append(value(row) ?? 0) }
    }
    validity.append(addingCapacity: rowCount) { output in
      for row in 0..<rowCount { output.append(value(row) == nil ? 0 : 1) }
    }
  }
}
