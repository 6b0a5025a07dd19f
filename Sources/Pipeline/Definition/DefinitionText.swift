internal import Yams

/// Turns the text of a pipeline file into nodes, and refuses what YAML allows and a pipeline file does not need.
///
/// Yams stops at a key that is written twice. So that such a key hides no other mistake, the first of the two is given another
/// name and the text is read again.
struct DefinitionText {
  /// Bytes: a hundred times what the longest pipeline needs.
  static let maximumBytes = 1 << 20
  /// Mappings and lists within each other; the deepest pipeline has six.
  static let maximumDepth = 16
  /// Values, lists and mappings: what a million bytes can hold more would take minutes to report; the longest pipeline has
  /// hundreds.
  static let maximumNodes = 20_000
  /// Each key that is written twice costs reading the text once more: so many in the longest of real pipelines.
  private static let maximumRepeatedKeys = 100
  /// 256 KiB: what is read once more for repeated keys at most; a pipeline has a few thousand bytes.
  private static let maximumRereadBytes = 256 << 10

  private let file: String
  private var text: String
  private(set) var issues: [DefinitionIssue] = []
  /// By the names that repeated keys were given: their own.
  private var renamed: [String: String] = [:]
  /// How many nodes have been read.
  private var nodeCount = 0
  /// Lines with an anchor, which every alias of it repeats.
  private var anchorLines: Set<Int> = []

  /// Takes a file's name and its text.
  init(file: String, text: String) {
    self.file = file
    self.text = text.hasPrefix("\u{feff}") ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// The root of the file; nil where it is no YAML at all, or nothing.
  mutating func read() -> DefinitionNode? {
    guard text.utf8.count <= Self.maximumBytes else {
      report(0, "", "the file has \(text.utf8.count) bytes; expected at most \(Self.maximumBytes)")
      return nil
    }
    while true {
      do {
        let parser = try Parser(yaml: text, encoding: .utf8)
        // Nodes refer to their anchors weakly; the parser holds them.
        return try withExtendedLifetime(parser) {
          guard let root = try parser.singleRoot() else {
            report(0, "", "the file is empty; expected a mapping that begins with \"version: 1\"")
            return nil
          }
          let read = node(root, "", line: 1, depth: 1)
          guard nodeCount <= Self.maximumNodes else {
            // What was found on the way speaks of a part of the file.
            issues.removeAll()
            report(0, "", "the file has more than \(Self.maximumNodes) values, lists and mappings: is it another file?")
            return nil
          }
          return read
        }
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        if rename(keys.first ?? "", at: context.mark) { continue }
        report(context.mark.line, "", "the key \"\(keys.first ?? "")\" is written twice; leave one of them out")
        return nil
      } catch {
        report(error)
        return nil
      }
    }
  }

  private mutating func node(_ node: Node, _ path: String, line: Int, depth: Int) -> DefinitionNode {
    let ownLine = node.mark?.line ?? line
    var result = DefinitionNode(content: .refused, file: file, line: ownLine)
    nodeCount += 1
    if nodeCount > Self.maximumNodes { return result }
    if node.anchor != nil || node.alias != nil {
      if anchorLines.insert(ownLine).inserted {
        report(ownLine, path, "anchors and aliases (&name, *name) are not read; write the value out in each place")
      }
      return result
    }
    let isScalar = node.scalar != nil
    if !isScalar { result.line = line }
    guard isScalar || depth <= Self.maximumDepth else {
      report(ownLine, path, "mappings and lists are nested deeper than \(Self.maximumDepth); no key needs that")
      return result
    }
    if let tag = foreignTag(node) {
      report(ownLine, path, "the tag \(tag) is not read; write the value itself")
      return result
    }
    switch node {
    case .scalar(let scalar):
      result.content = .scalar(scalar.string, scalar.style == .plain ? .plain : .quoted)
    case .sequence(let sequence):
      result.content = .list(
        sequence.enumerated().map { index, item in
          self.node(item, "\(path)[\(index)]", line: item.mark?.line ?? line, depth: depth + 1)
        })
    case .mapping(let mapping):
      result.content = .mapping(entries(mapping, path, depth: depth))
    case .alias: break
    }
    return result
  }

  private mutating func entries(_ mapping: Node.Mapping, _ path: String, depth: Int) -> [DefinitionNode.Entry] {
    var entries: [DefinitionNode.Entry] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping where nodeCount <= Self.maximumNodes {
      let line = key.mark?.line ?? 0
      guard let scalar = key.scalar, key.anchor == nil else {
        report(line, path, "a key is a list, a mapping or an alias; expected a name")
        continue
      }
      let name = renamed[scalar.string] ?? scalar.string
      let keyPath = path.isEmpty ? name : "\(path).\(name)"
      if let first = lines[name] {
        report(line, keyPath, "is written twice; the first is on line \(first)")
        continue
      }
      lines[name] = line
      let node = node(value, keyPath, line: line, depth: depth + 1)
      entries.append(DefinitionNode.Entry(key: name, line: line, value: node))
    }
    return entries
  }

  /// A tag that is not YAML's own, such as `!include`.
  private func foreignTag(_ node: Node) -> String? {
    let tag =
      switch node {
      case .scalar(let scalar): scalar.tag.description
      case .sequence(let sequence): sequence.tag.description
      case .mapping(let mapping): mapping.tag.description
      case .alias: ""
      }
    return tag.isEmpty || tag == "!" || tag.hasPrefix("tag:yaml.org,2002:") ? nil : tag
  }

  /// Gives the key at a place another name, one that no file contains; false where the text there is not the key as it is.
  private mutating func rename(_ key: String, at mark: Mark) -> Bool {
    guard !key.isEmpty, renamed.count < Self.maximumRepeatedKeys,
      renamed.count * text.utf8.count < Self.maximumRereadBytes
    else { return false }
    let scalars = text.unicodeScalars
    guard var start = index(of: mark) else { return false }
    if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
    guard scalars[start...].starts(with: key.unicodeScalars) else { return false }
    // Private-use characters, which YAML takes in a plain key.
    let name = "\u{e000}\(renamed.count)\u{e000}"
    renamed[name] = renamed[key] ?? key
    let end = scalars.index(start, offsetBy: key.unicodeScalars.count)
    text = String(text[..<start]) + name + String(text[end...])
    return true
  }

  private func index(of mark: Mark) -> String.Index? {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var line = 1
    while line < mark.line, index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let isPair = scalar == "\r" && index < scalars.endIndex && scalars[index] == "\n"
      if "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar), !isPair { line += 1 }
    }
    guard let place = scalars.index(index, offsetBy: mark.column - 1, limitedBy: scalars.endIndex),
      place < scalars.endIndex
    else { return nil }
    return place
  }

  private mutating func report(_ error: any Error) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let begun = context.map { " (\($0.text), begun on line \($0.mark.line))" } ?? ""
      let hint = Self.hint(problem, context?.text ?? "")
      report(mark.line, "", "this is not YAML: \(problem)\(begun)\(hint)")
    case YamlError.reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 } ?? 0
      report(line, "", "this is not YAML: \(problem)")
    default:
      report(0, "", "this is not YAML: \(error)")
    }
  }

  /// What to do about the slips that are made most: globs and time patterns without quotes, and tabs.
  private static func hint(_ problem: String, _ context: String) -> String {
    if context.contains("scanning an alias") || problem.contains("undefined alias") {
      return "; put quotes around a text that begins with *"
    }
    if problem.contains("cannot start any token") {
      return "; indent with spaces, not tabs, and put quotes around a text that begins with %, @ or `"
    }
    return ""
  }

  private mutating func report(_ line: Int, _ path: String, _ message: String) {
    issues.append(DefinitionIssue(file: file, line: line, key: path, message: message))
  }
}
