import Columnar

/// The data dictionary of a run: `datapackage.json` (Frictionless Data Package), made from the schemas alone.
struct DataPackage: Codable, Sendable {
  struct Constraints: Codable, Sendable {
    var required: Bool
  }

  struct Field: Codable, Sendable {
    var name: String
    var type: String
    var description: String
    var constraints: Constraints
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
        schema: Schema(
          fields: schema.fields.map {
            Field(
              name: $0.name, type: Self.type($0.type), description: $0.description,
              constraints: Constraints(required: !$0.isNullable))
          }))
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
