import Columnar
import Satisfaction

/// What is fixed of the table `change`.
struct ChangePlan: Sendable {
  /// Columns of `comments` that make a cell; `audience` among them, so that bases are never summed.
  let dimensions: [ColumnField]
  /// Columns of `comments` whose mix is told apart.
  let mix: [ColumnField]
  let measures: [ChangeMeasure]
  /// Of the run itself; nil where it is compared with another run.
  let periods: ComparedPeriods?
  /// Folder of the run to compare with.
  let previous: String?
  /// Names and rating scales of the sources.
  let sources: [String]
  let scales: [ClosedRange<Int>]
  /// Least difference that matters.
  let material: Double
  /// Share of false findings that is put up with.
  let falseDiscoveryRate: Double
  let minimumBase: Int

  init(
    _ definition: ChangeDefinition, comments: TableSchema, periods: ComparedPeriods, previous: String?,
    sources: [String], scales: [ClosedRange<Int>], minimumBase: Int
  ) {
    func fields(_ names: [String]) -> [ColumnField] {
      names.compactMap { name in comments.index(of: name).map { comments.fields[$0] } }
    }
    let names = definition.dimensions
    dimensions = fields(names.contains(Self.audience) ? names : names + [Self.audience])
    mix = fields(definition.mix)
    measures = definition.measures
    self.periods = previous == nil ? periods : nil
    self.previous = previous
    self.sources = sources
    self.scales = scales
    material = Double(definition.material) / 1000
    falseDiscoveryRate = Double(definition.falseDiscoveryRate) / 1000
    self.minimumBase = minimumBase
  }

  static let audience = "audience"

  /// Columns that a cell may be made of: strings and flags, but for the texts.
  static func dimensions(in comments: TableSchema) -> [String] {
    comments.fields.filter { ($0.type == .string && $0.name != "text") || $0.type == .boolean }.map(\.name)
  }
}
