/// Follows a term of several words through the units of a comment.
///
/// Holds its arrays itself, so that a look at them costs no reference count.
struct PhraseFinder {
  let units: [Unit]
  let lexemes: [Lexeme]
  let elements: [UInt32]
  /// `CompiledLexicon.sequences` and `sequenceStarts`.
  let sequences: [UInt32]
  let starts: [UInt32]

  /// Lexeme of the word behind unit `index` in its sentence; the plain one where there is none.
  @inline(__always)
  func nextLexeme(_ index: Int) -> UInt32 {
    let next = index + 1
    guard next < units.count, units[next].sentence == units[index].sentence else { return Vocabulary.plainLexeme }
    return units[next].lexeme
  }

  /// The last unit of a match of `entry` that begins at unit `first`, which satisfies its first element.
  func end(of entry: UInt32, from first: Int) -> Int? {
    end(first, Int(starts[Int(entry)]) + 1, Int(starts[Int(entry) + 1]))
  }

  /// The last unit of a match of the elements from `position` on, with unit `last` matched before them.
  private func end(_ last: Int, _ position: Int, _ end: Int) -> Int? {
    var last = last
    var position = position
    while position < end {
      let element = sequences[position]
      if element == CompiledLexicon.gapElement { return endAfterGap(last, position + 1, end) }
      let next = last + 1
      guard next < units.count, units[next].sentence == units[last].sentence, satisfies(units[next].lexeme, element)
      else { return nil }
      last = next
      position += 1
    }
    return last
  }

  /// A gap skips words of its clause, and never a negator.
  private func endAfterGap(_ last: Int, _ position: Int, _ end: Int) -> Int? {
    for skipped in 0...TermPattern.maximumGap {
      let before = last + skipped
      guard before < units.count, units[before].clause == units[last].clause else { return nil }
      if skipped > 0, lexemes[Int(units[before].lexeme)].isNegator { return nil }
      if let found = self.end(before, position, end) { return found }
    }
    return nil
  }

  @inline(__always)
  func satisfies(_ lexeme: UInt32, _ element: UInt32) -> Bool {
    let lexeme = lexemes[Int(lexeme)]
    guard lexeme.signature >> UInt64(element & 63) & 1 != 0 else { return false }
    for index in Int(lexeme.firstElement)..<Int(lexeme.firstElement + lexeme.elementCount)
    where elements[index] == element { return true }
    return false
  }
}
