/// Where a byte of translated content comes from.
struct Anchor: Sendable, Equatable {
  /// Its place in the translated content.
  let translated: Int
  /// Its place in the file's own content.
  let original: Int
  /// The physical line of the file, from 1.
  let line: Int
}

extension [Anchor] {
  /// Where a byte comes from: exact at line ends, and as far behind the one before as it is in the translated content.
  func origin(of translated: Int) -> Anchor {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].translated <= translated { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return Anchor(translated: translated, original: translated, line: 1) }
    let before = self[low - 1]
    let original = before.original + translated - before.translated
    // Before the end of a line, a byte takes at least as many in the file as it does here only in UTF-8.
    let limit = low < count ? self[low].original : Int.max
    return Anchor(translated: translated, original: Swift.min(original, limit), line: before.line)
  }
}
