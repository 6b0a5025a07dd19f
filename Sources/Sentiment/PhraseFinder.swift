internal import Buffers

/// Follows a term of several words through the units of a comment.
enum PhraseFinder {
  /// The last unit of a match of the elements from `position` on, with unit `last` matched before them.
  static func end(
    _ last: Int, _ position: Int, _ end: Int, _ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary,
    _ lexicon: CompiledLexicon
  ) -> Int? {
    var last = last
    var position = position
    while position < end {
      let element = lexicon.sequences[position]
      if element == CompiledLexicon.gapElement {
        return endAfterGap(last, position + 1, end, units, vocabulary, lexicon)
      }
      let next = last + 1
      guard next < units.count, units[next].sentence == units[last].sentence,
        lexicon.satisfies(units, next, element, vocabulary)
      else { return nil }
      last = next
      position += 1
    }
    return last
  }

  /// A gap skips words of its clause, and never a negator.
  private static func endAfterGap(
    _ last: Int, _ position: Int, _ end: Int, _ units: borrowing UnitList, _ vocabulary: borrowing Vocabulary,
    _ lexicon: CompiledLexicon
  ) -> Int? {
    for skipped in 0...TermPattern.maximumGap {
      let before = last + skipped
      guard before < units.count, units[before].clause == units[last].clause else { return nil }
      if skipped > 0, vocabulary[units[before].lexeme].isNegator { return nil }
      if let found = self.end(before, position, end, units, vocabulary, lexicon) { return found }
    }
    return nil
  }
}
