package import Sentiment
package import Text

/// The entries of lexicon files as rows, filtered: `language term weight tags example file line`.
package struct LexiconListing {
  /// Which entries are listed; nil means all.
  package struct Filter: Sendable {
    /// Entries of this language; symbols have none.
    package var language: Language?
    /// Entries that speak about this driver.
    package var driver: String?
    /// Entries with this tag, whatever follows its colon: `negator`, `expectation`, `expectation:missed`.
    package var tag: String?

    /// Makes a filter.
    package init(language: Language? = nil, driver: String? = nil, tag: String? = nil) {
      self.language = language
      self.driver = driver
      self.tag = tag
    }
  }

  /// Mistakes of the files.
  package private(set) var issues: [LexiconIssue] = []
  private var rows: [(entry: LexiconEntry, language: Language?, cells: [Substring])] = []
  private var drivers = DriverList()

  /// The tables of one language, in the order in which they are compiled.
  private static let termTables = ["sentiment.tsv", "drivers.tsv", "markers.tsv"]

  /// Makes a listing without entries.
  package init() {}

  /// Adds the built-in tables: symbols, then each language's.
  package mutating func addBuiltin(tables: (String) -> String?) {
    let names =
      ["neutral/symbols.tsv"]
      + Language.allCases.flatMap { language in Self.termTables.map { "\(language.code)/\($0)" } }
    for name in names { add(LexiconFile(name: "builtin:\(name)", content: tables(name) ?? "")) }
  }

  /// Adds a file.
  package mutating func add(_ file: LexiconFile) {
    let table = LexiconTable(file: file.name, content: file.content, drivers: &drivers, issues: &issues)
    let lines = file.content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for entry in table.entries {
      // The row as written: the parsed entry lacks notes such as `sense:`.
      let line = Substring(lines[entry.line - 1])
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      rows.append((entry, table.language, cells.map { $0.last == "\r" ? $0.dropLast() : $0 }))
    }
  }

  /// The rows that pass, below a header, tab-separated.
  ///
  /// - Throws: `usage` where no file knows the driver or the tag.
  package func text(_ filter: Filter) throws(RunError) -> String {
    var driver: Int?
    if let name = filter.driver {
      driver = drivers.number(of: name)
      if driver == nil {
        let near = DefinitionIssue.hint(name, among: drivers.names)
        let known = near.isEmpty ? "; the drivers are \(drivers.names.joined(separator: ", "))" : near
        throw RunError(.usage, "unknown driver '\(name)'\(known)")
      }
    }
    if let tag = filter.tag { try check(tag) }
    var text = "language\tterm\tweight\ttags\texample\tfile\tline\n"
    for row in rows {
      if let language = filter.language, row.language != language { continue }
      if let driver, row.entry.drivers & 1 << UInt32(driver) == 0 { continue }
      if let tag = filter.tag, !Self.tags(row.cells).contains(where: { Self.matches($0, tag) }) { continue }
      let written = row.cells.map(String.init)
      let cells = [row.language?.code ?? "neutral"] + written + [row.entry.file, "\(row.entry.line)"]
      text += cells.joined(separator: "\t") + "\n"
    }
    return text
  }

  private static func tags(_ cells: [Substring]) -> [Substring] { cells[2].split(separator: " ") }

  private static func matches(_ written: Substring, _ tag: String) -> Bool {
    written == tag || written.hasPrefix(tag) && written.dropFirst(tag.count).first == ":"
  }

  private func check(_ tag: String) throws(RunError) {
    let written = rows.flatMap { Self.tags($0.cells) }
    if written.contains(where: { Self.matches($0, tag) }) { return }
    // Factors and drivers are many: names before the colon are enough, but for tags whose value is a word.
    let names = Set(written.flatMap { [String($0), String($0.prefix { $0 != ":" })] }).sorted()
    throw RunError(.usage, "no entry has the tag '\(tag)'\(DefinitionIssue.hint(tag, among: names))")
  }
}
