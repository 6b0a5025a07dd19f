import Buffers
import Columnar
import Parquet
import Satisfaction
import Sentiment

/// Step 10 of a comment's way: the rows of a group update the cells of every cube and are encoded.
///
/// One a worker, with the encoders' contexts and buffers, which are reused.
struct RowGroupWorker: ~Copyable {
  private var commentEncoder: RowGroupEncoder
  private var driverEncoder: RowGroupEncoder
  private var evidenceEncoder: RowGroupEncoder
  private var rejectEncoder: RowGroupEncoder
  private let writesEvidence: Bool
  private let rowGroups: Recycler<Parcel<RowGroupRows>>
  private var drivers: RecordBatch
  private var cubes: CubeCounter
  private var purchases: CommentedPurchases
  private var clock: StageClock
  private var insights: InsightCounter

  init(_ plan: RunPlan, customerCount: Int, purchaseCount: Int) throws(RunError) {
    rowGroups = plan.rowGroups
    writesEvidence = plan.definition.output.evidence
    drivers = DriversTable.batch(sources: plan.definition.feedback.map(\.name), drivers: plan.model.drivers.names)
    cubes = CubeCounter(
      plan.cubes, drivers: plan.model.drivers.names, customerCount: customerCount, zone: plan.zone,
      budget: plan.logBudget)
    purchases = CommentedPurchases(customerCount: customerCount, purchaseCount: purchaseCount)
    insights = InsightCounter(plan.insights)
    do throws(ParquetError) {
      let comments = try RowGroupEncoder(schema: plan.comments, options: plan.writerOptions)
      let drivers = try RowGroupEncoder(schema: DriversTable.schema, options: plan.writerOptions)
      let evidence = try RowGroupEncoder(schema: EvidenceTable.schema, options: plan.writerOptions)
      let rejects = try RowGroupEncoder(schema: RejectsTable.schema, options: plan.writerOptions)
      commentEncoder = comments
      driverEncoder = drivers
      evidenceEncoder = evidence
      rejectEncoder = rejects
      clock = plan.timings.clock()
      if clock.isOn {
        commentEncoder.measureCompression()
        driverEncoder.measureCompression()
        evidenceEncoder.measureCompression()
      }
    } catch { throw RunError(error) }
  }

  mutating func encode(_ group: RowGroup) throws(RunError) -> EncodedGroup {
    do throws(ParquetError) {
      switch group {
      case .rejects(let batch): return .rejects(try rejectEncoder.encode(batch))
      case .comments(let parcel):
        var rows = parcel.take()
        let encoded = try encode(rows)
        rows.removeAll()
        parcel.put(rows)
        rowGroups.put(parcel)
        return encoded
      }
    } catch { throw RunError(error) }
  }

  private mutating func encode(_ rows: borrowing RowGroupRows) throws(ParquetError) -> EncodedGroup {
    clock.start()
    cubes.add(rows)
    insights.add(rows)
    for row in rows.facts.indices { purchases.insert(rows.facts[row]) }
    clock.lap(.cells, rows: rows.facts.count)
    DriversTable.fill(&drivers, rows)
    let comments = try commentEncoder.encode(rows.comments)
    let drivers = try driverEncoder.encode(drivers)
    let evidence = writesEvidence ? try evidenceEncoder.encode(rows.evidence) : nil
    let bytes = comments.bytes.count + drivers.bytes.count + (evidence?.bytes.count ?? 0)
    clock.lap(.encode, rows: rows.facts.count, bytes: bytes)
    return .comments(comments: comments, drivers: drivers, evidence: evidence)
  }

  /// Hands on what was measured.
  mutating func report(to timings: TimingRecorder) {
    let compression =
      commentEncoder.compressionNanoseconds + driverEncoder.compressionNanoseconds
      + evidenceEncoder.compressionNanoseconds
    clock.move(compression, from: .encode, to: .compress)
    timings.add(clock)
  }

  /// What the worker has counted.
  consuming func counts() -> RunCounts {
    let purchases = purchases
    let insights = Parcel(insights)
    return cubes.counts(purchases: purchases, insights: insights)
  }
}
