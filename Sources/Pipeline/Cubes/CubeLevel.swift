import Buffers
import Satisfaction

/// The cells of a cube at one of its levels, and which of them each of the cube's tuples lies in.
struct CubeLevel: ~Copyable, Sendable {
  private let keys: CellKeys
  private let cells: FlatArray<UInt32>

  private init(_ keys: consuming CellKeys, _ cells: consuming FlatArray<UInt32>) {
    self.keys = keys
    self.cells = cells
  }

  /// All levels of a cube, the finest first.
  ///
  /// - Parameter ranks: for each dimension the rank of each code.
  static func all(_ plan: CubePlan, _ counts: borrowing CubeCounts, ranks: [[UInt32]]) -> [Parcel<CubeLevel>] {
    let finest = plan.levelCount - 1
    var cells = FlatArray<UInt32>(count: 0)
    let keys = CellKeys(counts.tuples, ranks: ranks, level: UInt32(finest), cells: &cells)
    var levels: [Parcel<CubeLevel>] = []
    for level in (0..<finest).reversed() {
      let told = plan.places(level: level)
      var coarser = FlatArray<UInt32>(count: 0)
      let coarse = CellKeys(
        keys, keeping: plan.dimensions.indices.map { told.contains($0) }, level: UInt32(level), cells: &coarser)
      var composed = FlatArray<UInt32>(count: cells.count)
      for tuple in 0..<cells.count { composed[tuple] = coarser[Int(cells[tuple])] }
      levels.append(Parcel(CubeLevel(coarse, composed)))
    }
    levels.insert(Parcel(CubeLevel(keys, cells)), at: 0)
    return levels
  }

  /// The cells with their rows.
  consuming func view(_ counts: borrowing CubeCounts, _ log: borrowing SortedLog) -> CellView {
    CellView(counts, keys: keys, cells: cells, log)
  }
}
