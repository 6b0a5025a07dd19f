import Foundation
import PackagePlugin

/// Counts the samples of the languages into the table of the target `LanguageTables` whenever one of their files changes.
@main
struct LanguageTablesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let lexicons = context.package.directoryURL.appending(path: "lexicons")
    let output = context.pluginWorkDirectoryURL.appending(path: "LanguageTables+Counted.swift")
    let files = FileManager.default.enumerator(at: lexicons, includingPropertiesForKeys: nil)
    let inputs = (files?.compactMap { $0 as? URL } ?? [])
      .filter { ["tsv", "txt"].contains($0.pathExtension) }
      .sorted { $0.path() < $1.path() }
    return [
      .buildCommand(
        displayName: "Counting the samples of the languages",
        executable: try context.tool(named: "language-tables").url,
        arguments: [lexicons.path(percentEncoded: false), output.path(percentEncoded: false)], inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
