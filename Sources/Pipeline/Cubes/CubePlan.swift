import Columnar
import Satisfaction

/// A cube as it is counted and published.
struct CubePlan: Sendable {
  let name: String
  /// The dimensions: those of `by:`, those of `rollup:`, and `audience` and `currency` where they are added.
  let dimensions: [Dimension]
  /// Which of them `rollup:` names.
  let rollup: Range<Int>
  let filter: CommentFilter?
  /// The filter as it was written, for comparisons.
  let condition: CubeFilter?
  /// The counts, sums and figures that are published, in the order of their columns.
  let measures: [Measure]
  let figures: [Figure]
  /// Whether it counts rows of `drivers`.
  let countsDrivers: Bool

  init(_ definition: CubeDefinition, comments: TableSchema) {
    name = definition.name
    (measures, figures) = Self.published(definition.measures)
    var names = definition.dimensions
    rollup = names.count..<names.count + definition.rollup.count
    names += definition.rollup
    // Bases of different audiences are never summed; amounts of different currencies never added.
    for added in ["audience"] + (measures.contains(where: \.isAmount) ? ["currency"] : []) {
      if !names.contains(added), definition.filter?.pinned(added) == nil { names.append(added) }
    }
    dimensions = names.compactMap { Dimension($0, comments: comments) }
    countsDrivers = dimensions.contains { $0.source == .driver }
    condition = definition.filter
    filter = definition.filter.map { CommentFilter($0, comments: comments) }
  }

  /// A figure brings the counts that it is made of; comments and customers are always there.
  private static func published(_ names: [String]) -> (measures: [Measure], figures: [Figure]) {
    guard !names.isEmpty else { return (Measure.allCases, Figure.all) }
    let figures = Figure.all.filter { names.contains($0.name) }
    let parts = figures.flatMap(\.parts)
    let measures = Measure.allCases.filter {
      $0 == .comments || $0 == .customers || names.contains($0.column) || parts.contains($0)
    }
    return (measures, figures)
  }

  /// Whether response times are counted.
  var countsResponses: Bool { figures.contains(where: \.needsResponses) }

  /// How many levels there are: one, and one more for each dimension of `rollup:`.
  var levelCount: Int { rollup.count + 1 }

  /// Where values come from, each once, and of each cube where each of its dimensions' values comes from.
  static func sources(_ plans: [CubePlan]) -> (sources: [Dimension.Source], places: [[Int]]) {
    var sources: [Dimension.Source] = []
    let places = plans.map { plan in
      plan.dimensions.map { dimension in
        let known = sources.firstIndex(of: dimension.source) ?? sources.count
        if known == sources.count { sources.append(dimension.source) }
        return known
      }
    }
    return (sources, places)
  }

  /// The places of the dimensions that are told apart at a level.
  func places(level: Int) -> [Int] {
    dimensions.indices.filter { !rollup.contains($0) || $0 - rollup.lowerBound < level }
  }
}
