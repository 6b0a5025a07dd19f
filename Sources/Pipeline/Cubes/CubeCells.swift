import Buffers
import Columnar
import Satisfaction

/// One cube as a worker counts it: cells by the codes of their dimensions, and what they add up to.
struct CubeCells: ~Copyable, Sendable {
  /// Per dimension: its coder, and whether it codes rows of `drivers`.
  private let dimensions: [(coder: Int, isDriver: Bool)]
  private let filter: CommentFilter?
  private let countsResponses: Bool
  private var tuples: TupleTable
  private var counts = CubeCounts()
  /// Codes of a block's rows, row by row.
  private var codes: FlatArray<UInt32>
  private var cells = FlatArray<UInt32>(count: CountedRows.capacity)
  /// Of the current row group: which rows the filter keeps.
  private var kept: [UInt8] = []

  init(_ plan: CubePlan, _ dimensions: [(coder: Int, isDriver: Bool)]) {
    self.dimensions = dimensions
    filter = plan.filter
    countsResponses = plan.countsResponses
    tuples = TupleTable(width: dimensions.count)
    codes = FlatArray(count: CountedRows.capacity * dimensions.count)
  }

  /// Makes ready for the rows of a group.
  mutating func begin(_ rows: borrowing RowGroupRows, drivers: StringDictionary, countsDrivers: Bool) {
    if let filter { kept = filter.kept(rows, drivers: drivers, countsDrivers: countsDrivers) }
  }

  /// Counts a block of rows.
  ///
  /// - Parameters:
  ///   - first: the block's first row in the row group.
  ///   - comments: the comment of each row.
  ///   - drivers: the row of `drivers` of each row, where the cube counts these.
  ///   - logs: whether a log of all comments is kept.
  mutating func add(
    _ rows: borrowing CountedRows, first: Int, comments: Span<UInt32>, drivers: Span<UInt32>,
    _ coders: [DimensionCoder], logs: Bool
  ) {
    for (place, dimension) in dimensions.enumerated() {
      let values = coders[dimension.coder].codes
      let places = dimension.isDriver ? drivers : comments
      var target = place
      for row in 0..<rows.count {
        codes[target] = values[Int(places[row])]
        target += dimensions.count
      }
    }
    if filter == nil {
      tuples.number(codes, rowCount: rows.count, into: &cells)
    } else {
      let kept = kept
      tuples.number(codes, kept: kept.span.extracting(first..<first + rows.count), into: &cells)
    }
    counts.table.reserve(tuples.count)
    counts.add(rows, to: cells, withResponses: countsResponses)
    if logs { for row in 0..<rows.count { counts.cells.append(cells[row]) } }
  }

  /// Adds the customers of a block's rows to the cells' sketches, where no log is kept.
  mutating func addCustomers(_ rows: borrowing CountedRows, hashes: Span<UInt64>) {
    for row in 0..<rows.count where hashes[row] != 0 && cells[row] != CountedRows.noCell {
      counts.insert(customer: hashes[row], into: cells[row])
    }
  }

  /// Turns the rows that were logged into sketches of customers; `hash` is that of the customer of a row, 0 for none.
  mutating func dropLog(_ hash: (Int) -> UInt64) { counts.dropLog(hash) }

  /// The cells under keys of values (`DimensionKey`), which are the same for all workers.
  consuming func keyed(_ coders: [DimensionCoder]) -> CubeCounts {
    var keyed = CubeCounts()
    swap(&keyed, &counts)
    keyed.table.setKeys { cell in
      var key: [UInt8] = []
      for (place, dimension) in dimensions.enumerated() {
        coders[dimension.coder].appendValue(of: tuples.value(place, of: cell), to: &key)
      }
      return key
    }
    return keyed
  }
}
