/// In how many comments of each of two groups words stand: one array over all words, of which only those met are emptied again.
struct KeywordTally {
  private var first: [UInt32]
  private var second: [UInt32]
  /// By word: its place among the candidates + 1.
  private var candidates: [UInt32]
  /// Words that were counted.
  private var met: [UInt32] = []

  /// - Parameter words: how many words there are.
  init(words: Int) {
    first = [UInt32](repeating: 0, count: words)
    (second, candidates) = (first, first)
  }

  /// Counts a comment that has a word.
  @inline(__always)
  mutating func count(_ word: UInt32, isFirst: Bool) {
    let number = Int(word)
    if first[number] == 0, second[number] == 0 { met.append(word) }
    if isFirst { first[number] += 1 } else { second[number] += 1 }
  }

  /// Comments of each group that have a word.
  func counts(_ word: UInt32) -> (first: Int, second: Int) { (Int(first[Int(word)]), Int(second[Int(word)])) }

  /// The words that stand in so many comments of the first group.
  mutating func chooseCandidates(minimumComments: Int) -> [UInt32] {
    let chosen = met.filter { Int(first[Int($0)]) >= minimumComments }
    for (place, word) in chosen.enumerated() { candidates[Int(word)] = UInt32(place + 1) }
    return chosen
  }

  /// The place of a word among the candidates, or nil.
  @inline(__always)
  func candidate(_ word: UInt32) -> Int? {
    let place = candidates[Int(word)]
    return place == 0 ? nil : Int(place) - 1
  }

  /// Forgets all counts.
  mutating func removeAll() {
    for word in met {
      first[Int(word)] = 0
      second[Int(word)] = 0
      candidates[Int(word)] = 0
    }
    met.removeAll(keepingCapacity: true)
  }
}
