import Sentiment
import Testing
import Text

@Suite("Lexicon lint")
struct LexiconLintTests {
  private func issues(_ rows: [String], _ language: Language? = .finnish) throws -> [String] {
    let head = "# language: \(language?.code ?? "neutral")\nterm\tweight\ttags\texample\n"
    let file = LexiconFile(name: "own.tsv", content: head + rows.joined(separator: "\n"))
    let model = try SentimentModel.load(
      usesBuiltin: false, files: [file], identifiesLanguages: false, tables: OwnLexicon.tables())
    var lint = LexiconLint(model)
    return lint.issues(of: language, isListed: { $0 == "own.tsv" }).map(\.description)
  }

  @Test(
    "an example without its term is a mistake, one in which another entry wins is worth a look",
    arguments: [
      (["=good\t2\t\tA good one."], []), (["=delivery\t\tdriver:delivery\tThe delivery."], []),
      (["=good\t2\t\tA bad one."], ["own.tsv:3: '=good' is not in its example (found: nothing): A bad one."]),
      (
        ["=good\t2\t\tA good one.", "=good =one\t3\t\tA good one."],
        ["own.tsv:3: warning: '=good' is in its example, but others win there (found: '=good =one'): A good one."]
      ),
    ] as [([String], [String])])
  func examples(rows: [String], expected: [String]) throws {
    #expect(try issues(rows) == expected)
  }

  @Test("symbols are checked in no language")
  func symbols() throws {
    #expect(
      try issues(["=🙂\t1\t\tOK 🙂", "=🙃\t1\t\tOK"], nil) == [
        "own.tsv:4: '=🙃' is not in its example (found: nothing): OK"
      ])
  }

  @Test(
    "equal stems of opposite polarity are a mistake, of the same polarity worth a look",
    arguments: [
      (
        "-2",
        [
          "own.tsv:4: 'talossa' has the stem 'talo' of 'talo' at own.tsv:3, of the opposite polarity: "
            + "write '=talossa' for this form alone"
        ]
      ),
      ("1", ["own.tsv:4: warning: 'talossa' has the stem 'talo' of 'talo' at own.tsv:3: one line is enough"]),
    ])
  func collisions(weight: String, expected: [String]) throws {
    let found = try issues(["talo\t2\t\tUusi talo.", "talossa\t\(weight)\tdriver:trust\tIso talo x."])
    #expect(found.filter { $0.contains("stem") } == expected)
  }

  @Test("forms, phrases and terms without weight do not collide")
  func noCollisions() throws {
    let rows = ["talo\t2\t\tUusi talo.", "=talossa\t-2\t\tOn talossa.", "talossa x1\t-2\t\tOn talossa x1."]
    #expect(try issues(rows) == [])
  }

  @Test("the alternatives of one line may have one stem")
  func alternatives() throws {
    #expect(try issues(["talo|talossa\t2\t\tUusi talo."]) == [])
  }
}
