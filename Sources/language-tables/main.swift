import Foundation
import LanguageTraining
import Text

// Counts the samples and lexicons of a folder into a language table: run by the build, with the folder and the file to write.

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: language-tables LEXICONS OUTPUT\n".utf8))
  exit(2)
}
let folder = URL(fileURLWithPath: arguments[1])

func content(_ name: String) throws -> String {
  try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
}

do {
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("languages").path)
  let known = files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
  let understood = Language.allCases.map(\.code)
  var samples: [LanguageSample] = []
  for code in understood + known.filter({ !understood.contains($0) }) {
    var sample = LanguageSample(code: code, content: try content("languages/\(code).txt"))
    if understood.contains(code) {
      for table in ["sentiment", "drivers", "markers", "tests"] {
        sample.addSentences(ofTable: try content("\(code)/\(table).tsv"))
      }
    }
    samples.append(sample)
  }
  let source = LanguageTableSource.text(LanguageTableBuilder(samples))
  try Data(source).write(to: URL(fileURLWithPath: arguments[2]))
} catch {
  FileHandle.standardError.write(Data("language-tables: \(error)\n".utf8))
  exit(1)
}
