import Buffers
import Columnar

/// What the tables of a run hold, gathered row group by row group, as far as they must agree with each other.
struct RunTables: Sendable {
  /// The tables whose rows are looked at.
  enum Table: String, CaseIterable, Sendable {
    case comments, drivers, evidence, rejects

    /// The columns of a row's group: of comments and rejects the input's file, of the others the comment's key.
    var columns: [String] {
      switch self {
      case .comments: ["source", "source_file", "feedback_id"]
      case .drivers, .evidence: ["source", "feedback_id"]
      case .rejects: ["input", "source", "file"]
      }
    }

    /// The table of a file of a run, or nil.
    init?(path: String) {
      guard let folder = path.split(separator: "/").first else { return nil }
      self.init(rawValue: String(folder))
    }
  }

  /// Rows of `comments` by source and file.
  private(set) var comments = RecordTally()
  /// Rows of `rejects` by input, source and file.
  private(set) var rejects = RecordTally()
  /// Rows by table.
  private(set) var rows: [Table: Int64] = [:]
  /// Rows of `comments` whose key an earlier row has.
  private(set) var repeatedKeys: Int64 = 0
  /// Rows by table whose key no comment has.
  private(set) var orphans: [Table: Int64] = [:]

  /// Keys of comments.
  private var keys: Set<Key128> = []
  private var key: [UInt8] = []

  /// Takes rows of a table; all rows of `comments` must come first.
  ///
  /// Of a column that is missing or holds no text, the sentence that says so is returned, and the rows are not taken.
  mutating func take(_ batch: RecordBatch, of table: Table) -> String? {
    var columns: [Int] = []
    for name in table.columns {
      guard let index = batch.schema.index(of: name), batch.columns[index].type == .string else {
        return "it has no column \(name) of type \(ColumnType.string.name)"
      }
      columns.append(index)
    }
    rows[table, default: 0] += Int64(batch.rowCount)
    switch table {
    case .comments:
      comments.count(batch, by: [columns[0], columns[1]])
      for row in 0..<batch.rowCount where !insert(batch, row, [columns[0], columns[2]]) { repeatedKeys += 1 }
    case .drivers, .evidence:
      for row in 0..<batch.rowCount where !isOfComment(batch, row, columns) { orphans[table, default: 0] += 1 }
    case .rejects: rejects.count(batch, by: columns)
    }
    return nil
  }

  /// Whether the key is new.
  private mutating func insert(_ batch: RecordBatch, _ row: Int, _ columns: [Int]) -> Bool {
    batch.copyKey(of: row, columns, to: &key)
    return keys.insert(Key128(key.span)).inserted
  }

  private mutating func isOfComment(_ batch: RecordBatch, _ row: Int, _ columns: [Int]) -> Bool {
    batch.copyKey(of: row, columns, to: &key)
    return keys.contains(Key128(key.span))
  }
}
