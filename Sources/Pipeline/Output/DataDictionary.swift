import Columnar
import Satisfaction

/// The page about every column of every table, made from the schemas alone: `docs/data-dictionary.md`.
package enum DataDictionary {
  /// The whole page in Markdown.
  ///
  /// Extras of exports and dimensions of cubes are a pipeline's own; a cube's other columns are those of a cube with all
  /// measures.
  package static func page() -> String {
    let comments = CommentsTable.schema(extras: [], amountScale: Defaults.amountScale)
    let cube = CubePlan(CubeDefinition(name: "NAME", dimensions: [], rollup: ["category"]), comments: comments)
    let tables = [
      comments, DriversTable.schema, EvidenceTable.schema,
      CubeTable.schema(cube, amountScale: Defaults.amountScale),
      DriverImpactTable.schema, KeywordTable.schema, PurchaseCells.schema(amountScale: Defaults.amountScale),
      RejectsTable.schema, QualityTable.schema,
    ]
    let dimensions = Dimension.names(in: comments).map { "`\($0)`" }.joined(separator: ", ")
    var text = """
      # Data dictionary

      Every column of every table of a run. This page is written by `make golden` from the same definitions that go into
      the Parquet files and into `datapackage.json`; a test compares it with the code. Decimals have the digits of
      `amount_scale`. A column without a word on null is never null.

      Dimensions of cubes: \(dimensions), and the extras of the exports.


      """
    for table in tables { text += section(table) }
    return text
  }

  private static func section(_ table: TableSchema) -> String {
    var text = "## \(table.name)\n\n\(table.description)\n\n"
    text += "| column | type | meaning | unit | formula | source | null |\n|---|---|---|---|---|---|---|\n"
    for field in table.fields {
      let cells = [
        "`\(field.name)`", field.type.name, field.meaning, field.unit, field.formula, field.source, field.null,
      ]
      text += "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |\n"
    }
    return text + "\n"
  }
}
