/// Keeps the share of false findings among many tests low (Benjamini, Hochberg 1995).
package enum FalseDiscovery {
  /// The adjusted p of each test, in the order given: a test is a finding at rate q where its adjusted p is at most q.
  ///
  /// Those without p (nil) are no tests and stay nil.
  package static func adjusted(_ pValues: [Double?]) -> [Double?] {
    let tests = pValues.indices.compactMap { index in pValues[index].map { (index: index, p: $0) } }
      .sorted { ($0.p, $0.index) < ($1.p, $1.index) }
    var adjusted = [Double?](repeating: nil, count: pValues.count)
    var least = 1.0
    for (rank, test) in tests.enumerated().reversed() {
      least = min(least, test.p * Double(tests.count) / Double(rank + 1))
      adjusted[test.index] = least
    }
    return adjusted
  }
}
