import Buffers
import Columnar
import Parquet
import Synchronization

/// Admitted comments of one row group, cut at exactly `row_group_rows`, with all that depends on them.
struct RowGroupRows: ~Copyable, Sendable {
  var comments: RecordBatch
  var facts: [CommentFacts] = []
  var drivers: [DriverRow] = []
  /// Per row of `drivers`: the row of its comment.
  var driverOwners: [UInt32] = []
  var evidence = RecordBatch(schema: EvidenceTable.schema)

  /// Makes an empty group.
  ///
  /// - Parameters:
  ///   - comments: no rows of `comments`, laid out as those of the batches.
  ///   - capacity: rows that are likely to come; memory that is not touched costs nothing, growing touches all of it twice.
  init(comments: RecordBatch, capacity: Int) {
    self.comments = comments
    for column in self.comments.columns.indices { self.comments.columns[column].reserve(count: capacity) }
    facts.reserveCapacity(capacity)
  }

  /// Appends the comments `rows` of a batch.
  mutating func append(_ batch: borrowing CommentBatch, _ rows: Range<Int>) {
    let firstRow = comments.rowCount
    comments.append(contentsOf: batch.comments, rows: rows)
    facts.append(contentsOf: batch.facts[rows])
    drivers.append(contentsOf: batch.drivers[CommentBatch.dependent(batch.driverEnds, rows)])
    var start = CommentBatch.dependent(batch.driverEnds, rows).lowerBound
    for row in rows {
      let end = Int(batch.driverEnds[row])
      for _ in start..<end { driverOwners.append(UInt32(firstRow + row - rows.lowerBound)) }
      start = end
    }
    if !batch.evidenceEnds.isEmpty {
      evidence.append(contentsOf: batch.evidence, rows: CommentBatch.dependent(batch.evidenceEnds, rows))
    }
  }

  /// Forgets all rows and keeps the room.
  mutating func removeAll() {
    comments.removeAll()
    facts.removeAll(keepingCapacity: true)
    drivers.removeAll(keepingCapacity: true)
    driverOwners.removeAll(keepingCapacity: true)
    evidence.removeAll()
  }
}

/// What is encoded as a unit.
enum RowGroup: Sendable {
  case comments(Parcel<RowGroupRows>)
  case rejects(RecordBatch)
}

/// A group ready to be written.
enum EncodedGroup: Sendable {
  case comments(comments: EncodedRowGroup, drivers: EncodedRowGroup, evidence: EncodedRowGroup?)
  case rejects(EncodedRowGroup)

  /// Rows of the main table.
  var rowCount: Int {
    switch self {
    case .comments(let comments, _, _): comments.rowCount
    case .rejects(let rejects): rejects.rowCount
    }
  }

  /// Bytes of all tables.
  var byteCount: Int {
    switch self {
    case .comments(let comments, let drivers, let evidence):
      comments.bytes.count + drivers.bytes.count + (evidence?.bytes.count ?? 0)
    case .rejects(let rejects): rejects.bytes.count
    }
  }
}

/// Keeps emptied batches for the next use, so that their room is not allocated again and again.
final class Recycler<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  /// An emptied value, or nil where none is at hand.
  func take() -> Value? { values.withLock { $0.popLast() } }

  /// Takes an emptied value back.
  func put(_ value: Value) { values.withLock { $0.append(value) } }

  /// Gives up what is kept.
  func removeAll() { values.withLock { $0 = [] } }
}
