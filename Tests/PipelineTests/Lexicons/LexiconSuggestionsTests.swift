import Pipeline
import Sentiment
import Testing
import Text

@Suite("LexiconSuggestions")
struct LexiconSuggestionsTests {
  /// Forty comments of filler, of which the good ones have `shiny`, the bad ones `rusty`, and both the rest.
  static func comments(rated: Bool = true) -> [CommentRow] {
    (0..<40).map { number in
      let isGood = number % 2 == 0
      let own = isGood ? "shiny good" : "rusty bad"
      let rating: CommentRow.Rating? = rated ? .number(isGood ? 5 : 1) : nil
      let filler = "the table number \(number % 7) came with legs"
      return CommentRow(text: "\(filler) \(own) \(own)", rating: rating, file: "in.tsv", line: number + 1)
    }
  }

  static func suggestions(_ comments: [CommentRow], limit: Int = 50) throws -> LexiconSuggestions {
    LexiconSuggestions(
      comments, model: try SmallLexicon.model(), language: .finnish, scale: try #require(RatingScale("1-5")),
      commonWords: ["the"], limit: limit)
  }

  @Test("words that go with a rating are proposed with its sign, listed and indifferent words are not")
  func rated() throws {
    let found = try Self.suggestions(Self.comments())
    #expect(found.usesRatings)
    #expect(Set(found.suggestions.map(\.term)) == ["shiny", "rusty"])
    for item in found.suggestions {
      let isGood = item.term == "shiny"
      #expect(item.weight != 0 && (item.weight > 0) == isGood && (item.z > 0) == isGood)
      // Twice in a comment counts once.
      #expect([item.positive, item.negative, item.all] == (isGood ? [20, 0, 20] : [0, 20, 20]))
      #expect(item.forms == ["\(item.term) 40"])
      #expect(item.example.contains(item.term))
    }
  }

  @Test("without ratings the neighbours that the lexicon scores stand for them")
  func neighbours() throws {
    let found = try Self.suggestions(Self.comments(rated: false))
    #expect(!found.usesRatings)
    #expect(found.positiveCount == 20 && found.negativeCount == 20)
    #expect(Set(found.suggestions.filter { $0.weight > 0 }.map(\.term)) == ["shiny"])
  }

  @Test("no more are proposed than asked for, and the same input proposes the same")
  func limit() throws {
    #expect(try Self.suggestions(Self.comments(), limit: 1).suggestions.count == 1)
    #expect(try Self.suggestions(Self.comments()).text() == Self.suggestions(Self.comments()).text())
  }

  @Test("the output is a lexicon file without mistakes, whose entries are found in their examples")
  func output() throws {
    let text = try Self.suggestions(Self.comments()).text()
    var issues: [LexiconIssue] = []
    var drivers = DriverList()
    let table = LexiconTable(file: "own.tsv", content: text, drivers: &drivers, issues: &issues)
    #expect(issues == [])
    #expect(table.language == .finnish)
    #expect(table.entries.count == 2)
    let model = SentimentModel.load(
      usesBuiltin: true, files: [LexiconFile(name: "own.tsv", content: text)], identifiesLanguages: false,
      issues: &issues)
    var lint = LexiconLint(model)
    #expect(lint.issues(of: .finnish) { $0 == "own.tsv" }.filter { !$0.isWarning } == [])
  }
}

@Suite("LexiconSuggestionsGolden")
struct LexiconSuggestionsGoldenTests {
  @Test("the proposals are the golden ones")
  func text() throws {
    let text = try LexiconSuggestionsTests.suggestions(LexiconSuggestionsTests.comments()).text()
    #expect(try GoldenText.matches(text, "suggestions.txt"))
  }
}
