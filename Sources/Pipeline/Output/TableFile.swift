import Columnar
import Parquet

/// One Parquet file of a run, written group by group.
struct TableFile: ~Copyable, Sendable {
  private var file: StagedFile
  private var writer: ParquetFileWriter

  /// Creates `<folder>/<table>/part-00000.parquet`; the folder of the table must exist.
  init(_ output: OutputFolder, schema: TableSchema, options: WriterOptions) throws(RunError) {
    var writer: ParquetFileWriter
    do throws(ParquetError) { writer = try ParquetFileWriter(schema: schema, options: options) } catch {
      throw RunError(error)
    }
    // Rejects hold what customers wrote, before it was understood.
    let mode = schema.name == RejectsTable.schema.name ? StagedFile.privateMode : StagedFile.sharedMode
    var file = try StagedFile(output, name: "\(schema.name)/part-00000.parquet", mode: mode)
    try file.write(writer.header())
    self.writer = writer
    self.file = file
  }

  mutating func append(_ group: EncodedRowGroup) throws(RunError) { try file.write(writer.place(group)) }

  consuming func close() throws(RunError) -> WrittenFile {
    let footer: [UInt8]
    do throws(ParquetError) { footer = try writer.footer() } catch { throw RunError(error) }
    try file.write(footer)
    let rows = writer.rowCount
    return file.close(rows: rows)
  }

  /// A row group as its file takes it.
  static func encode(_ batch: RecordBatch, _ options: WriterOptions) throws(RunError) -> EncodedRowGroup {
    do throws(ParquetError) {
      var encoder = try RowGroupEncoder(schema: batch.schema, options: options)
      return try encoder.encode(batch)
    } catch { throw RunError(error) }
  }
}

/// The tables that are written while the run goes on.
struct TableWriters: ~Copyable, Sendable {
  private var comments: TableFile
  private var drivers: TableFile
  private var evidence: TableFile?
  private var rejects: TableFile

  init(_ plan: RunPlan, _ output: OutputFolder) throws(RunError) {
    let options = plan.writerOptions
    let comments = try TableFile(output, schema: plan.comments, options: options)
    let drivers = try TableFile(output, schema: DriversTable.schema, options: options)
    let rejects = try TableFile(output, schema: RejectsTable.schema, options: options)
    evidence =
      plan.definition.output.evidence
      ? try TableFile(output, schema: EvidenceTable.schema, options: options) : nil
    self.comments = comments
    self.drivers = drivers
    self.rejects = rejects
  }

  mutating func append(_ group: EncodedGroup) throws(RunError) {
    switch group {
    case .comments(let comments, let drivers, let evidence):
      try self.comments.append(comments)
      try self.drivers.append(drivers)
      if let evidence { try self.evidence?.append(evidence) }
    case .rejects(let rejects): try self.rejects.append(rejects)
    }
  }

  consuming func close() throws(RunError) -> [WrittenFile] {
    var files = [try comments.close(), try drivers.close()]
    if let evidence = consume evidence { files.append(try evidence.close()) }
    files.append(try rejects.close())
    return files
  }
}
