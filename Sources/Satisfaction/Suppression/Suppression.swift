/// Decides which cells are published without their measures, so that no suppressed count or sum follows by adding or subtracting
/// published ones.
///
/// Cells with too few customers are suppressed first. Then, as long as anything follows:
///
/// - of a published sum, the suppressed parts must be two at least and have enough customers together, else the smallest
///   published part is suppressed as well, or the sum itself where there is none;
/// - of a suppressed sum, a part must be suppressed;
/// - no suppressed cell may be determined by all sums together (`LinearClosure`).
///
/// Where the sums are too many to be solved, only the largest of the related views is published, and sums of its published
/// cells. Source: complementary cell
/// suppression as in Hundepool et al. 2012, Statistical Disclosure Control, chapter 4.
public struct Suppression: Sendable {
  private let lattice: CellLattice
  private let minimumBase: Int64
  /// Whether each cell is suppressed.
  public private(set) var isSuppressed: [Bool]
  private var queue: [Int] = []

  /// Decides.
  ///
  /// - Parameters:
  ///   - minimumBase: the least number of distinct customers.
  ///   - maximumWork: additions after which the sums are too many to be solved.
  public init(_ lattice: CellLattice, minimumBase: Int64, maximumWork: Int = LinearClosure.defaultWork) {
    self.lattice = lattice
    self.minimumBase = minimumBase
    isSuppressed = lattice.customers.map { $0 < minimumBase }
    guard !lattice.sums.isEmpty, isSuppressed.contains(true) else { return }
    queue = Array(lattice.sums.indices)
    settle()
    while let determined = determined(maximumWork), !determined.isEmpty {
      for cell in determined { protect(cell) }
      settle()
    }
  }

  /// The suppressed cells that follow from others; nil where only the largest views are published, since it can't be told.
  private mutating func determined(_ maximumWork: Int) -> [Int]? {
    var closure = LinearClosure(lattice, isSuppressed, maximumWork: maximumWork)
    let determined = closure.determined()
    if determined == nil { publishLargest() }
    return determined
  }

  /// Applies the first two rules to all sums that are waiting.
  private mutating func settle() {
    while let sum = queue.popLast() { check(lattice.sums[sum]) }
  }

  private mutating func check(_ sum: CellLattice.Sum) {
    let hidden = sum.parts.filter { isSuppressed[$0] }
    if isSuppressed[sum.parent] {
      if hidden.isEmpty, let part = smallest(sum.parts) { suppress(part) }
      return
    }
    guard !hidden.isEmpty else { return }
    // A customer can be in several parts, so that the difference is the least that the hidden parts have together.
    let published = sum.parts.reduce(0) { isSuppressed[$1] ? $0 : $0 + lattice.customers[$1] }
    let together = max(lattice.customers[sum.parent] - published, hidden.map { lattice.customers[$0] }.max() ?? 0)
    if hidden.count >= 2, together >= minimumBase { return }
    suppress(smallest(sum.parts) ?? sum.parent)
  }

  /// Suppresses one more cell, of the nearest sum that has a published one: what determines a cell is connected with it.
  private mutating func protect(_ cell: Int) {
    var sums = lattice.sumsByCell[cell]
    var isSeen = Set(sums)
    var next = 0
    while next < sums.count {
      let sum = lattice.sums[sums[next]]
      next += 1
      if let part = smallest(sum.parts) { return suppress(part) }
      if !isSuppressed[sum.parent] { return suppress(sum.parent) }
      for further in (sum.parts + [sum.parent]).flatMap({ lattice.sumsByCell[$0] })
      where isSeen.insert(further).inserted { sums.append(further) }
    }
  }

  /// The published part with the fewest customers; of several the first.
  private func smallest(_ parts: [Int]) -> Int? {
    parts.filter { !isSuppressed[$0] }.min { (lattice.customers[$0], $0) < (lattice.customers[$1], $1) }
  }

  private mutating func suppress(_ cell: Int) {
    if isSuppressed[cell] { return }
    isSuppressed[cell] = true
    queue += lattice.sumsByCell[cell]
  }

  /// Without related views nothing can be added up: of each group that has suppressed cells only the largest view is left.
  private mutating func publishLargest() {
    var views: Set<Int> = []
    for cell in isSuppressed.indices where isSuppressed[cell] && !lattice.sumsByCell[cell].isEmpty {
      views.insert(lattice.view(of: cell))
    }
    isSuppressed = lattice.customers.map { $0 < minimumBase }
    for view in views {
      let related = lattice.related(to: view)
      let kept = related.max { (lattice.cells(of: $0).count, $1) < (lattice.cells(of: $1).count, $0) }
      for other in related where other != kept {
        for cell in lattice.cells(of: other) { isSuppressed[cell] = true }
      }
    }
    publishSums()
  }

  /// Publishes the sums of published cells, which tell nothing that these do not.
  private mutating func publishSums() {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for sum in lattice.sums where isSuppressed[sum.parent] && sum.parts.allSatisfy({ !isSuppressed[$0] }) {
        isSuppressed[sum.parent] = false
        hasChanged = true
      }
    }
  }
}
