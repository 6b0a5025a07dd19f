internal import Dispatch
internal import LanguageTables
internal import Synchronization
public import Text

/// A lexicon file of a pipeline, read from disk by the caller.
public struct LexiconFile: Sendable {
  /// As the user named it.
  public var name: String
  /// UTF-8.
  public var content: String

  /// Makes a file.
  public init(name: String, content: String) {
    self.name = name
    self.content = content
  }
}

extension SentimentModel {
  static let termTables = ["sentiment.tsv", "drivers.tsv", "markers.tsv"]

  /// Compiles the built-in lexicons and a pipeline's own, on as many processors as there are.
  ///
  /// About 1 µs a row.
  ///
  /// - Parameters:
  ///   - usesBuiltin: whether the built-in entries are taken; rules and symbols always are.
  ///   - files: further lexicons; their terms replace equal built-in ones.
  ///   - identifiesLanguages: whether languages must be found from text.
  ///   - languages: whose lexicons are needed; those of others stay empty.
  ///   - tables: the content of a built-in table; those of the binary, unless somebody is editing them.
  /// - Throws: `LexiconError` with all mistakes of all files.
  public static func load(
    usesBuiltin: Bool = true, files: [LexiconFile] = [], identifiesLanguages: Bool = true,
    languages: [Language] = Language.allCases, tables: (String) -> String? = BuiltinTables.content
  ) throws(LexiconError) -> SentimentModel {
    var issues: [LexiconIssue] = []
    let model = load(
      usesBuiltin: usesBuiltin, files: files, identifiesLanguages: identifiesLanguages, languages: languages,
      tables: tables, issues: &issues)
    if issues.contains(where: { !$0.isWarning }) { throw LexiconError(issues: issues.filter { !$0.isWarning }) }
    return model
  }

  /// As the throwing one, for tools that go on with what is right.
  public static func load(
    usesBuiltin: Bool, files: [LexiconFile], identifiesLanguages: Bool, languages: [Language] = Language.allCases,
    tables: (String) -> String? = BuiltinTables.content, issues: inout [LexiconIssue]
  ) -> SentimentModel {
    var drivers = DriverList()
    let own = files.map { LexiconTable(file: $0.name, content: $0.content, drivers: &drivers, issues: &issues) }
    let symbols = LexiconTable(
      file: "builtin:neutral/symbols.tsv", content: tables("neutral/symbols.tsv") ?? "", drivers: &drivers,
      issues: &issues
    ).entries
    let ownSymbols = own.filter { $0.language == nil }.flatMap(\.entries)
    // Symbols are written `=:)`: in this very form.
    let marks = (symbols + ownSymbols).map { String($0.term.dropFirst()) }
    let tokenizer = Tokenizer(emoticons: marks.filter { $0.utf8.allSatisfy { $0 < 0x80 } })
    var parts: [LexiconParts] = []
    for language in Language.allCases {
      var part = LexiconParts(language: language, symbols: symbols)
      part.addRules(tables("\(language.code)/rules.tsv"))
      part.languageSample = tables("languages/\(language.code).txt") ?? ""
      if languages.contains(language) {
        if usesBuiltin { part.addTables(Self.termTables, tables) }
        part.own = [ownSymbols] + own.filter { $0.language == language }.map(\.entries)
      }
      parts.append(part)
    }
    var neutral = LexiconParts(language: nil, symbols: symbols)
    neutral.addRules(tables("neutral/rules.tsv"))
    neutral.own = [ownSymbols]
    parts.append(neutral)
    for part in parts { part.addDrivers(to: &drivers) }
    let lexicons = compile(parts, drivers, tokenizer, &issues)
    return SentimentModel(
      drivers: drivers, lexicons: lexicons,
      identifier: identifiesLanguages ? LanguageIdentifier(table: LanguageTable.builtin) : nil, tokenizer: tokenizer)
  }

  /// Compiles the lexicons side by side; mistakes come in the order of the parts, whoever is done first.
  private static func compile(
    _ parts: [LexiconParts], _ drivers: DriverList, _ tokenizer: Tokenizer, _ issues: inout [LexiconIssue]
  ) -> [CompiledLexicon] {
    let results = Mutex<[Int: (lexicon: CompiledLexicon, issues: [LexiconIssue])]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let compiled = parts[index].compile(drivers, tokenizer)
      results.withLock { $0[index] = compiled }
    }
    let compiled = results.withLock { found in parts.indices.compactMap { found[$0] } }
    for part in compiled { issues += part.issues }
    return compiled.map(\.lexicon)
  }
}

/// What the lexicon of one language is compiled from.
private struct LexiconParts: Sendable {
  let language: Language?
  let symbols: [LexiconEntry]
  /// Entries of the pipeline's own files, in their order.
  var own: [[LexiconEntry]] = []
  /// The file of the language's common words.
  var languageSample = ""
  private var rules = (file: "", content: "")
  private var builtin: [(file: String, content: String)] = []

  init(language: Language?, symbols: [LexiconEntry]) {
    self.language = language
    self.symbols = symbols
  }

  private var folder: String { language?.code ?? "neutral" }

  mutating func addRules(_ content: String?) { rules = ("builtin:\(folder)/rules.tsv", content ?? "") }

  mutating func addTables(_ names: [String], _ tables: (String) -> String?) {
    builtin += names.map { ("builtin:\(folder)/\($0)", tables("\(folder)/\($0)") ?? "") }
  }

  /// Adds the drivers that lines of the built-in tables name, before any of them is read.
  func addDrivers(to drivers: inout DriverList) {
    for table in builtin { LexiconTable.addDrivers(of: table.content, to: &drivers) }
  }

  func compile(_ drivers: DriverList, _ tokenizer: Tokenizer) -> (lexicon: CompiledLexicon, issues: [LexiconIssue]) {
    var issues: [LexiconIssue] = []
    var drivers = drivers
    var tokenizer = tokenizer
    var entries = symbols
    for table in builtin {
      entries += LexiconTable(file: table.file, content: table.content, drivers: &drivers, issues: &issues).entries
    }
    let rules = RuleSet(file: rules.file, content: rules.content, issues: &issues)
    let groups = [entries] + own
    let lexicon = CompiledLexicon(
      language: language, groups: groups, rules: rules, commonWords: commonWords(&tokenizer), tokenizer: &tokenizer,
      issues: &issues)
    return (lexicon, issues)
  }

  /// The language's most frequent words, folded; more than these few are hardly ever met.
  private func commonWords(_ tokenizer: inout Tokenizer) -> [[UInt8]] {
    var tokens = TokenBuffer()
    return LanguageSample.commonWords(languageSample, count: 300).map { word in
      tokenizer.tokenize(Array(word.utf8).span, into: &tokens)
      return tokens.count > 0 ? tokens.form(0) : []
    }
  }
}
