import Foundation
import Pipeline
import Testing

@Suite("Golden data dictionary")
struct GoldenDictionaryTests {
  @Test("the page about the columns is what the code says")
  func page() throws {
    let path = "\(NightlyRun.root)/docs/data-dictionary.md"
    let page = DataDictionary.page()
    let golden = try? String(contentsOfFile: path, encoding: .utf8)
    if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        atPath: "\(NightlyRun.root)/docs", withIntermediateDirectories: true)
      try page.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let agree = golden == page
    #expect(agree, "docs/data-dictionary.md is not what the code says; make golden rewrites it")
  }

  @Test("every column says what it means, and where it may be null, what null means")
  func complete() {
    for line in DataDictionary.page().split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(cells.count == 9 && !cells[3].isEmpty, "\(line)")
    }
  }
}
