import Buffers
import Foundation
import Pipeline
import Testing

/// A pipeline file of `Fixtures/definition_issues.txt` and what must be said about it.
struct DefinitionCase: Sendable, CustomTestStringConvertible {
  var name: String
  var environment: [String: String] = [:]
  var overrides: [(key: String, value: String)] = []
  var content = ""
  var expected: [String] = []
  /// The lines before the issues, as they stand in the fixture.
  var head: [Substring] = []

  var testDescription: String { name }

  var result: (definition: PipelineDefinition?, issues: [DefinitionIssue]) {
    DefinitionReader.read(file: "nightly.yaml", content: content, environment: environment, overrides: overrides)
  }

  static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../Fixtures/definition_issues.txt")

  /// The lines before the first case, and the cases.
  static let fixture: (preamble: [Substring], cases: [DefinitionCase]) = {
    var preamble: [Substring] = []
    var cases: [DefinitionCase] = []
    var part = ""
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return ([], []) }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("=== ") {
        cases.append(DefinitionCase(name: String(line.dropFirst(4))))
        part = ""
      } else if line == "--- file" || line == "--- issues" {
        part = String(line)
      } else if !cases.isEmpty {
        cases[cases.count - 1].read(line, part)
      }
      if cases.isEmpty {
        preamble.append(line)
      } else if part != "--- issues" {
        cases[cases.count - 1].head.append(line)
      }
    }
    return (preamble, cases)
  }()

  private mutating func read(_ line: Substring, _ part: String) {
    switch part {
    case "--- file": content += line + "\n"
    case "--- issues": expected.append(String(line))
    default:
      let pair = line.drop { $0 != " " }.dropFirst().split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { return }
      if line.hasPrefix("$") {
        environment[String(pair[0])] = String(pair[1])
      } else {
        overrides.append((String(pair[0]), String(pair[1])))
      }
    }
  }
}

@Suite("Issues of definitions")
struct DefinitionIssueTests {
  @Test("everything wrong with a file is said at once, with its line and key", arguments: DefinitionCase.fixture.cases)
  func issues(definitionCase: DefinitionCase) {
    let (definition, issues) = definitionCase.result
    #expect(issues.map(\.description) == definitionCase.expected)
    #expect((definition == nil) == issues.contains { $0.kind != .warning })
  }

  @Test("the fixture has its cases, or is rewritten as told")
  func rewrite() throws {
    let (preamble, cases) = DefinitionCase.fixture
    #expect(cases.count >= 30)
    guard ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] != nil else { return }
    let lines = cases.flatMap { $0.head.map(String.init) + ["--- issues"] + $0.result.issues.map(\.description) }
    let text = (preamble.map(String.init) + lines).joined(separator: "\n") + "\n"
    try text.write(to: DefinitionCase.path, atomically: false, encoding: .utf8)
    Issue.record("rewrote \(DefinitionCase.path.lastPathComponent); read the difference, then run the tests again")
  }

  @Test("a file that is too large is refused before it is read")
  func tooLarge() {
    let content = "version: 1\n#" + String(repeating: "x", count: 1 << 20)
    let result = DefinitionReader.read(file: "big.yaml", content: content, environment: [:])
    #expect(
      result.issues.map(\.description) == ["big.yaml: the file has 1048588 bytes; expected at most 1048576"])
  }

  @Test(
    "a file of more values than any pipeline has is refused as a whole",
    arguments: ["- {name: a}\n", "- [x, y]\n", "- - - x\n"])
  func tooMany(item: String) {
    let content = "version: 1\nfeedback:\n" + String(repeating: item, count: 12_000)
    let result = DefinitionReader.read(file: "many.yaml", content: content, environment: [:])
    #expect(
      result.issues.map(\.description) == [
        "many.yaml: the file has more than 20000 values, lists and mappings: is it another file?"
      ])
  }

  @Test("of very many mistakes the first thousand are told")
  func manyMistakes() {
    let content = "version: 1\n" + (0..<5000).map { "fedback\($0): 1\n" }.joined()
    let result = DefinitionReader.read(file: "many.yaml", content: content, environment: [:])
    #expect(result.definition == nil)
    // The file lacks feedback as well.
    #expect(result.issues.count == 1001)
    #expect(result.issues.last?.message == "and 4001 more; mend these first, or is it another file?")
  }

  @Test("a key that is written very often in a long file costs no reading for each")
  func oftenRepeated() {
    let content = "version: 1\n" + String(repeating: "key: 1\n", count: 50_000)
    let result = DefinitionReader.read(file: "often.yaml", content: content, environment: [:])
    #expect(result.definition == nil)
    #expect(result.issues.contains { $0.message.contains("the key \"key\" is written twice") })
  }

  @Test("no cut, doubled or foreign byte in a file is more than an issue", arguments: 0..<8)
  func damage(seed: Int) throws {
    let text = Array(try DefinitionReaderTests.text("every_key.yaml").utf8)
    let foreign = Array("{}[]:,-&*!|>'\"%@`#?\t\n\r $\u{0}\u{fe0f}é".utf8)
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<40 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged.removeSubrange(place..<min(damaged.count - 1, place + 9))
        case 1: damaged[place] = foreign.randomElement(using: &random) ?? 0
        case 2: damaged.insert(foreign.randomElement(using: &random) ?? 0, at: place)
        default: damaged.insert(contentsOf: damaged[place..<min(damaged.count, place + 20)], at: place)
        }
      }
      let content = String(decoding: damaged, as: UTF8.self)
      let (definition, issues) = DefinitionReader.read(file: "x.yaml", content: content, environment: [:])
      #expect((definition == nil) == issues.contains { $0.kind != .warning })
    }
  }
}
