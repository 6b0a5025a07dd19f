import Sentiment
import Testing
import Text

@Suite("Lexicon files: mistakes")
struct LexiconTableTests {
  private static let head = "# language: fi\nterm\tweight\ttags\texample\n"

  private func issues(_ files: [LexiconFile], builtin: [String: String] = [:]) -> [String] {
    var issues: [LexiconIssue] = []
    _ = SentimentModel.load(
      usesBuiltin: !builtin.isEmpty, files: files, identifiesLanguages: false,
      tables: { name in
        if let content = builtin[name] { return content }
        if name.hasSuffix("rules.tsv") || name.hasPrefix("neutral") { return OwnLexicon.tables()(name) }
        return Self.head.replacing("fi", with: name.prefix(2))
      }, issues: &issues)
    return issues.map(\.description)
  }

  private func issues(_ content: String) -> [String] { issues([LexiconFile(name: "own.tsv", content: content)]) }

  private static let weightMessage =
    "is not a decimal between -4 and 4 (and not 0) with at most three digits after the point"

  @Test(
    "a mistake in a row is reported with file and line",
    arguments: [
      ("=a\t1", "2 columns, expected 4: term, weight, tags, example, with a tab between them"),
      ("=a\t1\t\tA.\t", "5 columns, expected 4: term, weight, tags, example, with a tab between them"),
      ("=a\t5\t\tA.", "the weight '5' \(weightMessage)"), ("=a\t0\t\tA.", "the weight '0' \(weightMessage)"),
      ("=a\t1.2345\t\tA.", "the weight '1.2345' \(weightMessage)"),
      ("=a\t1,5\t\tA.", "the weight '1,5' \(weightMessage)"),
      ("\t1\t\tA.", "the term is empty"), ("=a\t\t\tA.", "the term has neither weight nor tags"),
      ("=a\t1\t\t", "the example is missing: write a sentence that contains the term"),
      ("=a\t1\tcontrst\tA.", "unknown tag 'contrst', did you mean 'contrast'?"),
      (
        "=a\t1\tdriver?:delivery\tA.",
        "'driver?' stands without a weight, which would say that the driver is spoken about: write 'driver'"
      ),
      ("=a\t\tdriver?:delivery praise\tA.", "'driver?' stands without other tags: write 'driver', or take them away"),
      ("=a\t1\tnegator:above\tA.", "unknown tag 'negator:above'; the tags are listed in lexicons/README.md"),
      ("=a\t1\texpectation:meet\tA.", "unknown tag 'expectation:meet', did you mean 'expectation:met'?"),
      ("=a\t1\tdriver:delivry\tA.", "unknown driver 'delivry', did you mean 'delivery'?"),
      ("=a\t1\tdriver:zzz\tA.", "unknown driver 'zzz'"),
      ("=a\t\tintensifier:2.1\tA.", "the factor '2.1' is not between 1.001 and 2.0"),
      ("=a\t\tdiminisher:1\tA.", "the factor '1' is not between 0.1 and 0.999"),
      ("=a\t\temotion:sad\tA.", "unknown emotion 'sad': write emotion:happy or emotion:angry"),
      ("=a\t\temotion:angry:2\tA.", "the strength '2' is not between 0.1 and 1.0"),
      ("~ =a\t1\t\tA.", "a gap '~' stands between two words only"),
      ("=a ~\t1\t\tA.", "a gap '~' stands between two words only"),
      ("=a ~ ~ =b\t1\t\tA.", "a gap '~' stands between two words only"),
      ("ab*\t1\t\tA.", "'ab*' is too short: 3 letters at least before the star"),
      ("*abc\t1\t\tA.", "'*abc' is too short: 4 letters at least after the star"),
      ("=a||=b\t1\t\tA.", "a word of the term is empty"),
      ("l'eau|vin\t1\t\tA.", "'l'eau' is two words: an elided word can't be one of several, give it a line of its own"),
    ])
  func rows(row: String, message: String) {
    #expect(issues(Self.head + "=right\t1\t\tRight.\n\(row)\n") == ["own.tsv:4: \(message)"])
  }

  @Test(
    "a mistake in the head is reported with file and line",
    arguments: [
      ("", ["own.tsv: the file has no table of terms"]),
      ("# language: fi\n", ["own.tsv: the file has no table of terms"]),
      ("term\tweight\ttags\texample\n", ["own.tsv:1: the line '# language: xx' is missing above the table"]),
      (
        "# language: xx\nterm\tweight\ttags\texample\n",
        ["own.tsv:1: unknown language 'xx': write ru, id, fi, it, fr or neutral"]
      ),
      (
        "# language: fi\nterm\tweight\n",
        [
          "own.tsv:2: the columns are 'term\tweight', expected 'term<TAB>weight<TAB>tags<TAB>example'"
        ]
      ),
    ])
  func heads(content: String, expected: [String]) {
    #expect(issues(content) == expected)
  }

  @Test("a right file has no mistakes: comments, blank lines and every kind of tag are read")
  func right() {
    #expect(issues(Self.rightTable) == [])
  }

  @Test("lines may end in CR LF")
  func carriageReturns() {
    #expect(issues(Self.rightTable.replacing("\n", with: "\r\n")) == [])
  }

  private static let rightTable: String = {
    let rows = [
      "=a\t-4\t\tA.", "# note", "", "=b\t+.5\tdriver:delivery driver:trust negator:both\tB.",
      "=c\t\tintensifier:1.1\tC.",
      "=d\t\tdiminisher:0.9 emotion:angry:0.1 sense:x:y\tD.", "  ",
      "=e ~ fou*|*four\t0.001\tidiom complaint praise request\tE.",
    ]
    return head + rows.joined(separator: "\n")
  }()

  @Test("all mistakes of all files are reported at once")
  func several() {
    let first = LexiconFile(name: "first.tsv", content: Self.head + "=a\t9\tfoo\t\n=b\t1\t\tB.\n")
    let second = LexiconFile(name: "second.tsv", content: "")
    #expect(
      issues([first, second]) == [
        "first.tsv:3: the weight '9' \(Self.weightMessage)",
        "first.tsv:3: unknown tag 'foo'; the tags are listed in lexicons/README.md",
        "first.tsv:3: the example is missing: write a sentence that contains the term",
        "second.tsv: the file has no table of terms",
      ])
  }

  @Test(
    "a term that stands twice in a file is a mistake, however it is typed",
    arguments: [
      ("=talo", "=Talo"), ("talo ~ x1", "talo ~ x1"), ("l'eau", "=l' eau"), ("=ещё", "=еще"),
    ])
  func repeated(first: String, second: String) {
    let content = Self.head + "\(first)\t1\t\tA.\n\(second)\t-1\t\tB.\n"
    #expect(issues(content) == ["own.tsv:4: '\(second)' stands already at own.tsv:3: put the tags on one line"])
  }

  @Test("a term of one's own file replaces the built-in one")
  func replaced() throws {
    let builtin = Self.head + "=good\t2\t\tGood.\n=other\t1\t\tOther.\n"
    let own = LexiconFile(name: "own.tsv", content: Self.head + "=good\t-3\t\tGood.\n")
    #expect(issues([own], builtin: ["fi/sentiment.tsv": builtin]) == [])
    let model = try SentimentModel.load(
      files: [own], identifiesLanguages: false,
      tables: { name in
        if name == "fi/sentiment.tsv" { return builtin }
        return OwnLexicon.tables()(name) ?? Self.head.replacing("fi", with: name.prefix(2))
      })
    #expect(Reading("good other", model).evidence == "good -3000; other 1000")
  }

  @Test("there can be 32 drivers", arguments: [(17, []), (18, ["own.tsv:1: there can be at most 32 drivers"])])
  func drivers(added: Int, expected: [String]) {
    let names = (0..<added).map { "own_\($0)" }.joined(separator: " ")
    #expect(issues("# drivers: \(names)\n" + Self.head) == expected)
  }

  @Test("loading throws every mistake, and nothing but mistakes")
  func thrown() {
    #expect(throws: LexiconError.self) {
      try OwnLexicon.model(["=a; 9", "=b; 8"])
    }
    do throws(LexiconError) {
      let file = LexiconFile(name: "own.tsv", content: OwnLexicon.table("fi", ["=a; 9", "=b; 8"]))
      _ = try SentimentModel.load(
        usesBuiltin: false, files: [file], identifiesLanguages: false, tables: OwnLexicon.tables())
    } catch {
      #expect(error.issues.map(\.line) == [3, 4])
    }
  }
}
