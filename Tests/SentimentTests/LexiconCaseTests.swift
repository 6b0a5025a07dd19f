import Sentiment
import Testing
import Text

@Suite("Lexicon cases")
struct LexiconCaseTests {
  private func read(_ content: String) -> (cases: [LexiconCase], issues: [String]) {
    var issues: [LexiconIssue] = []
    let cases = LexiconCase.read(file: "tests.tsv", content: content, issues: &issues)
    return (cases, issues.map(\.description))
  }

  @Test("a case has a label, a text and what else is expected")
  func cases() throws {
    let (cases, issues) = read("# x\nlabel\ttext\texpect\nmixed\tA b.\tcomplaint driver:trust=mixed\n\nneutral\tC\n")
    #expect(issues == [])
    #expect(cases.map(\.label) == [.mixed, .neutral])
    #expect(cases.map(\.text) == ["A b.", "C"])
    #expect(cases.map(\.expected) == [["complaint", "driver:trust=mixed"], []])
    #expect(cases.map(\.line) == [3, 5])
  }

  @Test(
    "a mistake is reported with file and line",
    arguments: [
      ("label\ttext\n", "tests.tsv:1: the columns are 'label\ttext', expected 'label<TAB>text<TAB>expect'"),
      (
        "label\ttext\texpect\ngood\tA\n",
        "tests.tsv:2: unknown label 'good': write positive, negative, neutral or mixed"
      ),
      ("label\ttext\texpect\nmixed\n", "tests.tsv:2: 1 columns, expected label, text, expect"),
    ])
  func mistakes(content: String, message: String) {
    #expect(read(content).issues == [message])
  }

  @Test(
    "what is not met is told, and nothing else",
    arguments: [
      ("positive\tgood delivery\tdriver:delivery=positive driver:delivery praise", []),
      ("negative\tgood", ["label positive, expected negative"]),
      (
        "positive\tgood delivery\tdriver:delivery=negative driver:trust",
        ["driver:delivery=negative not found", "driver:trust not found"]
      ),
      ("neutral\trecommend, return, met\trecommendation:recommend loyalty:buy_again expectation:met", []),
      (
        "neutral\tx\temotion:angry complaint request nonsense",
        [
          "emotion:angry not found", "complaint not found", "request not found", "nonsense not found",
        ]
      ),
      ("neutral\tfurious. x?\temotion:angry request", []),
      ("neutral\thappy?\temotion:happy request", ["emotion:happy not found"]),
    ] as [(String, [String])])
  func misses(row: String, expected: [String]) throws {
    let (cases, _) = read("label\ttext\texpect\n\(row)\n")
    let results = LexiconCase.run(cases, language: .finnish, model: try OwnLexicon.model())
    #expect(results.map(\.misses) == [expected])
  }
}
