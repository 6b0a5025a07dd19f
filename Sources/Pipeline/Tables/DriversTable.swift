import Buffers
import Columnar

/// The columns of `drivers`, in order: one row per comment and driver that it speaks about or rates.
enum DriverColumn: Int {
  case source, feedbackID, driver, label, score, rating
}

/// The schema of `drivers`.
enum DriversTable {
  static let schema = TableSchema(
    name: "drivers", description: "one row per comment and driver; key: source, feedback_id, driver; confidential",
    fields: [
      ColumnField(name: "source", type: .string, isNullable: false, description: "name of the feedback source"),
      ColumnField(
        name: "feedback_id", type: .string, isNullable: false, description: "id of the comment within its source"),
      ColumnField(name: "driver", type: .string, isNullable: false, description: "what the comment speaks about"),
      ColumnField(
        name: "label", type: .string,
        description: "what it says of the driver: positive, negative, neutral or mixed", null: "only rated"),
      ColumnField(
        name: "score", type: .double, description: "from the driver's own evidence, -1 to 1", null: "only rated"),
      ColumnField(
        name: "rating", type: .double, description: "the survey's item rating of the driver", null: "not rated"),
    ])

  /// No rows, laid out: names as codes, scores and ratings as fractions.
  static func batch(sources: [String], drivers: [String]) -> RecordBatch {
    let layouts: [ColumnLayout] = [
      .coded(StringDictionary(base: Names.interned(sources))), .plain, .coded(StringDictionary(drivers)),
      .coded(Names.labels),
      .fractions(of: Names.thousandths), .fractions(of: Names.hundredths),
    ]
    return RecordBatch(
      schema: schema, columns: zip(schema.fields, layouts).map { Column($0, layout: $1) }, rowCount: 0)
  }

  /// Replaces the rows by those of a row group's comments.
  static func fill(_ batch: inout RecordBatch, _ rows: borrowing RowGroupRows) {
    batch.removeAll()
    let owners = rows.driverOwners.span
    let drivers = rows.drivers.span
    let sources = rows[.source].codes
    let ids = rows[.feedbackID].strings
    batch.columns[DriverColumn.source.rawValue].append(codes: owners) { sources[Int($0)] }
    batch.columns[DriverColumn.feedbackID.rawValue].append(owners, of: ids.bytes.span) { BytePlace(ids.range(Int($0))) }
    batch.columns[DriverColumn.driver.rawValue].append(codes: drivers) { UInt32($0.driver) }
    batch.columns[DriverColumn.label.rawValue].append(codes: drivers) {
      $0.label == DriverRow.unlabelled ? Column.noCode : UInt32($0.label)
    }
    batch.columns[DriverColumn.score.rawValue].append(drivers) { $0.label == DriverRow.unlabelled ? nil : $0.score }
    batch.columns[DriverColumn.rating.rawValue].append(drivers) { $0.rating == DriverRow.unrated ? nil : $0.rating }
    batch.rowCount = owners.count
  }
}

/// The columns of `evidence`, in order.
enum EvidenceColumn: Int {
  case source, feedbackID, start, end, entry, weight, rules, driver
}

/// The schema of `evidence`.
enum EvidenceTable {
  static let schema = TableSchema(
    name: "evidence", description: "one row per matched term; key: source, feedback_id, start, end; confidential",
    fields: [
      ColumnField(name: "source", type: .string, isNullable: false, description: "name of the feedback source"),
      ColumnField(
        name: "feedback_id", type: .string, isNullable: false, description: "id of the comment within its source"),
      ColumnField(name: "start", type: .int32, isNullable: false, description: "first byte of the term in text"),
      ColumnField(
        name: "end", type: .int32, isNullable: false, description: "one past the last byte of the term in text"),
      ColumnField(
        name: "entry", type: .string, description: "term of the lexicon", null: "a rating in figures or stars"),
      ColumnField(
        name: "weight", type: .double, isNullable: false,
        description: "what counted, after all rules; 0 for markers and driver names"),
      ColumnField(
        name: "rules", type: .string, description: "rules that changed the weight, separated by blanks", null: "none"),
      ColumnField(
        name: "driver", type: .string,
        description: "drivers that it counted for or names, separated by blanks", null: "none"),
    ])
}
