/// A term of the lexicon found at units `first...last`.
struct TermMatch: Sendable, BitwiseCopyable {
  var entry: UInt32
  var first: Int32
  var last: Int32
  var clause: UInt16
  var sentence: UInt16
  // What the rules make of it.
  var weight: Int32 = 0
  var rules: AppliedRules = []
  var tags: EntryTags = []
  /// A modifier that found its word.
  var isAttached = false
  var drivers: UInt32 = 0

  init(_ entry: UInt32, _ first: Int32, _ last: Int32, _ unit: Unit) {
    self.entry = entry
    self.first = first
    self.last = last
    clause = unit.clause
    sentence = unit.sentence
  }
}
