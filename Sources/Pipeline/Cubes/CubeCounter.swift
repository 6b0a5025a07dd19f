import Buffers
import Columnar
import Satisfaction

/// Counts row groups into the cells of every cube: one a worker, merged at the end.
///
/// While counting, a cell is known by the numbers of its dimensions' values; values are numbered by each worker for itself, once
/// per row group and column. `canonical` gives the cells under keys of the values themselves, which merge.
struct CubeCounter: Sendable {
  private let plans: [CubePlan]
  private var cells: [CodedCells]
  private var coders: [DimensionCoder]
  /// Per cube: its dimensions' places in `coders`.
  private let codersOfCube: [[Int]]

  init(_ plans: [CubePlan]) {
    self.plans = plans
    cells = plans.map { CodedCells(dimensions: $0.dimensions.count) }
    var sources: [Dimension.Source] = []
    codersOfCube = plans.map { plan in
      plan.dimensions.map { dimension in
        if let known = sources.firstIndex(of: dimension.source) { return known }
        sources.append(dimension.source)
        return sources.count - 1
      }
    }
    coders = sources.map { DimensionCoder($0) }
  }

  /// Adds the rows of a group.
  mutating func add(_ rows: RowGroupRows) {
    for coder in coders.indices { coders[coder].code(rows.comments, rows.drivers) }
    let facts = rows.facts
    let driverFacts = rows.driverFacts
    let driverEnds = rows.driverEnds
    for cube in plans.indices {
      let codes = codersOfCube[cube].map { coders[$0].codes }
      if plans[cube].countsDrivers {
        let isDriver = plans[cube].dimensions.map { $0.source == .driver }
        for row in facts.indices {
          for driver in CommentBatch.dependent(driverEnds, row..<row + 1) {
            var ofDriver = facts[row]
            ofDriver.counted = ofDriver.counted & ~CommentFacts.labelBits
            ofDriver.count(driverFacts[driver].label)
            ofDriver.score = driverFacts[driver].score
            for place in codes.indices { cells[cube].code[place] = codes[place][isDriver[place] ? driver : row] }
            cells[cube].add(ofDriver)
          }
        }
      } else {
        for row in facts.indices {
          for place in codes.indices { cells[cube].code[place] = codes[place][row] }
          cells[cube].add(facts[row])
        }
      }
    }
  }

  /// The cells of every cube under keys of values (`DimensionKey`), which are the same for all workers.
  func canonical() -> [CellTable] {
    zip(cells, codersOfCube).map { cells, used in
      cells.table.keyed { cell in
        var key: [UInt8] = []
        for (place, coder) in used.enumerated() {
          coders[coder].appendValue(of: cells.codes[cell * used.count + place], to: &key)
        }
        return key
      }
    }
  }
}
