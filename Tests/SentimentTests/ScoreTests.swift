import Buffers
import Sentiment
import Testing
import Text

@Suite("Score and label")
struct ScoreTests {
  /// The definitions in doubles: score (P − N) / (P + N + K), strengths S / (S + K), labels by thresholds.
  private struct Twin {
    var score: Int32
    var positiveStrength: Int32
    var negativeStrength: Int32
    var label: SentimentLabel

    init(_ weights: [Int32]) {
      let positive = weights.filter { $0 > 0 }.reduce(0.0) { $0 + Double($1) }
      let negative = weights.filter { $0 < 0 }.reduce(0.0) { $0 - Double($1) }
      score = Int32(((positive - negative) * 1000 / (positive + negative + 2500)).rounded(.towardZero))
      positiveStrength = Int32((positive * 1000 / (positive + 2500)).rounded(.towardZero))
      negativeStrength = Int32((negative * 1000 / (negative + 2500)).rounded(.towardZero))
      let weaker = min(positive, negative)
      if weaker >= 1200, weaker * 1000 >= max(positive, negative) * 400 {
        label = .mixed
      } else if score >= 200 {
        label = .positive
      } else if score <= -150 {
        label = .negative
      } else {
        label = .neutral
      }
    }
  }

  private func check(_ reading: Reading) {
    let analysis = reading.analysis
    let twin = Twin(analysis.evidence.map(\.weight))
    #expect(analysis.score == twin.score, "\(reading.evidence)")
    #expect(analysis.positiveStrength == twin.positiveStrength)
    #expect(analysis.negativeStrength == twin.negativeStrength)
    #expect(analysis.label == twin.label, "\(reading.evidence)")
    for driver in analysis.drivers {
      let own = analysis.evidence.filter { $0.role != .driver && $0.drivers & 1 << UInt32(driver.driver) != 0 }
      // A driver without evidence of its own takes what stands around it.
      if own.isEmpty { continue }
      let twin = Twin(own.map(\.weight))
      #expect(driver.score == twin.score)
      #expect(driver.label == twin.label)
    }
  }

  @Test("score, strengths and labels follow from the weights of the evidence, for the comment and each driver")
  func randomWeights() throws {
    var random = SplitMix64(seed: 16)
    let rows = (0..<60).map { number in
      let weight = [-1, 1].randomElement(using: &random).map { $0 * Int32.random(in: 1...4000, using: &random) } ?? 1
      let tags = number % 3 == 0 ? "driver:\(DriverList.builtin[number % 15])" : ""
      return "=w\(number); \(Thousandths.format(weight)); \(tags)"
    }
    let model = try OwnLexicon.model(rows)
    for _ in 0..<4_000 {
      let count = Int.random(in: 0...7, using: &random)
      let text = (0..<count).map { _ in "w\(Int.random(in: 0..<60, using: &random))" }.joined(separator: " ")
      let reading = Reading(text, model)
      #expect(reading.analysis.evidence.count == count)
      check(reading)
    }
  }

  @Test("a score is explained: what counted is the sum of the weights of its evidence, under all rules")
  func explained() throws {
    let model = try OwnLexicon.model()
    var random = SplitMix64(seed: 17)
    for _ in 0..<10_000 { check(Reading(RandomComment.text(&random), model)) }
  }

  @Test(
    "labels change at the thresholds",
    arguments: [
      ("0.625", .positive), ("0.624", .neutral), ("-0.442", .negative), ("-0.441", .neutral),
    ] as [(String, SentimentLabel)])
  func thresholds(weight: String, label: SentimentLabel) throws {
    // w / (w + 2.5) reaches 0.2 at 0.625, and −0.15 below −0.441.
    #expect(Reading("w", try OwnLexicon.model(["=w; \(weight)"])).analysis.label == label)
  }

  @Test(
    "mixed needs enough evidence on both sides, and a share of the stronger on the weaker",
    arguments: [
      ("1.2", "-1.2", .mixed), ("1.199", "-1.2", .neutral), ("1.2", "-3", .mixed), ("1.2", "-3.001", .negative),
      ("3.001", "-1.2", .positive), ("3", "-1.2", .mixed),
    ] as [(String, String, SentimentLabel)])
  func mixed(first: String, second: String, label: SentimentLabel) throws {
    let model = try OwnLexicon.model(["=a; \(first)", "=b; \(second)"])
    #expect(Reading("a b", model).analysis.label == label)
  }

  @Test("a comment in a known language is scored, though it says nothing", arguments: ["", "x", "!?"])
  func nothingSaid(text: String) throws {
    let analysis = Reading(text, try OwnLexicon.model()).analysis
    #expect(analysis.label == .neutral)
    #expect(analysis.score == 0)
    #expect(analysis.language == .finnish)
    #expect(analysis.languageConfidence == 1000)
  }

  @Test(
    "a comment in no known language is scored by symbols and ratings alone, else not at all",
    arguments: [
      ("good bad delivery", nil, ""), ("", nil, ""), ("good 😀", .positive, "😀 2000"),
      ("😡 recommend", .negative, "😡 -3000"), ("x 5/5", .positive, "5/5 3000"), ("x ★☆☆☆☆", .negative, "★☆☆☆☆ -3000"),
      ("3/7", nil, ""),
    ] as [(String, SentimentLabel?, String)])
  func undetermined(text: String, label: SentimentLabel?, evidence: String) throws {
    let reading = Reading(text, try OwnLexicon.model(), nil)
    #expect(reading.analysis.language == nil)
    #expect(reading.analysis.label == label)
    #expect(reading.evidence == evidence)
    if label == nil { #expect(reading.analysis.score == 0) }
  }

  @Test(
    "a rating weighs by its distance from the middle of the scale",
    arguments: [
      ("5/5", 3000), ("4/5", 1500), ("3/5", nil), ("2/5", -1500), ("1/5", -3000), ("0/5", -3000), ("10/10", 3000),
      ("7/10", 1200), ("5/10", nil), ("0/10", -3000), ("8,5/10", 2100), ("8.5/10", 2100), ("4,75/5", 2625),
      ("6/5", nil), ("24/7", nil), ("11/10", nil), ("1.234/5", nil), ("99999999999/5", nil),
      ("★★★★☆", 1500), ("★★★★★", 3000), ("⭐⭐⭐⭐", 1500), ("★★★", nil), ("☆☆☆☆☆", -3000), ("★", nil),
      ("★★★★★★★★★☆", 2333),
    ] as [(String, Int32?)])
  func ratings(text: String, weight: Int32?) throws {
    let reading = Reading("x \(text) y", try OwnLexicon.model())
    #expect(reading.evidence == weight.map { "\(text) \($0)" } ?? "")
  }

  @Test("a date is no rating", arguments: ["04/05/2024", "10/10/2024", "01/05/26"])
  func dates(text: String) throws {
    #expect(Reading("x \(text)", try OwnLexicon.model()).evidence == "")
  }
}
