import Buffers
import CSV
import Columnar
import Parquet
import Purchases
import Sentiment
import Text

/// Everything that is fixed before the first comment is read, shared by all workers.
struct RunPlan: Sendable {
  let definition: PipelineDefinition
  let inputs: InputPlan
  let model: SentimentModel
  let zone: TimeZoneRules
  let windows: MatchWindows
  /// The end of the run date, in microseconds since 1970: until then comments without response have waited.
  let dayEnd: Int64
  let mask: PersonalDataMask
  /// Digits after the point of all amounts.
  let amountScale: Int
  let comments: TableSchema
  let cubes: [CubePlan]
  let insights: InsightPlan
  let writerOptions: WriterOptions
  let timings: TimingRecorder
  let digests: InputDigests
  let memory: MemoryBudget
  let logBudget = LogBudget()
  let mojibake = Mojibake()
  /// Emptied batches and row groups, to be filled again.
  let batches = Recycler<Parcel<CommentBatch>>()
  let rowGroups = Recycler<Parcel<RowGroupRows>>()

  /// Once there are no more comments: the tables of the run are made in the memory that held them.
  func giveRoomBack() {
    batches.removeAll()
    rowGroups.removeAll()
    ProcessMemory.giveBack()
  }
}
