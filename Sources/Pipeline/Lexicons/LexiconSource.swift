import Foundation
package import Sentiment
package import Text

/// Lexicons as users name them on the command line.
package enum LexiconSource {
  /// The name of the tables in the binary.
  package static let builtin = "builtin"

  /// The language of a code.
  ///
  /// - Throws: `usage` for another.
  package static func language(_ code: String) throws(RunError) -> Language {
    guard let language = Language(code: code) else {
      throw RunError(.usage, "--language is '\(code)': write ru, id, fi, it or fr")
    }
    return language
  }

  /// The built-in tables and further files.
  ///
  /// - Throws: `noInput`; `definition` with all mistakes.
  package static func model(
    lexicons paths: [String], tables: (String) -> String?, identifiesLanguages: Bool
  ) throws(RunError) -> SentimentModel {
    var files: [LexiconFile] = []
    for path in paths {
      files.append(LexiconFile(name: path, content: String(decoding: try PipelineLoader.read(path), as: UTF8.self)))
    }
    do throws(LexiconError) {
      return try SentimentModel.load(files: files, identifiesLanguages: identifiesLanguages, tables: tables)
    } catch { throw RunError(.definition, error.issues.map(\.description).joined(separator: "\n")) }
  }

  /// A folder of tables, a file that is added to the built-in ones, or `builtin`.
  ///
  /// - Parameter language: the comments' one; nil where it must be identified.
  /// - Throws: `noInput` where there is no such file, and where a folder has no tables; `definition`.
  package static func model(_ name: String, _ language: Language?) throws(RunError) -> SentimentModel {
    let identifies = language == nil
    if name == builtin {
      return try model(lexicons: [], tables: BuiltinTables.content, identifiesLanguages: identifies)
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
      return try model(lexicons: [name], tables: BuiltinTables.content, identifiesLanguages: identifies)
    }
    func content(_ table: String) -> String? {
      (try? PipelineLoader.read("\(name)/\(table)")).map { String(decoding: $0, as: UTF8.self) }
    }
    guard Language.allCases.contains(where: { content("\($0.code)/sentiment.tsv") != nil }) else {
      throw RunError(.noInput, "\(name): no tables such as fi/sentiment.tsv are in this folder")
    }
    return try model(lexicons: [], tables: content, identifiesLanguages: identifies)
  }
}
