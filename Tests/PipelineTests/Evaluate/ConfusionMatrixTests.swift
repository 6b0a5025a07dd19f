import Buffers
import Pipeline
import Testing

@Suite("ConfusionMatrix")
struct ConfusionMatrixTests {
  static func isNear(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 1e-12
  }

  @Test(
    "figures are those computed by hand",
    arguments: [
      // Accuracy 35/50; chance 0.5 · 0.6 + 0.5 · 0.4; F1 40/55 and 30/45.
      ([[20, 5], [10, 15]], 0.7, (40.0 / 55 + 30.0 / 45) / 2, 0.4),
      // A class that stands nowhere in the gold is in no mean; a column more is no answer.
      ([[3, 1, 0, 0], [0, 4, 0, 0], [0, 0, 0, 0]], 7.0 / 8, (6.0 / 7 + 8.0 / 9) / 2, (7.0 / 8 - 0.5) / 0.5),
      ([[2, 0, 2], [0, 4, 0]], 0.75, (4.0 / 6 + 1) / 2, (0.75 - 0.375) / 0.625),
      ([[5, 0], [0, 0]], 1, 1, nil), ([[0, 0], [0, 0]], nil, nil, nil),
    ] as [([[Int]], Double?, Double?, Double?)])
  func byHand(_ counts: [[Int]], _ accuracy: Double?, _ macroF1: Double?, _ kappa: Double?) {
    let matrix = ConfusionMatrix(counts)
    #expect(Self.isNear(matrix.accuracy, accuracy))
    #expect(Self.isNear(matrix.macroF1, macroF1))
    #expect(Self.isNear(matrix.kappa, kappa))
  }

  @Test("figures equal those of the lists of labels, computed from the definitions", arguments: 1...20)
  func twin(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pairs = (0..<Int.random(in: 1...60, using: &random)).map { _ in
      (gold: Int.random(in: 0..<4, using: &random), found: Int.random(in: 0..<5, using: &random))
    }
    var counts = Array(repeating: Array(repeating: 0, count: 5), count: 4)
    for pair in pairs { counts[pair.gold][pair.found] += 1 }
    let matrix = ConfusionMatrix(counts)
    let classes = Set(pairs.map(\.gold)).sorted()
    var sum = 0.0
    for number in classes {
      let hits = pairs.count { $0.gold == number && $0.found == number }
      let found = pairs.count { $0.found == number }
      let gold = pairs.count { $0.gold == number }
      let precision = found == 0 ? 0 : Double(hits) / Double(found)
      let recall = Double(hits) / Double(gold)
      sum += hits == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
    #expect(Self.isNear(matrix.macroF1, sum / Double(classes.count)))
    #expect(Self.isNear(matrix.accuracy, Double(pairs.count { $0.gold == $0.found }) / Double(pairs.count)))
  }

  @Test("folding joins classes and leaves out what has no target")
  func folding() {
    let matrix = ConfusionMatrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(matrix.folded(gold: [0, nil, 1], found: [1, 0, 1]).counts == [[2, 4], [8, 16]])
  }
}
