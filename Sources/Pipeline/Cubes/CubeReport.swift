import Buffers
import Columnar
import Purchases
import Satisfaction

/// The cubes of a run at its end: cells of all levels, suppressed where they must be, as rows of tables.
struct CubeReport: ~Copyable {
  /// A cube at one of its levels.
  private struct Place {
    var cube: Int
    var level: Int
  }

  private let plans: [CubePlan]
  private let log: SortedLog
  /// The amount of a purchase by its number, nil where it is not known.
  private let amount: (UInt32) -> Int64?
  private let places: [Place]
  private let views: UniqueArray<CellView>
  /// Of each view: its cells in the order of their keys, and for each cell its place there.
  private var orders: [[Int]] = []
  private var ranks: [[Int]] = []

  /// - Parameters:
  ///   - counts: what all workers have counted; the log is taken.
  ///   - logs: whether the log is complete.
  ///   - amount: the amount of a purchase by its number, nil where it is not known.
  init(
    _ plans: [CubePlan], _ counts: consuming RunCounts, logs: Bool, repurchaseDays: Int,
    amount: @escaping (UInt32) -> Int64?
  ) {
    self.plans = plans
    self.amount = amount
    if !logs { counts.dropLog(plans) }
    let cubes = counts.cubes
    let customerCount = counts.customers.count
    let window = Int64(repurchaseDays) * Moment.dayMicroseconds
    let log =
      logs
      ? SortedLog(counts.log, customerCount: customerCount, windowMicroseconds: window) : SortedLog()
    let places = plans.indices.flatMap { cube in
      (0..<plans[cube].levelCount).map { Place(cube: cube, level: plans[cube].levelCount - 1 - $0) }
    }
    let views = UniqueArray<CellView>(count: places.count) { index in
      let place = places[index]
      let counts = cubes[place.cube].take()
      let view = CellView(counts, log, countsDrivers: plans[place.cube].countsDrivers) { cell in
        plans[place.cube].key(counts.table.keys.strings.copy(cell), level: place.level)
      }
      cubes[place.cube].put(counts)
      return view
    }
    for index in 0..<views.count {
      let order = views[index].table.sortedCells()
      var ranks = [Int](repeating: 0, count: order.count)
      for (rank, cell) in order.enumerated() { ranks[cell] = rank }
      orders.append(order)
      self.ranks.append(ranks)
    }
    self.log = log
    self.places = places
    self.views = views
  }

  /// Writes every cube, its rows in the order of their keys.
  ///
  /// Rows are made row group by row group: a cube may have millions of cells with a hundred columns.
  ///
  /// - Parameter write: writes a table of so many rows, whose row groups it asks for.
  func write(
    amountScale: Int, minimumBase: Int,
    _ write: (TableSchema, _ rowCount: Int, _ group: (Range<Int>) -> RecordBatch) throws(RunError) -> Void
  ) throws(RunError) {
    let lattice = lattice()
    let suppression = Suppression(lattice, minimumBase: Int64(minimumBase))
    for cube in plans.indices {
      let mine = places.indices.filter { places[$0].cube == cube }
      var cells = mine.flatMap { view in orders[view].map { (view: view, cell: $0) } }
      if mine.count > 1 { cells.sort { isBefore($0, $1) } }
      let schema = CubeTable.schema(plans[cube], amountScale: amountScale)
      try write(schema, cells.count) { rows in
        var batch = RecordBatch(schema: schema)
        for (view, cell) in cells[rows] {
          let isSuppressed = suppression.isSuppressed[lattice.cells(of: view).lowerBound + ranks[view][cell]]
          append(cube, view, cell, isSuppressed: isSuppressed, to: &batch)
        }
        return batch
      }
    }
  }

  private func append(_ cube: Int, _ view: Int, _ cell: Int, isSuppressed: Bool, to batch: inout RecordBatch) {
    CubeTable.append(
      plans[cube], key: views[view].table.keys.strings.copy(cell), isSuppressed: isSuppressed,
      isExact: views[view].isExact, to: &batch)
    var column = CubeTable.firstMeasure(plans[cube])
    for measure in plans[cube].measures {
      if !isSuppressed, let state = views[view].state(measure, of: cell, log, amount: amount) {
        batch.columns[column].append(state)
      } else {
        batch.columns[column].appendNull()
      }
      column += 1
    }
    for figure in plans[cube].figures {
      let interval = isSuppressed ? nil : views[view].figure(figure, of: cell, log)
      for value in figure.hasInterval ? [interval?.value, interval?.low, interval?.high] : [interval?.value] {
        batch.columns[column].append(value)
        column += 1
      }
    }
  }

  private func isBefore(_ first: (view: Int, cell: Int), _ second: (view: Int, cell: Int)) -> Bool {
    let a = views[first.view].table.keys.strings.copy(first.cell)
    let b = views[second.view].table.keys.strings.copy(second.cell)
    return a.span.isLess(than: b.span)
  }

  // Which views are sums of which: the dimensions of the one are among those of the other.

  private func lattice() -> CellLattice {
    var lattice = CellLattice()
    for view in places.indices { lattice.addView(customers: orders[view].map { views[view].customers(of: $0) }) }
    for fine in places.indices {
      for coarse in places.indices where isCoarser(coarse, fine) {
        // What lies between them relates both.
        if places.indices.contains(where: { isCoarser(coarse, $0) && isCoarser($0, fine) }) { continue }
        lattice.relate(coarse: coarse, fine: fine, parents: parents(coarse, fine))
      }
    }
    return lattice
  }

  private func dimensions(_ view: Int) -> [Dimension] {
    let plan = plans[places[view].cube]
    return plan.places(level: places[view].level).map { plan.dimensions[$0] }
  }

  /// Whether every value of a coarser view's dimensions follows from those of a finer one, and both count the same comments.
  private func isCoarser(_ coarse: Int, _ fine: Int) -> Bool {
    let (first, second) = (plans[places[coarse].cube], plans[places[fine].cube])
    guard coarse != fine, first.condition == second.condition, first.countsDrivers == second.countsDrivers else {
      return false
    }
    let (few, many) = (dimensions(coarse), dimensions(fine))
    guard few.allSatisfy({ dimension in many.contains { dimension.follows(from: $0) } }) else { return false }
    // Of two views that tell the same apart, the first is taken for the coarser one.
    let isSame = many.allSatisfy { dimension in few.contains { dimension.follows(from: $0) } }
    return !isSame || coarse < fine
  }

  /// For each cell of the finer view, in order, the place of its cell in the coarser one's order.
  private func parents(_ coarse: Int, _ fine: Int) -> [Int] {
    let (few, many) = (plans[places[coarse].cube], plans[places[fine].cube])
    let kinds = many.dimensions.map(\.kind)
    let (coarsePlaces, finePlaces) = (few.places(level: places[coarse].level), many.places(level: places[fine].level))
    // Where in the finer key that stands which each value of the coarser one follows from; nil for those that are summed up.
    let sources = few.dimensions.enumerated().map { place, dimension in
      coarsePlaces.contains(place) ? finePlaces.first { dimension.follows(from: many.dimensions[$0]) } : nil
    }
    return orders[fine].map { cell in
      let values = DimensionKey.values(views[fine].table.keys.strings.copy(cell), kinds: kinds)
      var key: [UInt8] = []
      for (dimension, source) in zip(few.dimensions, sources) {
        if let source {
          dimension.append(values[source], of: many.dimensions[source], to: &key)
        } else {
          DimensionKey.appendNull(to: &key)
        }
      }
      if !few.rollup.isEmpty { key.append(UInt8(truncatingIfNeeded: places[coarse].level)) }
      guard let parent = views[coarse].table.keys.find(key.span) else {
        preconditionFailure("a cell of cube \(many.name) has none in cube \(few.name)")
      }
      return ranks[coarse][Int(parent)]
    }
  }
}
