import Columnar
import Parquet
import Satisfaction

/// Step 10 of a comment's way: the rows of a group update the cells of every cube and are encoded.
///
/// One a worker, with the encoders' contexts and buffers, which are reused.
struct RowGroupWorker: ~Copyable {
  private var comments: RecordBatch
  private var drivers: RecordBatch
  private var evidence: RecordBatch
  private var facts: [CommentFacts] = []
  private var driverFacts: [DriverFacts] = []
  private var driverEnds: [UInt32] = []
  private var commentEncoder: RowGroupEncoder
  private var driverEncoder: RowGroupEncoder
  private var evidenceEncoder: RowGroupEncoder
  private var rejectEncoder: RowGroupEncoder
  private let writesEvidence: Bool
  private(set) var cubes: CubeCounter
  private(set) var commenting: CustomerSet

  init(_ plan: RunPlan, customerCount: Int) throws(RunError) {
    comments = RecordBatch(schema: plan.comments)
    drivers = RecordBatch(schema: DriversTable.schema)
    evidence = RecordBatch(schema: EvidenceTable.schema)
    writesEvidence = plan.definition.output.evidence
    cubes = CubeCounter(plan.cubes)
    commenting = CustomerSet(count: customerCount)
    do throws(ParquetError) {
      let comments = try RowGroupEncoder(schema: plan.comments, options: plan.writerOptions)
      let drivers = try RowGroupEncoder(schema: DriversTable.schema, options: plan.writerOptions)
      let evidence = try RowGroupEncoder(schema: EvidenceTable.schema, options: plan.writerOptions)
      let rejects = try RowGroupEncoder(schema: RejectsTable.schema, options: plan.writerOptions)
      commentEncoder = comments
      driverEncoder = drivers
      evidenceEncoder = evidence
      rejectEncoder = rejects
    } catch { throw RunError(error) }
  }

  mutating func encode(_ group: RowGroup) throws(RunError) -> EncodedGroup {
    do throws(ParquetError) {
      switch group {
      case .rejects(let batch): return .rejects(try rejectEncoder.encode(batch))
      case .comments(let slices):
        gather(slices)
        cubes.add(comments, facts, drivers, driverFacts, driverEnds)
        for row in facts { commenting.insert(row.purchaseCustomer) }
        return .comments(
          comments: try commentEncoder.encode(comments), drivers: try driverEncoder.encode(drivers),
          evidence: writesEvidence ? try evidenceEncoder.encode(evidence) : nil)
      }
    } catch { throw RunError(error) }
  }

  /// Copies the slices' rows into one batch per table.
  private mutating func gather(_ slices: [RowGroupSlice]) {
    comments.removeAll()
    drivers.removeAll()
    evidence.removeAll()
    facts.removeAll(keepingCapacity: true)
    driverFacts.removeAll(keepingCapacity: true)
    driverEnds.removeAll(keepingCapacity: true)
    for slice in slices {
      comments.append(contentsOf: slice.batch.comments, rows: slice.rows)
      facts.append(contentsOf: slice.batch.facts[slice.rows])
      let driverRows = CommentBatch.dependent(slice.batch.driverEnds, slice.rows)
      let shift = drivers.rowCount - driverRows.lowerBound
      drivers.append(contentsOf: slice.batch.drivers, rows: driverRows)
      driverFacts.append(contentsOf: slice.batch.driverFacts[driverRows])
      for end in slice.batch.driverEnds[slice.rows] { driverEnds.append(UInt32(Int(end) + shift)) }
      if writesEvidence {
        evidence.append(
          contentsOf: slice.batch.evidence, rows: CommentBatch.dependent(slice.batch.evidenceEnds, slice.rows))
      }
    }
  }
}

/// A set of customers of the purchase table, one bit each.
struct CustomerSet: Sendable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  /// Adds a customer; none is in no set.
  mutating func insert(_ customer: UInt32) {
    let word = Int(customer >> 6)
    if word < words.count { words[word] |= 1 << UInt64(customer & 63) }
  }

  func contains(_ customer: UInt32) -> Bool {
    let word = Int(customer >> 6)
    return word < words.count && words[word] & 1 << UInt64(customer & 63) != 0
  }

  mutating func formUnion(_ other: CustomerSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
