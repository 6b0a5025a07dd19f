import Foundation
import Pipeline
import Sentiment
import Testing
import Text

@Suite("Evaluation")
struct EvaluationTests {
  static let gold = [
    #"{"text": "good delivery", "label": "positive", "drivers": {"delivery": "positive"}, "complaint": false}"#,
    #"{"text": "bad price, awful", "label": "negative", "drivers": {"price_value": "negative"}, "complaint": true}"#,
    #"{"text": "promised on Monday", "label": "negative", "expectation": "missed", "id": "three"}"#,
    #"{"text": "I recommend it, write to me@shop.fi", "label": "neutral", "recommend": true, "drivers": {"trust": "mixed"}}"#,
    #"{"text": "bad delivery, good price", "label": "mixed", "drivers": {"delivery": "positive"}}"#,
    #"{"text": "furious, leaving", "label": "negative", "buy_again": false, "emotion": null}"#,
    #"{"text": "nothing listed", "label": "positive", "request": true, "loyalty": null}"#,
  ]

  static func comments(_ lines: [String] = gold, file: String = "gold.jsonl") -> [GoldComment] {
    var reader = GoldReader(drivers: DriverList.builtin)
    reader.read(content: lines.joined(separator: "\n"), file: file)
    return reader.comments
  }

  static func evaluation(
    _ comments: [GoldComment], grouping: Evaluation.Grouping? = nil, shownErrors: Int = 0
  ) throws -> Evaluation {
    Evaluation(
      comments, model: try SmallLexicon.model(), language: .given(.finnish), grouping: grouping,
      shownErrors: shownErrors)
  }

  @Test("counts are those of the comments, read one by one")
  func counts() throws {
    let all = try Self.evaluation(Self.comments()).all
    #expect(all.count == 7)
    #expect(all.covered == 5)
    // Right: the first two, `furious`, and the mixed one.
    #expect(all.labels.right == 4)
    #expect(all.labels.counts[0] == [2, 1, 0, 0, 0])
    #expect(all.twoClasses.counts == [[2, 0, 1], [0, 1, 1]])
    #expect(all.drivers.reduce(0) { $0 + $1.hits } == 3)
    #expect(all.drivers.reduce(0) { $0 + $1.misses } == 1)
    #expect(all.drivers.reduce(0) { $0 + $1.falseAlarms } == 1)
    // The polarity of the mixed comment's delivery is a miss and a false alarm.
    #expect(all.driversWithPolarity.reduce(0) { $0 + $1.hits } == 2)
    #expect(all.driversWithPolarity.reduce(0) { $0 + $1.misses } == 2)
    #expect(all.driversWithPolarity.reduce(0) { $0 + $1.falseAlarms } == 2)
  }

  @Test("an aspect that a line does not mention is not judged there, and null says that there is none")
  func annotations() throws {
    let all = try Self.evaluation(Self.comments()).all
    let sums = all.aspects.map { values in
      values.reduce(into: (0, 0, 0)) { sum, counts in
        sum = (sum.0 + counts.hits, sum.1 + counts.falseAlarms, sum.2 + counts.misses)
      }
    }
    // Expectation, recommendation, loyalty, emotion, complaint, praise, request.
    let expected = [(1, 0, 0), (1, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0), (0, 0, 0), (0, 0, 1)]
    #expect(sums.elementsEqual(expected, by: ==))
  }

  @Test("groups add up to the whole")
  func groups() throws {
    let comments = Self.comments() + Self.comments(Array(Self.gold.prefix(3)), file: "another.jsonl")
    let evaluation = try Self.evaluation(comments, grouping: .file)
    #expect(evaluation.groups.map(\.name) == ["another.jsonl", "gold.jsonl"])
    #expect(evaluation.groups.map(\.tally.count) == [3, 7])
    #expect(evaluation.groups.reduce(0) { $0 + $1.tally.labels.right } == evaluation.all.labels.right)
  }

  @Test("the worst come first, equally bad ones in the order of the file, and personal data is masked")
  func errors() throws {
    let evaluation = try Self.evaluation(Self.comments(), shownErrors: 2)
    #expect(evaluation.errorCount == 3)
    #expect(evaluation.errors.map(\.line) == [3, 7])
    let all = try Self.evaluation(Self.comments(), shownErrors: 10)
    #expect(all.errors.map(\.line) == [3, 7, 4])
    #expect(all.errors[2].text == "I recommend it, write to **********")
    #expect(all.errors[2].evidence.map(\.term) == ["=recommend"])
  }

  @Test("comments in other languages are judged by their language alone")
  func otherLanguages() throws {
    let comments = Self.comments([
      #"{"text": "good", "label": "positive", "language": "fi"}"#,
      #"{"text": "good", "label": "negative", "language": "und"}"#, #"{"text": "good", "language": "en"}"#,
    ])
    let evaluation = Evaluation(comments, model: try SmallLexicon.model(), language: .identified, grouping: .language)
    #expect(evaluation.all.count == 1)
    #expect(evaluation.all.otherLanguages == 2)
    // This model identifies no language.
    #expect(evaluation.all.languageBase == 3)
    #expect(evaluation.all.languageRight == 2)
    #expect(evaluation.groups.map(\.name) == ["fi", "und"])
    let trusted = Evaluation(comments, model: try SmallLexicon.model(), language: .annotated)
    #expect(trusted.all.labels.right == 1)
    #expect(trusted.all.languageBase == 2)
  }

  @Test("the built-in cases are understood as they are labelled")
  func builtinCases() throws {
    let model = try SentimentModel.load(identifiesLanguages: false)
    var issues: [LexiconIssue] = []
    let cases = LexiconCase.builtin(.finnish, issues: &issues)
    let comments = cases.map { GoldComment(text: $0.text, label: $0.label, file: $0.file, line: $0.line) }
    let evaluation = Evaluation(comments, model: model, language: .given(.finnish))
    let misses = LexiconCase.run(cases, language: .finnish, model: model).count { item, misses in
      misses.contains { $0.hasPrefix("label ") }
    }
    #expect(evaluation.errorCount == misses)
    #expect(evaluation.all.count == cases.count)
  }

  @Test("figures without a base are null in JSON, and all others are there")
  func json() throws {
    let bytes = try Self.evaluation(Self.comments(), grouping: .file, shownErrors: 1).json()
    let value = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let all = try #require(value["all"] as? [String: Any])
    let label = try #require(all["label"] as? [String: Any])
    #expect((label["accuracy"] as? [String: Any])?["count"] as? Int == 4)
    #expect((all["drivers"] as? [String: Any])?["f1"] as? Double == 0.75)
    #expect((value["groups"] as? [Any])?.count == 1)
    #expect((value["worst"] as? [Any])?.count == 1)
    #expect(value["wrong_labels"] as? Int == 3)
  }
}

@Suite("EvaluationGolden")
struct EvaluationGoldenTests {
  @Test("the text for people is the golden one")
  func text() throws {
    let evaluation = try EvaluationTests.evaluation(EvaluationTests.comments(), grouping: .file, shownErrors: 2)
    #expect(try GoldenText.matches(evaluation.text(), "evaluation.txt"))
  }
}
