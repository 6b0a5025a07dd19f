import Buffers
import Satisfaction

/// One cube as a worker counts it: cells by the codes of their dimensions, and what they add up to.
struct CubeCells: ~Copyable, Sendable {
  /// Per dimension: its coder, and whether it codes rows of `drivers`.
  private let dimensions: [(coder: Int, isDriver: Bool)]
  private var tuples: TupleTable
  private(set) var table = CellTable()
  /// Codes of a block's rows, row by row.
  private var codes: FlatArray<UInt32>
  private var cells = FlatArray<UInt32>(count: CountedRows.capacity)

  init(_ dimensions: [(coder: Int, isDriver: Bool)]) {
    self.dimensions = dimensions
    tuples = TupleTable(width: dimensions.count)
    codes = FlatArray(count: CountedRows.capacity * dimensions.count)
  }

  /// Counts a block of rows.
  ///
  /// - Parameters:
  ///   - comments: the comment of each row.
  ///   - drivers: the row of `drivers` of each row, where the cube counts these.
  mutating func add(
    _ rows: borrowing CountedRows, comments: Span<UInt32>, drivers: Span<UInt32>, _ coders: [DimensionCoder]
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
    tuples.number(codes, rowCount: rows.count, into: &cells)
    table.reserve(tuples.count)
    table.add(rows, to: cells)
  }

  /// The cells under keys of values (`DimensionKey`), which are the same for all workers.
  consuming func keyed(_ coders: [DimensionCoder]) -> CellTable {
    var keyed = CellTable()
    swap(&keyed, &table)
    keyed.setKeys { cell in
      var key: [UInt8] = []
      for (place, dimension) in dimensions.enumerated() {
        coders[dimension.coder].appendValue(of: tuples.value(place, of: cell), to: &key)
      }
      return key
    }
    return keyed
  }
}
