/// Finds what somebody meant to type.
public enum Spelling {
  /// The known name nearest to `name` by edit distance, if it is near enough to be meant (a third of the letters, at least one).
  public static func nearest(_ name: String, among known: [String]) -> String? {
    var best: (distance: Int, name: String)?
    for candidate in known {
      let distance = editDistance(name, candidate)
      if distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    guard let best, best.distance <= max(1, max(name.count, best.name.count) / 3) else { return nil }
    return best.name
  }

  /// Levenshtein's distance with transpositions of neighbours as one step (optimal string alignment).
  static func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first.lowercased().unicodeScalars)
    let b = Array(second.lowercased().unicodeScalars)
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        row[j + 1] = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
