public import Text

/// Everything that is needed to understand comments: the lexicons, compiled, and the language model.
///
/// Immutable, shared by all workers.
///
/// A class: it is handed to every worker, and what it holds is large and never changes.
public final class SentimentModel: Sendable {
  /// Built-in drivers and those that the pipeline's own lexicons added.
  public let drivers: DriverList
  let lexicons: [CompiledLexicon]
  let identifier: LanguageIdentifier?
  let tokenizer: Tokenizer

  /// The number of the lexicon of symbols alone.
  static let neutralLexicon = Language.allCases.count

  init(drivers: DriverList, lexicons: [CompiledLexicon], identifier: LanguageIdentifier?, tokenizer: Tokenizer) {
    self.drivers = drivers
    self.lexicons = lexicons
    self.identifier = identifier
    self.tokenizer = tokenizer
  }

  /// The entry that a piece of evidence names.
  public func entry(_ evidence: Evidence, of analysis: CommentAnalysis) -> LexiconEntry? {
    evidence.entry.map { lexicons[analysis.lexicon].entries[Int($0)] }
  }

  /// All entries of a language's lexicon, symbols included; of the symbols alone for nil.
  public func entries(_ language: Language?) -> [LexiconEntry] {
    lexicons[language.map { Int($0.rawValue) } ?? Self.neutralLexicon].entries
  }
}
