/// Which cells of a run's cubes add up to which: what somebody can use who adds and subtracts published cells.
///
/// Cells are numbered view by view, in the order of their keys, so that what is chosen among them depends on nothing else.
public struct CellLattice: Sendable {
  /// A coarser cell is the sum of the finer ones.
  struct Sum: Sendable {
    var parent: Int
    var parts: [Int]
  }

  /// Distinct customers of each cell.
  private(set) var customers: [Int64] = []
  private(set) var sums: [Sum] = []
  /// For each cell the sums that it is in.
  private(set) var sumsByCell: [[Int]] = []
  /// Where each view's cells begin.
  private var starts: [Int] = [0]
  /// Views of which one is the sum of another, or of which both are sums of a third, and so on: the least view of each group.
  private var groups: [Int] = []

  /// Makes a lattice without cells.
  public init() {}

  /// Adds a view: a cube, or one of its levels.
  ///
  /// - Parameter customers: of its cells, in the order of their keys.
  public mutating func addView(customers: [Int64]) {
    groups.append(groups.count)
    self.customers += customers
    sumsByCell += [[Int]](repeating: [], count: customers.count)
    starts.append(self.customers.count)
  }

  /// The cells of a view are sums of another's.
  ///
  /// - Parameter parents: for each cell of the finer view its cell of the coarser one.
  public mutating func relate(coarse: Int, fine: Int, parents: [Int]) {
    let first = sums.count
    let cells = cells(of: coarse)
    for cell in cells { sums.append(Sum(parent: cell, parts: [])) }
    for (part, parent) in parents.enumerated() { sums[first + parent].parts.append(starts[fine] + part) }
    for sum in first..<sums.count {
      for cell in [sums[sum].parent] + sums[sum].parts { sumsByCell[cell].append(sum) }
    }
    let (kept, joined) = (min(groups[coarse], groups[fine]), max(groups[coarse], groups[fine]))
    for view in groups.indices where groups[view] == joined { groups[view] = kept }
  }

  /// The numbers of a view's cells.
  public func cells(of view: Int) -> Range<Int> { starts[view]..<starts[view + 1] }

  /// The view of a cell.
  func view(of cell: Int) -> Int {
    var low = 0
    var high = groups.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= cell { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// All views that are related to one, itself included.
  func related(to view: Int) -> [Int] { groups.indices.filter { groups[$0] == groups[view] } }
}
