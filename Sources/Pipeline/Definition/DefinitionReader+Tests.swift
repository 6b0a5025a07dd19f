internal import Sentiment

extension DefinitionReader {
  /// Reads `tests:`.
  mutating func tests(_ root: DefinitionSection) -> [PipelineTest] {
    guard let items = list(root, "tests", of: "tests") else { return [] }
    var tests: [PipelineTest] = []
    for item in items {
      guard let section = section(item.node, item.path, keys: ["text", "expect"], required: ["text", "expect"]) else {
        continue
      }
      var test = PipelineTest(
        text: text(section, "text") ?? "", language: nil, label: nil, drivers: [], line: item.node.line)
      if let expect = self.section(section, "expect", keys: ["language", "label", "drivers"]) {
        readExpectation(expect, &test)
      }
      tests.append(test)
    }
    return tests
  }

  private mutating func readExpectation(_ expect: DefinitionSection, _ test: inout PipelineTest) {
    if expect.entries.isEmpty {
      report(expect.node, expect.path, "expects nothing; name at least one of language, label and drivers")
    }
    if let language = text(expect, "language"), let node = expect["language"] {
      checkLanguage(language, node, expect.path(of: "language"))
      test.language = language
    }
    test.label = choice(expect, "label", among: SentimentLabel.allCases.map(\.name))
    for item in unique(texts(expect, "drivers", of: "drivers") ?? []) {
      checkDriver(item.text, item.node, item.path)
      test.drivers.append(item.text)
    }
  }
}
