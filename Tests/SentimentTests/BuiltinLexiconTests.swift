import Sentiment
import Testing
import Text

@Suite("Built-in lexicons")
struct BuiltinLexiconTests {
  private static let fewestWeighted = 500
  private static let fewestTermsOfDriver = 15

  /// Loaded once for all tests.
  private static let loaded: (model: SentimentModel, issues: [LexiconIssue]) = {
    var issues: [LexiconIssue] = []
    let model = SentimentModel.load(usesBuiltin: true, files: [], identifiesLanguages: false, issues: &issues)
    return (model, issues)
  }()

  @Test("the binary carries every table")
  func tables() {
    let languages = Language.allCases.flatMap { language in
      ["sentiment", "drivers", "markers", "rules", "tests"].map { "\(language.code)/\($0).tsv" }
    }
    let expected = languages + ["neutral/rules.tsv", "neutral/symbols.tsv"]
    for name in expected { #expect(BuiltinTables.content(name)?.isEmpty == false, "\(name)") }
    #expect(BuiltinTables.content("xx/rules.tsv") == nil)
    #expect(Set(BuiltinTables.names).count == BuiltinTables.names.count)
    #expect(Set(expected).isSubset(of: BuiltinTables.names))
  }

  @Test("they load without a mistake")
  func load() {
    #expect(Self.loaded.issues.map(\.description) == [])
  }

  @Test("every language has words enough, and terms enough for every driver", arguments: Language.allCases)
  func coverage(language: Language) {
    let entries = Self.loaded.model.entries(language).filter { !$0.file.contains("neutral/") }
    #expect(entries.count { $0.weight != 0 } >= Self.fewestWeighted)
    for (number, name) in DriverList.builtin.enumerated() {
      let terms = entries.count { $0.drivers & 1 << UInt32(number) != 0 }
      #expect(terms >= Self.fewestTermsOfDriver, "\(name)")
    }
  }

  @Test("every example contains its term, and no stems of opposite polarity collide", arguments: Language.allCases)
  func lint(language: Language) {
    var lint = LexiconLint(Self.loaded.model)
    let errors = lint.issues(of: language, isListed: { !$0.contains("neutral/") }).filter { !$0.isWarning }
    #expect(errors.map(\.description) == [])
  }

  @Test("every symbol's example contains it")
  func lintOfSymbols() {
    var lint = LexiconLint(Self.loaded.model)
    #expect(lint.issues(of: nil, isListed: { _ in true }).filter { !$0.isWarning }.map(\.description) == [])
  }

  @Test("every case is understood as expected", arguments: Language.allCases)
  func cases(language: Language) {
    var issues: [LexiconIssue] = []
    let cases = LexiconCase.builtin(language, issues: &issues)
    #expect(issues.map(\.description) == [])
    #expect(!cases.isEmpty)
    let failures = LexiconCase.run(cases, language: language, model: Self.loaded.model).filter { !$0.misses.isEmpty }
    #expect(failures.map { "\($0.item.file):\($0.item.line): \($0.misses.joined(separator: ", "))" } == [])
  }
}
