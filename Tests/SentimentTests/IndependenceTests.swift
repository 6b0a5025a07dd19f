import Buffers
import Sentiment
import Testing
import Text

@Suite("Comments are analysed one by one")
struct IndependenceTests {
  @Test("the analysis of a comment does not depend on those before it, in whatever language they were")
  func order() throws {
    let model = try OwnLexicon.model()
    var random = SplitMix64(seed: 19)
    var used = CommentAnalyzer(model)
    for number in 0..<3_000 {
      let text = RandomComment.text(&random)
      let language: Language? = [.finnish, .finnish, .french, nil][number % 4]
      let reading = Reading(text, model, language, &used)
      #expect(reading.everything == Reading(text, model, language).everything, "\(text)")
    }
  }

  @Test(
    "a word met before in another place, where it is no word, ends nothing",
    arguments: [
      "x wwww. good", "x wwww.shop.fi good", "x WWWWW. good", "x www. good", "x http: good", "x httpss: good",
    ])
  func links(text: String) throws {
    let model = try OwnLexicon.model()
    var used = CommentAnalyzer(model)
    for word in ["wwww", "WWWWW", "www", "http", "httpss"] { _ = Reading("\(word) good", model, .finnish, &used) }
    for language in [Language.russian, .finnish, .french] {
      let reading = Reading(text, model, language, &used)
      #expect(reading.everything == Reading(text, model, language).everything)
    }
  }

  @Test("the analysis of a comment does not change when the words met so far are forgotten")
  func vocabularyEmptied() throws {
    let model = try OwnLexicon.model()
    var random = SplitMix64(seed: 20)
    let texts = (0..<200).map { _ in RandomComment.text(&random) }
    var analyzer = CommentAnalyzer(model)
    let before = texts.map { Reading($0, model, .finnish, &analyzer).everything }
    // More distinct words than an analyzer keeps (2¹⁸), with known ones between them.
    for block in 0..<300 {
      let words = (0..<1_000).map { "q\(block)x\($0)" }.joined(separator: " ")
      let reading = Reading("good \(words) bad", model, .finnish, &analyzer)
      #expect(reading.evidence == "good 2000; bad -2000")
    }
    #expect(texts.map { Reading($0, model, .finnish, &analyzer).everything } == before)
  }

  @Test("leaving out the evidence changes nothing else")
  func withoutEvidence() throws {
    let model = try OwnLexicon.model()
    var random = SplitMix64(seed: 21)
    var bare = CommentAnalyzer(model, collectsEvidence: false)
    for _ in 0..<2_000 {
      let text = RandomComment.text(&random, without: ["4/5", "0/10", "★★★★★"])
      let without = Reading(text, model, .finnish, &bare)
      let with = Reading(text, model)
      #expect(without.evidence == "")
      #expect(without.drivers == with.drivers)
      #expect(without.markers == with.markers)
      #expect(without.analysis.score == with.analysis.score)
      #expect(without.analysis.label == with.analysis.label)
    }
  }

  @Test("any bytes can be analysed, and the evidence lies in them")
  func anyBytes() throws {
    let model = try OwnLexicon.model()
    var analyzer = CommentAnalyzer(model)
    var analysis = CommentAnalysis()
    var random = SplitMix64(seed: 22)
    for number in 0..<20_000 {
      var bytes = Array(RandomComment.text(&random).utf8)
      for _ in 0..<number % 6 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let choice = number % 2 == 0 ? LanguageChoice.given(.russian) : .given(.finnish)
      analyzer.analyze(bytes.span, choice, into: &analysis)
      #expect(analysis.evidence.allSatisfy { $0.start < $0.end && Int($0.end) <= bytes.count })
      #expect((-1000...1000).contains(analysis.score))
    }
  }
}
