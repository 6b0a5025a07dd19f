/// How well something is found where it is: hits, false alarms, misses.
package struct DetectionCounts: Sendable, Equatable {
  /// In the gold and found.
  package var hits = 0
  /// Found, but not in the gold.
  package var falseAlarms = 0
  /// In the gold, but not found.
  package var misses = 0

  /// Makes counts.
  package init(hits: Int = 0, falseAlarms: Int = 0, misses: Int = 0) {
    self.hits = hits
    self.falseAlarms = falseAlarms
    self.misses = misses
  }

  /// How often it is in the gold.
  package var gold: Int { hits + misses }
  /// How often it was found.
  package var found: Int { hits + falseAlarms }
  /// The share of what was found that is right; nil where nothing was found.
  package var precision: Double? { found == 0 ? nil : Double(hits) / Double(found) }
  /// The share of the gold that was found; nil where the gold has none.
  package var recall: Double? { gold == 0 ? nil : Double(hits) / Double(gold) }
  /// The harmonic mean of precision and recall; nil where neither gold nor finding has any.
  package var f1: Double? {
    gold + found == 0 ? nil : 2 * Double(hits) / Double(2 * hits + falseAlarms + misses)
  }

  /// Counts one comment in which it may stand and may have been found.
  mutating func add(isGold: Bool, isFound: Bool) {
    if isGold, isFound { hits += 1 }
    if isGold, !isFound { misses += 1 }
    if !isGold, isFound { falseAlarms += 1 }
  }

  static func += (sum: inout DetectionCounts, other: DetectionCounts) {
    sum.hits += other.hits
    sum.falseAlarms += other.falseAlarms
    sum.misses += other.misses
  }
}

extension Sequence<DetectionCounts> {
  /// All of them together: figures of the sum are micro-averages.
  var sum: DetectionCounts { reduce(into: DetectionCounts()) { $0 += $1 } }
}
