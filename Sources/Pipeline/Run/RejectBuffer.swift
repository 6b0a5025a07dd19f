import Buffers
import Columnar
import Text

/// Gathers rejects into batches that are cut by rows and bytes of their own, so that cuts do not depend on chunks.
struct RejectBuffer: Sendable {
  /// Raw bytes of a batch: rejects of a wholly damaged export must not fill the memory.
  private static let maximumBytes = 64 << 20

  private let inputs: [(input: String, source: String, file: String)]
  private let keepsText: Bool
  private let mask: PersonalDataMask
  private let maximumRows: Int
  private var batch = RecordBatch(schema: RejectsTable.schema)
  private var masked: [UInt8] = []

  /// - Parameter files: of feedback, then of purchases, as `Reject.input` numbers them.
  init(_ plan: RunPlan) {
    let sources = plan.definition.feedback.map(\.name)
    inputs =
      plan.inputs.feedback.map { ("feedback", sources[$0.source], $0.file.name) }
      + plan.inputs.purchases.map { ("purchases", String($0.source), $0.file.name) }
    keepsText = plan.definition.privacy.keepText
    mask = plan.mask
    maximumRows = plan.definition.output.rowGroupRows
  }

  /// Adds rejects in order and gives the batches that are full now.
  mutating func append(_ rejects: [Reject]) -> [RowGroup] {
    var groups: [RowGroup] = []
    for reject in rejects {
      append(reject)
      let bytes = batch.columns[RejectColumn.raw.rawValue].strings.bytes.count
      if batch.rowCount == maximumRows || bytes >= Self.maximumBytes, let full = take() {
        groups.append(.rejects(full))
      }
    }
    return groups
  }

  /// The batch so far, or nil where it is empty.
  mutating func take() -> RecordBatch? {
    guard batch.rowCount > 0 else { return nil }
    defer { batch = RecordBatch(schema: RejectsTable.schema) }
    return batch
  }

  private mutating func append(_ reject: Reject) {
    func append(_ column: RejectColumn, _ text: String) { batch.columns[column.rawValue].append(text) }
    let input = inputs[reject.input]
    append(.input, input.input)
    append(.source, input.source)
    append(.file, input.file)
    batch.columns[RejectColumn.line.rawValue].append(Int64(reject.line))
    batch.columns[RejectColumn.byteOffset.rawValue].append(Int64(reject.byteOffset))
    batch.columns[RejectColumn.byteLength.rawValue].append(Int64(reject.byteLength))
    append(.reason, reject.reason.rawValue)
    if let column = reject.column {
      append(.column, column)
    } else {
      batch.columns[RejectColumn.column.rawValue].appendNull()
    }
    append(.message, reject.message)
    if keepsText {
      let found = mask.apply(reject.raw.span, into: &masked)
      let raw = found > 0 ? masked : reject.raw
      batch.columns[RejectColumn.raw.rawValue].append(raw.span)
    } else {
      batch.columns[RejectColumn.raw.rawValue].appendNull()
    }
    batch.rowCount += 1
  }
}
