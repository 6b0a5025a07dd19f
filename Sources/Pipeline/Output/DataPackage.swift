import Columnar

/// The data dictionary of a run: `datapackage.json` (Frictionless Data Package), made from the schemas alone.
struct DataPackage: Codable, Sendable {
  struct Constraints: Codable, Sendable {
    var required: Bool
  }

  struct Field: Codable, Sendable {
    var name: String
    var type: String
    /// All that follows in one line, as the Parquet file has it.
    var description: String
    var constraints: Constraints
    var unit: String?
    var formula: String?
    var source: String?
    /// What null means.
    var null: String?

    init(_ field: ColumnField) {
      name = field.name
      type = DataPackage.type(field.type)
      description = field.description
      constraints = Constraints(required: !field.isNullable)
      unit = field.unit.isEmpty ? nil : field.unit
      formula = field.formula.isEmpty ? nil : field.formula
      source = field.source.isEmpty ? nil : field.source
      null = field.null.isEmpty ? nil : field.null
    }
  }

  struct Schema: Codable, Sendable {
    var fields: [Field]
  }

  struct Resource: Codable, Sendable {
    var name: String
    var path: String
    var format = "parquet"
    var description: String
    var schema: Schema
  }

  var name: String
  var resources: [Resource]

  static let fileName = "datapackage.json"

  init(name: String, schemas: [TableSchema]) {
    self.name = name
    resources = schemas.map { schema in
      Resource(
        name: schema.name.split(separator: "/").joined(separator: "_"), path: "\(schema.name)/part-00000.parquet",
        description: schema.description,
        schema: Schema(fields: schema.fields.map { Field($0) }))
    }
  }

  /// Frictionless names of our types.
  private static func type(_ type: ColumnType) -> String {
    switch type {
    case .boolean: "boolean"
    case .int32, .int64, .uint64: "integer"
    case .float, .double, .decimal: "number"
    case .string: "string"
    case .date: "date"
    case .time: "time"
    case .timestamp: "datetime"
    case .bytes: "any"
    }
  }
}
