internal import Sentiment

extension DefinitionReader {
  /// Reads `cubes:`; the extras of the sources are dimensions too.
  mutating func cubes(_ root: DefinitionSection, extras: [String]) -> [CubeDefinition] {
    guard let items = list(root, "cubes", of: "cubes") else { return [] }
    var known = Dimension.names(in: CommentsTable.schema(extras: [], amountScale: Defaults.amountScale))
    for extra in extras where !known.contains(extra) { known.append(extra) }
    var cubes: [CubeDefinition] = []
    for item in items {
      let keys = ["name", "by"]
      guard let section = section(item.node, item.path, keys: keys, required: keys) else { continue }
      let name = text(section, "name") ?? ""
      if let node = section["name"], !name.isEmpty {
        let path = section.path(of: "name")
        if !Self.isFolderName(name) {
          report(
            node, path,
            "\(DefinitionNode.quoted(name)) becomes a folder; expected at most "
              + "\(DefinitionBounds.cubeNameLength.upperBound) ASCII letters, digits, _ and -")
        } else if cubes.contains(where: { $0.name == name }) {
          report(node, path, "another cube is called \"\(name)\"")
        }
      }
      let dimensions = unique(texts(section, "by", of: "dimensions") ?? [])
      for dimension in dimensions {
        if known.contains(dimension.text) { continue }
        let hint = DefinitionIssue.hint(dimension.text, among: known)
        let names = "; expected one of \(known.joined(separator: ", "))"
        report(
          dimension.node, dimension.path, "unknown dimension \"\(dimension.text)\"" + (hint.isEmpty ? names : hint))
      }
      cubes.append(CubeDefinition(name: name, dimensions: dimensions.map(\.text)))
    }
    return cubes
  }

  private static func isFolderName(_ name: String) -> Bool {
    DefinitionBounds.cubeNameLength.contains(name.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

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
