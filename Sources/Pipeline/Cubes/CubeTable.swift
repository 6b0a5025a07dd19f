import Columnar
import Satisfaction

/// The table of a cube, a row a cell: dimensions, level, flags, counts and sums, figures with their intervals.
enum CubeTable {
  private static let suppressed = "the cell is suppressed"

  /// The schema of a cube.
  static func schema(_ plan: CubePlan, amountScale: Int) -> TableSchema {
    var fields = plan.dimensions.indices.map { dimensionField(plan, $0) }
    if !plan.rollup.isEmpty {
      let names = plan.dimensions[plan.rollup].map(\.name).joined(separator: ", ")
      fields.append(
        ColumnField(
          name: "rollup_level", type: .int32, isNullable: false,
          description: "how many of \(names), from the left, the cell tells apart; the others are null and summed up",
          unit: "dimensions"))
    }
    fields += [
      ColumnField(
        name: "suppressed", type: .boolean, isNullable: false,
        description:
          "fewer distinct customers than privacy.minimum_base, or such a cell would follow from this one by adding "
          + "and subtracting: the measures are null"),
      ColumnField(
        name: "estimated", type: .boolean, isNullable: false,
        description:
          "the run has more than \(CommentLog.maximumComments) comments: n_customers is an estimate with a standard "
          + "error of 1.6 %, and intervals take comments for independent",
        source: "Flajolet et al. 2007; Ertl 2017"),
    ]
    fields += plan.measures.map { measureField($0, amountScale) }
    for figure in plan.figures { fields += figureFields(figure) }
    let dimensions = plan.dimensions.map(\.name).joined(separator: ", ")
    let counted = plan.countsDrivers ? "; counts rows of drivers, once a comment and driver" : ""
    return TableSchema(
      name: "cubes/\(plan.name)", description: "one row per cell of \(dimensions)\(counted)", fields: fields)
  }

  private static func dimensionField(_ plan: CubePlan, _ place: Int) -> ColumnField {
    var field = plan.dimensions[place].column
    guard plan.rollup.contains(place) else { return field }
    let level = place - plan.rollup.lowerBound + 1
    field.isNullable = true
    field.null = (field.null.isEmpty ? "" : "\(field.null), or ") + "summed up (rollup_level below \(level))"
    return field
  }

  private static func measureField(_ measure: Measure, _ amountScale: Int) -> ColumnField {
    let isLate = measure.kind == .outcome || measure.kind == .outcomeSum
    return ColumnField(
      name: measure.column, type: type(measure, amountScale), description: measure.meaning, unit: unit(measure),
      null: isLate ? "\(suppressed) or estimated" : suppressed)
  }

  private static func figureFields(_ figure: Figure) -> [ColumnField] {
    let null = "\(suppressed), or the base is empty"
    guard figure.hasInterval else {
      return [
        ColumnField(
          name: figure.name, type: .double,
          description: "\(figure.meaning); off by at most \(ResponseTime.relativeError) of itself", unit: "minutes",
          formula: figure.formula,
          source: figure.source, null: "\(suppressed), or too many wait still for it to be known")
      ]
    }
    let unit = figure.unit
    let estimate = ColumnField(
      name: figure.name, type: .double, description: figure.meaning, unit: unit, formula: figure.formula,
      source: figure.source, null: null)
    return [estimate]
      + [("lower", "low"), ("upper", "high")].map { end, name in
        ColumnField(
          name: "\(figure.name)_\(name)", type: .double,
          description: "\(end) end of the 95 % interval of \(figure.name)",
          unit: unit, formula: figure.intervalFormula, source: figure.source, null: null)
      }
  }

  private static func type(_ measure: Measure, _ amountScale: Int) -> ColumnType {
    switch measure.kind {
    case .sum, .outcomeSum: .decimal(precision: 18, scale: measure.isAmount ? amountScale : scoreScale)
    default: .int64
    }
  }

  private static func unit(_ measure: Measure) -> String {
    switch measure.kind {
    case .count, .outcome: "comments"
    case .distinct: "customers"
    case .sum, .outcomeSum: measure.isAmount ? "currency of the cell" : "score"
    }
  }

  /// Scores are kept in thousandths.
  private static let scoreScale = 3
}
