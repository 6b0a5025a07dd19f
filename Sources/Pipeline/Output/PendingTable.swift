import Buffers
import Columnar
import Parquet

/// A table whose rows are made when they are written: a cube may have millions of cells with a hundred columns.
struct PendingTable: Sendable {
  let schema: TableSchema
  let rowCount: Int
  private let make: @Sendable (TableSchema, Range<Int>) -> RecordBatch

  /// - Parameter make: makes the rows of a range; called by several threads, each row once.
  init(schema: TableSchema, rowCount: Int, make: @escaping @Sendable (TableSchema, Range<Int>) -> RecordBatch) {
    self.schema = schema
    self.rowCount = rowCount
    self.make = make
  }

  /// A table whose rows are there.
  init(_ batch: RecordBatch) {
    self.init(schema: batch.schema, rowCount: batch.rowCount) { schema, rows in
      if rows == 0..<batch.rowCount { return batch }
      var part = RecordBatch(schema: schema)
      part.append(contentsOf: batch, rows: rows)
      return part
    }
  }

  /// A row group of one of the tables.
  private struct Group: Sendable {
    var table: Int
    var rows: Range<Int>
  }

  /// Writes tables in row groups of at most `rowGroupRows`.
  ///
  /// Row groups are made and encoded by several threads, not more rows at a time than one group may have, and written in order.
  static func write(
    _ tables: [PendingTable], to output: OutputFolder, options: WriterOptions, rowGroupRows: Int, _ tasks: ParallelTasks
  ) throws(RunError) -> [WrittenFile] {
    var written: [WrittenFile] = []
    var groups: [Group] = []
    for (table, pending) in tables.enumerated() {
      for start in stride(from: 0, to: pending.rowCount, by: rowGroupRows) {
        groups.append(Group(table: table, rows: start..<min(start + rowGroupRows, pending.rowCount)))
      }
    }
    var encoded: [EncodedRowGroup] = []
    var (next, first) = (0, 0)
    for (table, pending) in tables.enumerated() {
      var file = try TableFile(output, schema: pending.schema, options: options)
      while next < groups.count, groups[next].table == table {
        if next - first == encoded.count {
          let window = window(groups[next...], rowGroupRows: rowGroupRows)
          encoded = try encode(tables, Array(groups[window]), options, tasks)
          first = next
        }
        try file.append(encoded[next - first])
        next += 1
      }
      written.append(try file.close())
    }
    return written
  }

  /// The first groups, as many as may be in memory at once.
  private static func window(_ groups: ArraySlice<Group>, rowGroupRows: Int) -> Range<Int> {
    var rows = 0
    var end = groups.startIndex
    while end < groups.endIndex, end == groups.startIndex || rows + groups[end].rows.count <= rowGroupRows {
      rows += groups[end].rows.count
      end += 1
    }
    return groups.startIndex..<end
  }

  /// Rows that a thread makes at a time, where several do: more would leave threads without work.
  private static let pieceRows = 4096

  private static func encode(
    _ tables: [PendingTable], _ groups: [Group], _ options: WriterOptions, _ tasks: ParallelTasks
  ) throws(RunError) -> [EncodedRowGroup] {
    var pieces: [Group] = []
    var counts: [Int] = []
    for group in groups {
      let size = tasks.workers > 1 ? pieceRows : group.rows.count
      let first = pieces.count
      for start in stride(from: group.rows.lowerBound, to: group.rows.upperBound, by: size) {
        pieces.append(Group(table: group.table, rows: start..<min(start + size, group.rows.upperBound)))
      }
      counts.append(pieces.count - first)
    }
    let made = try tasks.map(pieces.count) { [pieces] piece in
      let table = tables[pieces[piece].table]
      return Parcel(table.make(table.schema, pieces[piece].rows))
    }
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    return try tasks.map(groups.count) { [starts, counts] (group) throws(RunError) in
      if counts[group] == 1 { return try TableFile.encode(made[starts[group]].take(), options) }
      var batch = RecordBatch(schema: tables[groups[group].table].schema)
      for column in batch.columns.indices { batch.columns[column].reserve(count: groups[group].rows.count) }
      for piece in starts[group]..<starts[group + 1] {
        let part = made[piece].take()
        batch.append(contentsOf: part, rows: 0..<part.rowCount)
      }
      return try TableFile.encode(batch, options)
    }
  }
}
