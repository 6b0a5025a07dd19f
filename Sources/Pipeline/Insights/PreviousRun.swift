import Buffers
import Columnar
import Parquet
import Satisfaction
import Sentiment

/// The comments of an earlier run that `change` compares this one with.
enum PreviousRun {
  /// Columns that figures are made of, besides those of the cells.
  private static let columns = [
    "source", "customer_id", "rating", "label", "score", "expectation", "recommendation", "complaint", "praise",
    "on_time", "repurchased",
  ]

  /// Reads the comments of a run's folder.
  ///
  /// - Throws: `noInput` where there is no such run, `data` where it lacks a column or is damaged.
  static func read(_ folder: String, _ plan: ChangePlan) throws(RunError) -> ChangeCounts {
    let run = try run(folder)
    var counts = ChangeCounts(plan)
    for file in try ParquetFiles.find(["\(run)/comments"]) {
      do throws(ParquetError) { try add(file, plan, to: &counts) } catch {
        guard error.kind == .notFound else { throw RunError(reading: error) }
        throw RunError(.data, "--previous \(folder): \(error); change needs the columns of its cells and figures")
      }
    }
    return counts
  }

  /// Hexadecimal SHA-256 of the run's manifest, which names all its files.
  static func digest(_ folder: String) throws(RunError) -> String {
    try Digests.file("\(try run(folder))/\(Manifest.fileName)").sha256
  }

  private static func run(_ folder: String) throws(RunError) -> String {
    let runs = try RunVerification.folders(of: folder)
    guard runs.count == 1, let run = runs.first else {
      let names = runs.map { $0.split(separator: "/").last ?? "" }.joined(separator: ", ")
      throw RunError(.noInput, "--previous \(folder): it holds several runs (\(names)): name the folder of one")
    }
    return run
  }

  private static func add(_ file: String, _ plan: ChangePlan, to counts: inout ChangeCounts) throws(ParquetError) {
    let reader = try ParquetReader(path: file)
    var names = columns
    for field in plan.dimensions + plan.mix where !names.contains(field.name) { names.append(field.name) }
    for group in reader.metaData.rowGroups.indices {
      let batch = try reader.readRowGroup(group, columns: names)
      let schema = batch.schema
      for (name, type) in zip(columns, types) where schema.index(of: name).map({ batch.columns[$0].type }) != type {
        throw ParquetError(
          .unsupported, "column \(name) is not of type \(type.name)", at: ParquetError.Place(file: file))
      }
      let dimensions = plan.dimensions.compactMap { schema.index(of: $0.name) }
      let mix = plan.mix.compactMap { schema.index(of: $0.name) }
      for row in 0..<batch.rowCount {
        let customer = batch.columns[1]
        counts.add(
          batch, row, dimensions, mix, counted: counted(batch, row, plan),
          score: thousandths(value(batch.columns[4], row) ?? 0), isAfter: false,
          customer: customer.isNull(row) ? nil : customer.withString(row) { Key128($0).first })
      }
    }
  }

  private static let types: [ColumnType] = [
    .string, .string, .double, .string, .double, .string, .string, .boolean, .boolean, .boolean, .boolean,
  ]

  /// The bits of the measures that count a comment; `batch` has the columns in their order.
  private static func counted(_ batch: RecordBatch, _ row: Int, _ plan: ChangePlan) -> UInt64 {
    var counted = Measure.comments.bit
    func name(_ column: Int) -> String? {
      batch.columns[column].isNull(row) ? nil : batch.columns[column].withString(row) { $0.text }
    }
    func flag(_ column: Int) -> Bool? {
      batch.columns[column].isNull(row) ? nil : batch.columns[column].boolean[row] != 0
    }
    let label = name(3).flatMap { name in SentimentLabel.allCases.first { $0.name == name } }
    counted |= label.map { Measure($0).bit } ?? Measure.unscored.bit
    switch name(5) {
    case Expectation.exceeded.name: counted |= Measure.exceeded.bit
    case Expectation.missed.name: counted |= Measure.missed.bit
    default: break
    }
    switch name(6) {
    case Recommendation.recommend.name: counted |= Measure.recommend.bit
    case Recommendation.adviseAgainst.name: counted |= Measure.adviseAgainst.bit
    default: break
    }
    if flag(7) == true { counted |= Measure.complaint.bit }
    if flag(8) == true { counted |= Measure.praise.bit }
    if let onTime = flag(9) { counted |= (onTime ? Measure.onTime : .late).bit }
    if let repurchased = flag(10) {
      counted |= Measure.repurchaseKnown.bit | (repurchased ? Measure.repurchased.bit : 0)
    }
    guard let rating = value(batch.columns[2], row), let source = plan.sources.firstIndex(of: name(0) ?? "") else {
      return counted
    }
    if plan.scales[source] == 1...5 {
      counted |= Measure.ratedFive.bit | (rating >= 4 ? Measure.topBox.bit : 0)
    } else if plan.scales[source] == 0...10 {
      counted |= Measure.ratedTen.bit
      if rating >= 9 { counted |= Measure.promoters.bit } else if rating < 7 { counted |= Measure.detractors.bit }
    }
    return counted
  }

  /// A score of another program's making may be anything.
  private static func thousandths(_ score: Double) -> Int32 {
    score.isNaN ? 0 : Int32(max(-1000, min(1000, (score * 1000).rounded())))
  }

  private static func value(_ column: Column, _ row: Int) -> Double? { column.isNull(row) ? nil : column.double[row] }
}
