/// How often each class of the gold was found as which class.
///
/// Classes are numbers; a column may stand for no answer, which is never right.
package struct ConfusionMatrix: Sendable, Equatable {
  /// `counts[gold][found]`; the first columns are the rows' classes, in their order.
  package private(set) var counts: [[Int]]

  /// An empty matrix.
  package init(gold: Int, found: Int) {
    counts = Array(repeating: Array(repeating: 0, count: found), count: gold)
  }

  /// A matrix of these counts.
  package init(_ counts: [[Int]]) { self.counts = counts }

  /// Counts a comment.
  mutating func add(gold: Int, found: Int) { counts[gold][found] += 1 }

  /// The matrix of coarser classes: `gold[i]` and `found[j]` are the new numbers of the classes; nil leaves them out.
  package func folded(gold: [Int?], found: [Int]) -> ConfusionMatrix {
    let rows = (gold.compactMap { $0 }.max() ?? -1) + 1
    var folded = ConfusionMatrix(gold: rows, found: (found.max() ?? -1) + 1)
    for (row, target) in gold.enumerated() {
      guard let target else { continue }
      for (column, count) in counts[row].enumerated() { folded.counts[target][found[column]] += count }
    }
    return folded
  }

  /// How many comments there are.
  package var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// How many were found as what they are.
  package var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
  /// The share of comments that were found as what they are; nil without comments.
  package var accuracy: Double? { total == 0 ? nil : Double(right) / Double(total) }

  /// Hits, false alarms and misses of a class.
  package func detection(of number: Int) -> DetectionCounts {
    let hits = counts[number][number]
    let found = counts.reduce(0) { $0 + $1[number] }
    return DetectionCounts(hits: hits, falseAlarms: found - hits, misses: counts[number].reduce(0, +) - hits)
  }

  /// The mean of the F1 of the classes that stand in the gold; nil without comments.
  package var macroF1: Double? {
    let classes = counts.indices.filter { counts[$0].contains { $0 > 0 } }
    guard !classes.isEmpty else { return nil }
    return classes.reduce(0) { $0 + (detection(of: $1).f1 ?? 0) } / Double(classes.count)
  }

  /// Cohen's kappa (1960): agreement beyond what the two distributions alone would give; nil where that is undefined.
  package var kappa: Double? {
    guard let accuracy else { return nil }
    let n = Double(total)
    let chance = counts.indices.reduce(0.0) { sum, number in
      let gold = counts[number].reduce(0, +)
      let found = counts.reduce(0) { $0 + $1[number] }
      return sum + Double(gold) / n * Double(found) / n
    }
    return chance < 1 ? (accuracy - chance) / (1 - chance) : nil
  }
}
