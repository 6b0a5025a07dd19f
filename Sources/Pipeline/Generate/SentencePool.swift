internal import Buffers
internal import Sentiment
package import Text

/// The sentences that the comments of a language are made of: a few come often, most seldom, as with words.
package struct SentencePool: Sendable {
  /// Without the marks that end them.
  private(set) var openings = ByteStrings()
  /// As `openings`, with a small first letter: what follows a comma.
  private(set) var continuations = ByteStrings()
  /// The marks that end them; empty where there are none.
  private(set) var endings = ByteStrings()
  private let choice: WeightedChoice

  /// Ranks of Zipf's law that are skipped: the most frequent sentence is then about one in 200, not one in 8, so that
  /// comments of two sentences seldom come twice in a million.
  static let zipfShift = 50
  /// Gives the sentences their ranks; any number would do.
  private static let rankSeed: UInt64 = 2026
  private static let endMarks: Set<Character> = [".", "!", "?", "…"]
  private static let tables = ["sentiment.tsv", "drivers.tsv", "markers.tsv"]

  /// A pool of sentences; nil where there is none.
  ///
  /// Their ranks do not depend on any seed of the user.
  package init?(_ sentences: [String]) {
    guard !sentences.isEmpty else { return nil }
    var ranked = sentences
    var random = SplitMix64(seed: Self.rankSeed)
    for index in stride(from: ranked.count - 1, to: 0, by: -1) { ranked.swapAt(index, random.below(index + 1)) }
    choice = .zipf(count: ranked.count, shift: Self.zipfShift)
    for sentence in ranked {
      // French sets a blank before some marks; it goes with them.
      let marks = sentence.reversed().prefix { Self.endMarks.contains($0) || $0.isWhitespace }
      let opening = sentence.dropLast(marks.count)
      openings.append(String(opening))
      continuations.append(Self.continuation(opening))
      endings.append(String(marks.reversed()))
    }
  }

  /// The examples of the built-in lexicon of a language.
  ///
  /// - Throws: `defect` where the language has none.
  package static func builtin(_ language: Language) throws(RunError) -> SentencePool {
    var drivers = DriverList()
    // Mistakes in a built-in table are for the lexicon's own checks; its right rows are enough here.
    var issues: [LexiconIssue] = []
    var sentences: [String] = []
    for table in tables {
      let name = "\(language.code)/\(table)"
      guard let content = BuiltinTables.content(name) else { continue }
      sentences += LexiconTable(file: name, content: content, drivers: &drivers, issues: &issues).entries.map(\.example)
    }
    guard let pool = SentencePool(sentences) else {
      throw RunError(.defect, "the built-in lexicon of '\(language.code)' has no examples to make comments of")
    }
    return pool
  }

  /// The number of a sentence; not `previous` again while there is another.
  func draw(after previous: Int?, _ random: inout SplitMix64) -> Int {
    let drawn = choice.draw(&random)
    return drawn == previous ? (drawn + 1) % openings.count : drawn
  }

  /// Words in capitals keep them.
  private static func continuation(_ sentence: Substring) -> String {
    guard let first = sentence.first, sentence.dropFirst().first?.isUppercase != true else { return String(sentence) }
    return first.lowercased() + sentence.dropFirst()
  }
}

/// Emoji and emoticons that end a comment now and then.
package struct SymbolPool: Sendable {
  /// As UTF-8.
  package let symbols: [[UInt8]]

  private static let table = "neutral/symbols.tsv"

  /// The symbols of the built-in table.
  package static func builtin() -> SymbolPool {
    var drivers = DriverList()
    var issues: [LexiconIssue] = []
    let content = BuiltinTables.content(table) ?? ""
    let entries = LexiconTable(file: table, content: content, drivers: &drivers, issues: &issues).entries
    // A symbol's term is written `=:)`: in this very form.
    return SymbolPool(entries.filter { $0.term.hasPrefix("=") }.map { String($0.term.dropFirst()) })
  }

  /// A pool of symbols, which may be empty.
  package init(_ symbols: [String]) { self.symbols = symbols.map { Array($0.utf8) } }
}
