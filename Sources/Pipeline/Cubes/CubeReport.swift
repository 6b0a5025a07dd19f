import Buffers
import Columnar
import Purchases
import Satisfaction

/// The cubes of a run at its end: cells of all levels, suppressed where they must be, as rows of tables.
struct CubeReport: Sendable {
  /// A cube at one of its levels.
  private struct Place: Sendable {
    var cube: Int
    var level: Int
  }

  /// What is made of the counts before cells can be listed.
  private enum Made: Sendable {
    case log(Shared<SortedLog>)
    case levels([Parcel<CubeLevel>])
  }

  private let plans: [CubePlan]
  private let log: Shared<SortedLog>
  /// Cube by cube, the finest levels first.
  private let places: [Place]
  private let views: [Shared<CellView>]
  /// Per cube the values of each of its dimensions.
  private let values: [[DimensionValues]]
  /// Whether each cell of each view is suppressed.
  private var isSuppressed: [[Bool]] = []

  /// - Parameters:
  ///   - counts: what all workers have counted; the log is taken.
  ///   - logs: whether the log is complete.
  init(
    _ plans: [CubePlan], _ counts: consuming RunCounts, logs: Bool, repurchaseDays: Int, minimumBase: Int,
    _ tasks: ParallelTasks
  ) throws(RunError) {
    if !logs { counts.dropLog(plans) }
    let (sources, keys, customerCount) = (counts.places, counts.values, counts.customers.count)
    let cubes = counts.cubes.map { Shared($0.take()) }
    let unsorted = Parcel(counts.log)
    let window = Int64(repurchaseDays) * Moment.dayMicroseconds
    let countsDrivers = plans.contains(where: \.countsDrivers)
    let kinds = Self.kinds(plans, sources, count: keys.count)
    let ordered = try tasks.map(keys.count) { DimensionValues(keys[$0], kind: kinds[$0]) }
    let values = sources.map { $0.map { ordered[$0] } }
    // The log takes longest and comes first.
    let made = try tasks.map(1 + plans.count) { number -> Made in
      guard number == 0 else {
        let cube = number - 1
        return .levels(CubeLevel.all(plans[cube], cubes[cube].value, ranks: values[cube].map(\.ranks)))
      }
      guard logs else { return .log(Shared(SortedLog())) }
      return .log(
        Shared(
          SortedLog(
            unsorted.take(), customerCount: customerCount, countsDrivers: countsDrivers, windowMicroseconds: window)))
    }
    var log = Shared(SortedLog())
    var levels: [Parcel<CubeLevel>] = []
    for part in made {
      switch part {
      case .log(let sorted): log = sorted
      case .levels(let cube): levels += cube
      }
    }
    let places = plans.indices.flatMap { cube in
      (0..<plans[cube].levelCount).map { Place(cube: cube, level: plans[cube].levelCount - 1 - $0) }
    }
    views = try tasks.map(places.count) { [log, levels] view in
      Shared(levels[view].take().view(cubes[places[view].cube].value, log.value))
    }
    self.plans = plans
    self.log = log
    self.places = places
    self.values = values
    let lattice = lattice()
    let suppression = Suppression(lattice, minimumBase: Int64(minimumBase))
    isSuppressed = places.indices.map { Array(suppression.isSuppressed[lattice.cells(of: $0)]) }
  }

  /// What the values of each source are.
  private static func kinds(_ plans: [CubePlan], _ sources: [[Int]], count: Int) -> [DimensionKey.Kind] {
    var kinds = [DimensionKey.Kind](repeating: .string, count: count)
    for (plan, sources) in zip(plans, sources) {
      for (dimension, source) in zip(plan.dimensions, sources) { kinds[source] = dimension.kind }
    }
    return kinds
  }

  /// The cubes as tables whose rows are yet to be made.
  func tables(amountScale: Int) -> [PendingTable] {
    plans.indices.map { cube in
      let rows = rows(of: cube)
      return PendingTable(
        schema: CubeTable.schema(plans[cube], amountScale: amountScale), rowCount: rows.count
      ) { schema, range in
        var writer = CubeRowWriter(plans[cube], values[cube], schema, rowCount: range.count)
        for block in stride(from: range.lowerBound, to: range.upperBound, by: CubeRowWriter.blockRows) {
          writer.append(rows[block..<min(block + CubeRowWriter.blockRows, range.upperBound)], views, log.value)
        }
        return writer.finish()
      }
    }
  }

  /// The cells of all levels of a cube in the order of their keys.
  private func rows(of cube: Int) -> [CubeRow] {
    var heads = places.indices.filter { places[$0].cube == cube }.map { CubeRow(view: $0, cell: 0) }
    var rows: [CubeRow] = []
    rows.reserveCapacity(heads.reduce(0) { $0 + views[$1.view].value.keys.count })
    while true {
      heads.removeAll { $0.cell == views[$0.view].value.keys.count }
      guard var first = heads.indices.first else { return rows }
      for head in heads.indices.dropFirst() where isBefore(heads[head], heads[first]) { first = head }
      var row = heads[first]
      row.isSuppressed = isSuppressed[row.view][row.cell]
      row.level = Int32(places[row.view].level)
      rows.append(row)
      heads[first].cell += 1
    }
  }

  private func isBefore(_ first: CubeRow, _ second: CubeRow) -> Bool {
    views[first.view].value.keys.isBefore(first.cell, views[second.view].value.keys, second.cell)
  }
}

// Which views are sums of which: the dimensions of the one are among those of the other.
extension CubeReport {
  private func lattice() -> CellLattice {
    var lattice = CellLattice()
    for view in views {
      let customers = (0..<view.value.keys.count).map { view.value.customers(of: $0) }
      lattice.addView(customers: customers)
    }
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

  /// For each cell of the finer view its cell in the coarser one.
  private func parents(_ coarse: Int, _ fine: Int) -> [Int] {
    let (fewCube, manyCube) = (places[coarse].cube, places[fine].cube)
    let (few, many) = (plans[fewCube], plans[manyCube])
    let (coarsePlaces, finePlaces) = (few.places(level: places[coarse].level), many.places(level: places[fine].level))
    // Where in the finer key that stands which each value of the coarser one follows from; nil for those that are summed up.
    let sources = few.dimensions.enumerated().map { place, dimension in
      coarsePlaces.contains(place) ? finePlaces.first { dimension.follows(from: many.dimensions[$0]) } : nil
    }
    let ranks = sources.enumerated().map { place, source in
      source.map { source in
        few.dimensions[place].ranks(
          of: values[manyCube][source], of: many.dimensions[source], among: values[fewCube][place])
      } ?? []
    }
    let parents = views[coarse].value.keys.parents(
      of: views[fine].value.keys, sources: sources, ranks: ranks, level: UInt32(places[coarse].level))
    guard let parents else { preconditionFailure("a cell of cube \(many.name) has none in cube \(few.name)") }
    return parents
  }
}

/// A cell as a row of its cube's table.
struct CubeRow: Sendable {
  /// The number of the cube's level, and its place among all views of the run.
  var level: Int32 = 0
  var view: Int
  var cell: Int
  var isSuppressed = false

  init(view: Int, cell: Int) {
    self.view = view
    self.cell = cell
  }
}

extension Dimension {
  /// For each value of another dimension the rank of the value that follows from it.
  fileprivate func ranks(of theirs: DimensionValues, of other: Dimension, among mine: DimensionValues) -> [UInt32] {
    (0..<theirs.count).map { rank in
      if source == other.source { return UInt32(rank) }
      var key: [UInt8] = []
      append(theirs.key(rank)[...], of: other, to: &key)
      // What no row has, no cell has.
      return mine.rank(key) ?? UInt32.max
    }
  }
}
