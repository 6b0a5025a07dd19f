import Foundation
import Satisfaction
import Testing

/// The functions beside what SciPy, statsmodels and NumPy say (`Reference/make_reference.py`).
@Suite("Reference figures")
struct ReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var line: Int
    var function: String
    var arguments: [Double]
    var expected: [Double]

    var testDescription: String { "\(function), line \(line)" }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Reference/statistics.tsv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").enumerated().compactMap { index, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      return Case(
        line: index + 1, function: String(fields[0]),
        arguments: fields[1].split(separator: " ").compactMap { Double($0) },
        expected: fields[2].split(separator: " ").compactMap { Double($0) })
    }
  }()

  @Test("every figure agrees to 1e-9", arguments: Dictionary(grouping: cases, by: \.function).values.map { $0 })
  func agree(_ cases: [Case]) throws {
    for known in cases {
      let found = try #require(Self.evaluate(known.function, known.arguments), "\(known)")
      #expect(found.count == known.expected.count, "\(known)")
      for (value, expected) in zip(found, known.expected) {
        #expect(abs(value - expected) <= 1e-9 * max(abs(expected), 1e-3), "\(known): \(value), expected \(expected)")
      }
    }
  }

  @Test("the file has cases of every function")
  func all() {
    #expect(Set(Self.cases.map(\.function)).count == 19)
    #expect(Self.cases.count > 400)
  }

  @Test("tails keep their digits: p to 1e-9 of itself", arguments: ["normal_cumulative", "normal_two_sided"])
  func tails(function: String) throws {
    for known in Self.cases where known.function == function {
      let found = try #require(Self.evaluate(function, known.arguments))
      #expect(abs(found[0] - known.expected[0]) <= 1e-9 * known.expected[0])
    }
  }

  private static func ends(_ interval: Interval?) -> [Double]? { interval.map { [$0.low, $0.high] } }
  private static func all(_ interval: Interval?) -> [Double]? { interval.map { [$0.value, $0.low, $0.high] } }

  private static func evaluate(_ function: String, _ x: [Double]) -> [Double]? {
    switch function {
    case "log": [Elementary.log(x[0])]
    case "exp": [Elementary.exp(x[0])]
    case "normal_cumulative": [NormalDistribution.cumulative(x[0])]
    case "normal_two_sided": [NormalDistribution.twoSidedP(x[0])]
    case "normal_quantile": [NormalDistribution.quantile(x[0])]
    case "student_two_sided": [StudentDistribution(degrees: x[0]).twoSidedP(x[1])]
    case "student_quantile": [StudentDistribution(degrees: x[0]).quantile(x[1])]
    case "student_t95": [StudentDistribution.t95(Int64(x[0]))]
    case "wilson": ends(Wilson.interval(share: x[0], base: x[1]))
    case "newcombe":
      Wilson.interval(Int64(x[0]), of: Int64(x[1])).flatMap { first in
        Wilson.interval(Int64(x[2]), of: Int64(x[3])).flatMap { ends(first.difference(from: $0)) }
      }
    case "net_share":
      all(NetShare.interval(positive: Int64(x[0]), negative: Int64(x[1]), of: Int64(x[2]), designEffect: x[3]))
    case "promoters":
      all(
        NetShare.promoterInterval(
          promoters: Int64(x[0]), detractors: Int64(x[1]), of: Int64(x[2]), designEffect: x[3]))
    case "mean": mean(x)
    case "clusters": clusters(x)
    case "survival": survival(x)
    case "discoveries": FalseDiscovery.adjusted(x).compactMap { $0 }
    case "relative_weights": relativeWeights(x)
    case "jackknife": ends(Jackknife.interval(x[0], leftOut: Array(x[1...]), within: -100...100))
    case "log_odds": logOdds(x.map { Int($0) })
    default: nil
    }
  }

  private static func mean(_ x: [Double]) -> [Double]? {
    var mean = Mean()
    for value in x { mean.add(Int64(value)) }
    guard let value = mean.value, let error = mean.standardError,
      let interval = mean.interval(scale: 0.01, within: -1000...1000)
    else { return nil }
    return [value, error, interval.low * 100, interval.high * 100]
  }

  private static func clusters(_ x: [Double]) -> [Double]? {
    var sums = ClusterSums()
    for place in stride(from: 1, to: x.count, by: 2) { sums.add(total: Int64(x[place]), base: Int64(x[place + 1])) }
    return sums.standardError.map { [$0, sums.designEffect(squares: Int64(x[0]))] }
  }

  private static func survival(_ x: [Double]) -> [Double] {
    var group = KaplanMeier()
    for place in stride(from: 0, to: x.count, by: 2) {
      if x[place + 1] == 1 { group.addEvent(day: Int(x[place])) } else { group.addCensored(day: Int(x[place])) }
    }
    return group.curve().filter { $0.survival.value > 0 }
      .flatMap { [Double($0.day), $0.survival.value, $0.survival.low, $0.survival.high] }
  }

  private static func relativeWeights(_ x: [Double]) -> [Double]? {
    let variables = Int(x[0]) + 1
    var moments = Moments(variables: variables)
    for row in stride(from: 1, to: x.count, by: variables) {
      moments.add((0..<variables).map { ($0, Int64(x[row + $0])) }.filter { $0.1 != 0 })
    }
    return RelativeWeights(moments).map { [$0.determination] + $0.weights }
  }

  private static func logOdds(_ x: [Int]) -> [Double] {
    let score = LogOdds(firstTotal: x[3], secondTotal: x[4], total: x[5], priorWords: Double(x[6]))
      .score(first: x[0], second: x[1], all: x[2])
    return [score.logOdds, score.z, score.interval.low, score.interval.high]
  }
}
