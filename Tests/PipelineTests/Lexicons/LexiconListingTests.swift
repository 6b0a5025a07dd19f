import Pipeline
import Sentiment
import Testing
import Text

@Suite("LexiconListing")
struct LexiconListingTests {
  static let rows = [
    "=good; 3; sense:quality", "=bad; -3", "=late; -1; driver:delivery expectation:missed", "=not; ; negator:before",
    "=van; ; driver:delivery",
  ]

  static func listing() -> LexiconListing {
    var listing = LexiconListing()
    listing.add(LexiconFile(name: "fi.tsv", content: SmallLexicon.table(rows)))
    listing.add(
      LexiconFile(name: "ru.tsv", content: "# drivers: parking\r\n" + SmallLexicon.table(["=да; 1"], .russian)))
    return listing
  }

  static func terms(_ filter: LexiconListing.Filter) throws -> [String] {
    try listing().text(filter).split(separator: "\n").dropFirst().map { row in
      String(row.split(separator: "\t", omittingEmptySubsequences: false)[1])
    }
  }

  @Test("a row has the language, the cells as written, and the place")
  func row() throws {
    let lines = try Self.listing().text(.init()).split(separator: "\n")
    #expect(lines.first == "language\tterm\tweight\ttags\texample\tfile\tline")
    #expect(lines[1] == "fi\t=good\t3\tsense:quality\tExample.\tfi.tsv\t3")
    #expect(lines.last == "ru\t=да\t1\t\tExample.\tru.tsv\t4")
  }

  @Test(
    "filters leave what passes all of them",
    arguments: [
      (.init(language: .russian), ["=да"]), (.init(driver: "delivery"), ["=late", "=van"]),
      (.init(tag: "expectation"), ["=late"]), (.init(tag: "expectation:missed"), ["=late"]),
      (.init(tag: "negator"), ["=not"]), (.init(driver: "parking"), []),
      (.init(language: .finnish, driver: "delivery", tag: "expectation"), ["=late"]),
    ] as [(LexiconListing.Filter, [String])])
  func filters(_ filter: LexiconListing.Filter, _ terms: [String]) throws {
    #expect(try Self.terms(filter) == terms)
  }

  @Test(
    "an unknown driver or tag is an error of usage with the nearest one",
    arguments: [
      (.init(driver: "delivry"), #"unknown driver 'delivry'; did you mean "delivery"?"#),
      (.init(driver: "parkings"), #"did you mean "parking"?"#), (.init(tag: "negater"), #"did you mean "negator"?"#),
    ] as [(LexiconListing.Filter, String)])
  func unknown(_ filter: LexiconListing.Filter, _ message: String) throws {
    let error = #expect(throws: RunError.self) { try Self.listing().text(filter) }
    #expect(error?.kind == .usage)
    #expect(error?.message.contains(message) == true)
  }

  @Test("the built-in tables list every entry of every language once")
  func builtin() throws {
    var listing = LexiconListing()
    listing.addBuiltin(tables: BuiltinTables.content)
    #expect(listing.issues.filter { !$0.isWarning } == [])
    let model = try SentimentModel.load(identifiesLanguages: false)
    let symbols = model.entries(nil).count
    for language in Language.allCases {
      let listed = try listing.text(.init(language: language)).split(separator: "\n").count - 1
      #expect(listed == model.entries(language).count - symbols)
    }
  }
}
