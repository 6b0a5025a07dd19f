import Columnar
import Parquet
import Synchronization

/// Admitted comments of one row group, cut at exactly `row_group_rows`, with all that depends on them.
struct RowGroupRows: Sendable {
  var comments: RecordBatch
  var facts: [CommentFacts] = []
  var drivers = RecordBatch(schema: DriversTable.schema)
  var driverFacts: [DriverFacts] = []
  /// Where each comment's drivers end.
  var driverEnds: [UInt32] = []
  var evidence = RecordBatch(schema: EvidenceTable.schema)

  init(comments schema: TableSchema) { comments = RecordBatch(schema: schema) }

  /// Appends the comments `rows` of a batch.
  mutating func append(_ batch: CommentBatch, _ rows: Range<Int>) {
    comments.append(contentsOf: batch.comments, rows: rows)
    facts.append(contentsOf: batch.facts[rows])
    let driverRows = CommentBatch.dependent(batch.driverEnds, rows)
    let shift = drivers.rowCount - driverRows.lowerBound
    drivers.append(contentsOf: batch.drivers, rows: driverRows)
    driverFacts.append(contentsOf: batch.driverFacts[driverRows])
    for end in batch.driverEnds[rows] { driverEnds.append(UInt32(Int(end) + shift)) }
    if !batch.evidenceEnds.isEmpty {
      evidence.append(contentsOf: batch.evidence, rows: CommentBatch.dependent(batch.evidenceEnds, rows))
    }
  }

  /// Forgets all rows and keeps the room.
  mutating func removeAll() {
    comments.removeAll()
    facts.removeAll(keepingCapacity: true)
    drivers.removeAll()
    driverFacts.removeAll(keepingCapacity: true)
    driverEnds.removeAll(keepingCapacity: true)
    evidence.removeAll()
  }
}

/// What is encoded as a unit.
enum RowGroup: Sendable {
  case comments(RowGroupRows)
  case rejects(RecordBatch)
}

/// A group ready to be written.
enum EncodedGroup: Sendable {
  case comments(comments: EncodedRowGroup, drivers: EncodedRowGroup, evidence: EncodedRowGroup?)
  case rejects(EncodedRowGroup)
}

/// Keeps emptied batches for the next use, so that their room is not allocated again and again.
final class Recycler<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  /// An emptied value, or nil where none is at hand.
  func take() -> Value? { values.withLock { $0.popLast() } }

  /// Takes an emptied value back.
  func put(_ value: Value) { values.withLock { $0.append(value) } }
}
