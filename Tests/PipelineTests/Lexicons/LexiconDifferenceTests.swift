import Pipeline
import Sentiment
import Testing
import Text

@Suite("LexiconDifference")
struct LexiconDifferenceTests {
  static let labelled: [(text: String, label: SentimentLabel?)] = [
    ("good delivery", .positive), ("the van was late", .negative), ("late but good", .mixed), ("bad price", .positive),
    ("nothing here", nil),
  ]

  static let comments = labelled.enumerated().map { number, comment in
    CommentRow(
      text: comment.text, rating: comment.label.map { CommentRow.Rating.label($0) }, file: "in.tsv", line: number + 1)
  }

  static func difference(_ rows: [String], comments: [CommentRow] = comments) throws -> LexiconDifference {
    LexiconDifference(
      comments, from: try SmallLexicon.model(), to: try SmallLexicon.model(rows), language: .finnish)
  }

  /// `late` is new, `bad` is gone, `good` stands elsewhere.
  static let changed = ["=late; -3"] + SmallLexicon.words.filter { $0 != "=bad; -3" }

  @Test("a lexicon does not differ from itself")
  func same() throws {
    let difference = try Self.difference(SmallLexicon.words)
    #expect(difference.changes.isEmpty && difference.effects.isEmpty)
    #expect(difference.transitions.right == Self.comments.count)
  }

  @Test("changes have their causes, and labels tell whether they are for the better")
  func causes() throws {
    let difference = try Self.difference(Self.changed)
    #expect(difference.changes.map(\.line) == [2, 3, 4])
    #expect(difference.changes.map(\.after) == [.negative, .mixed, .neutral])
    #expect(difference.changes[0].causes.map { $0.after?.term } == ["=late"])
    #expect(difference.changes[2].causes.map { $0.before?.term } == ["=bad"])
    #expect(difference.effects.map(\.term) == ["=late", "=bad"])
    #expect(difference.effects.map(\.after) == [2, 0])
    #expect(difference.gained == 2 && difference.lost == 0)
  }

  @Test("both ways the transitions are transposed")
  func transposed() throws {
    let there = try Self.difference(Self.changed).transitions.counts
    let back = LexiconDifference(
      Self.comments, from: try SmallLexicon.model(Self.changed), to: try SmallLexicon.model(), language: .finnish
    )
    .transitions.counts
    #expect(there.indices.allSatisfy { row in there.indices.allSatisfy { there[row][$0] == back[$0][row] } })
  }

  @Test("a lexicon is named by a folder of tables, a file, or the word builtin")
  func sources() throws {
    let files = try ScratchFiles()
    defer { files.remove() }
    let file = try files.write("own.tsv", SmallLexicon.table(["=zzyzx; 2"]))
    #expect(try LexiconSource.model(file, .finnish).entries(.finnish).contains { $0.term == "=zzyzx" })
    #expect(try !LexiconSource.model("builtin", .finnish).entries(.finnish).isEmpty)
    let empty = #expect(throws: RunError.self) { try LexiconSource.model(files.folder, .finnish) }
    #expect(empty?.kind == .noInput)
    let missing = #expect(throws: RunError.self) { try LexiconSource.model("\(files.folder)/none.tsv", .finnish) }
    #expect(missing?.kind == .noInput)
    let wrong = try files.write("wrong.tsv", SmallLexicon.table(["=a; 9"]))
    let mistake = #expect(throws: RunError.self) { try LexiconSource.model(wrong, .finnish) }
    #expect(mistake?.kind == .definition)
  }
}

@Suite("LexiconDifferenceGolden")
struct LexiconDifferenceGoldenTests {
  @Test("the text for people is the golden one")
  func text() throws {
    let text = try LexiconDifferenceTests.difference(LexiconDifferenceTests.changed).text(
      first: "before", second: "after", limit: 2)
    #expect(try GoldenText.matches(text, "difference.txt"))
  }
}
