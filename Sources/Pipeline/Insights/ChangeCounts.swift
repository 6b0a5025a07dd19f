import Buffers
import Columnar
import Satisfaction

/// The comments of the two samples that `change` compares, by cell.
///
/// 40 bytes each: only they say which customer has several, which the intervals need. About 100 ns a comment.
struct ChangeCounts: Sendable {
  /// A comment of one of the samples.
  struct Comment: BitwiseCopyable, Sendable {
    /// As `CommentFacts.counted`.
    var counted: UInt64
    /// Hash of the customer's id.
    var customer: UInt64
    var cell: UInt32
    /// Values of the dimensions of the mix.
    var part: UInt32
    /// In thousandths.
    var score: Int32
    var isAfter: Bool
    var isAnonymous: Bool
  }

  private let plan: ChangePlan
  /// Values of the cells' dimensions, as `DimensionKey` writes them; likewise of the mix.
  private(set) var cells = Interner()
  private(set) var parts = Interner()
  private(set) var comments: [Comment] = []
  private var key: [UInt8] = []

  init(_ plan: ChangePlan) { self.plan = plan }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    let dimensions = plan.dimensions.compactMap { rows.comments.schema.index(of: $0.name) }
    let mix = plan.mix.compactMap { rows.comments.schema.index(of: $0.name) }
    let days = rows[.submittedOn].int32
    let scores = rows[.score].int32
    for row in rows.facts.indices {
      var isAfter = true
      if let periods = plan.periods {
        guard let period = periods.isAfter(days[row]) else { continue }
        isAfter = period
      }
      let facts = rows.facts[row]
      add(
        rows.comments, row, dimensions, mix, counted: facts.counted, score: scores[row], isAfter: isAfter,
        customer: facts.counts(.anonymous) ? nil : facts.customerHash)
    }
  }

  /// Adds a comment.
  ///
  /// - Parameters:
  ///   - dimensions: places of the cells' columns in the batch; likewise `mix`.
  ///   - customer: hash of the customer's id, nil for none.
  mutating func add(
    _ batch: borrowing RecordBatch, _ row: Int, _ dimensions: [Int], _ mix: [Int], counted: UInt64, score: Int32,
    isAfter: Bool, customer: UInt64?
  ) {
    var key: [UInt8] = []
    swap(&key, &self.key)
    key.removeAll(keepingCapacity: true)
    for column in dimensions { Self.append(batch.columns[column], row, to: &key) }
    let cell = cells.intern(key.span)
    key.removeAll(keepingCapacity: true)
    for column in mix { Self.append(batch.columns[column], row, to: &key) }
    let part = parts.intern(key.span)
    swap(&key, &self.key)
    comments.append(
      Comment(
        counted: counted, customer: customer ?? 0, cell: cell, part: part, score: score, isAfter: isAfter,
        isAnonymous: customer == nil))
  }

  private static func append(_ column: borrowing Column, _ row: Int, to key: inout [UInt8]) {
    if column.isNull(row) {
      DimensionKey.appendNull(to: &key)
    } else if column.type == .boolean {
      DimensionKey.append(column.boolean[row] != 0, to: &key)
    } else {
      column.withString(row) { DimensionKey.append($0, to: &key) }
    }
  }

  /// Adds what another has counted.
  mutating func merge(_ other: ChangeCounts) {
    func numbers(_ theirs: Interner, _ mine: inout Interner) -> [UInt32] {
      (0..<theirs.count).map { mine.intern(theirs.strings.bytes.span.extracting(theirs.strings.range($0))) }
    }
    let cellNumbers = numbers(other.cells, &cells)
    let partNumbers = numbers(other.parts, &parts)
    for comment in other.comments {
      var comment = comment
      comment.cell = cellNumbers[Int(comment.cell)]
      comment.part = partNumbers[Int(comment.part)]
      comments.append(comment)
    }
  }
}
