internal import LanguageTables
internal import Text

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

  /// Compiles the built-in lexicons and a pipeline's own.
  ///
  /// - Parameters:
  ///   - usesBuiltin: whether the built-in entries are taken; rules and symbols always are.
  ///   - files: further lexicons; their terms replace equal built-in ones.
  ///   - identifiesLanguages: whether languages must be found from text.
  ///   - tables: the content of a built-in table; those of the binary, unless somebody is editing them.
  /// - Throws: `LexiconError` with all mistakes of all files.
  public static func load(
    usesBuiltin: Bool = true, files: [LexiconFile] = [], identifiesLanguages: Bool = true,
    tables: (String) -> String? = BuiltinTables.content
  ) throws(LexiconError) -> SentimentModel {
    var issues: [LexiconIssue] = []
    let model = load(
      usesBuiltin: usesBuiltin, files: files, identifiesLanguages: identifiesLanguages, tables: tables, issues: &issues)
    if issues.contains(where: { !$0.isWarning }) { throw LexiconError(issues: issues.filter { !$0.isWarning }) }
    return model
  }

  /// As the throwing one, for tools that go on with what is right.
  public static func load(
    usesBuiltin: Bool, files: [LexiconFile], identifiesLanguages: Bool,
    tables: (String) -> String? = BuiltinTables.content, issues: inout [LexiconIssue]
  ) -> SentimentModel {
    var drivers = DriverList()
    let own = files.map {
      LexiconTable(file: $0.name, content: $0.content, drivers: &drivers, issues: &issues)
    }
    func builtin(_ name: String) -> String { tables(name) ?? "" }
    func table(_ name: String) -> LexiconTable {
      LexiconTable(file: "builtin:\(name)", content: builtin(name), drivers: &drivers, issues: &issues)
    }
    let symbols = table("neutral/symbols.tsv").entries
    let ownSymbols = own.filter { $0.language == nil }.flatMap(\.entries)
    // Symbols are written `=:)`: in this very form.
    let marks = (symbols + ownSymbols).map { String($0.term.dropFirst()) }
    var tokenizer = Tokenizer(emoticons: marks.filter { $0.utf8.allSatisfy { $0 < 0x80 } })
    var lexicons: [CompiledLexicon] = []
    for language in Language.allCases {
      var builtinEntries = symbols
      if usesBuiltin {
        for name in termTables { builtinEntries += table("\(language.code)/\(name)").entries }
      }
      let groups = [builtinEntries, ownSymbols] + own.filter { $0.language == language }.map(\.entries)
      let rules = RuleSet(
        file: "builtin:\(language.code)/rules.tsv", content: builtin("\(language.code)/rules.tsv"), issues: &issues)
      lexicons.append(
        CompiledLexicon(language: language, groups: groups, rules: rules, tokenizer: &tokenizer, issues: &issues))
    }
    let neutralRules = RuleSet(
      file: "builtin:neutral/rules.tsv", content: builtin("neutral/rules.tsv"), issues: &issues)
    let neutralGroups = [symbols, ownSymbols]
    lexicons.append(
      CompiledLexicon(
        language: nil, groups: neutralGroups, rules: neutralRules, tokenizer: &tokenizer, issues: &issues))
    var identifier: LanguageIdentifier?
    if identifiesLanguages {
      identifier = LanguageIdentifier(table: LanguageTable.builtin)
    }
    return SentimentModel(drivers: drivers, lexicons: lexicons, identifier: identifier, tokenizer: tokenizer)
  }
}
