import Sentiment
import Testing
import Text

@Suite("Loading of lexicons")
struct LoadingTests {
  @Test("a language that is not asked for has symbols alone; those asked for are what they always are")
  func chosenLanguages() throws {
    let all = try SentimentModel.load(identifiesLanguages: false)
    let one = try SentimentModel.load(identifiesLanguages: false, languages: [.finnish])
    let symbols = all.entries(nil).count
    for language in Language.allCases where language != .finnish { #expect(one.entries(language).count == symbols) }
    #expect(one.entries(.finnish).map(\.term) == all.entries(.finnish).map(\.term))
    #expect(one.entries(.finnish).map(\.weight) == all.entries(.finnish).map(\.weight))
  }

  @Test("mistakes come in the order of the languages, whoever is compiled first")
  func orderOfMistakes() {
    func table(_ name: String) -> String? {
      let parts = name.split(separator: "/")
      guard parts.count == 2, parts[1] == "sentiment.tsv" else { return BuiltinTables.content(name) }
      return "# language: \(parts[0])\nterm\tweight\ttags\texample\nhello\t9\t\tHello.\n"
    }
    var issues: [LexiconIssue] = []
    _ = SentimentModel.load(
      usesBuiltin: true, files: [], identifiesLanguages: false, tables: table, issues: &issues)
    let expected = Language.allCases.map { "builtin:\($0.code)/sentiment.tsv" }
    #expect(issues.filter { $0.message.contains("the weight '9'") }.map(\.file) == expected)
  }

  @Test("a driver that one built-in table adds is known in all of them")
  func driversOfTables() {
    func table(_ name: String) -> String? {
      switch name {
      case "fr/drivers.tsv":
        "# language: fr\n# drivers: gift_wrap\nterm\tweight\ttags\texample\nruban\t\tdriver:gift_wrap\tUn ruban.\n"
      case "ru/drivers.tsv":
        "# language: ru\nterm\tweight\ttags\texample\nлента\t\tdriver:gift_wrap\tЛента.\n"
      default: BuiltinTables.content(name)
      }
    }
    var issues: [LexiconIssue] = []
    let model = SentimentModel.load(
      usesBuiltin: true, files: [], identifiesLanguages: false, tables: table, issues: &issues)
    #expect(model.drivers.names.last == "gift_wrap")
    #expect(issues.isEmpty)
  }
}
