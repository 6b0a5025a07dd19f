// A path of `--set`: names parted by dots, each with the numbers of items of lists behind it, from 0:
//
//   path = name *("[" 1*DIGIT "]") *("." name *("[" 1*DIGIT "]"))

/// A value from the command line that takes the place of one in the pipeline file, or is added to it.
struct DefinitionOverride {
  /// The option, which stands for the file in issues.
  static let option = "--set"

  private enum Step {
    case key(String)
    case item(Int)
  }

  private let path: String
  private let steps: [Step]
  private let value: DefinitionNode

  /// Reads one `KEY=VALUE`; a value that begins with `[`, `{` or a quote is YAML, any other is taken as it stands.
  ///
  /// - Throws: an issue where the key is no path or the value no YAML.
  init(key: String, value: String) throws(DefinitionIssue) {
    path = key
    guard let steps = Self.steps(of: key) else {
      throw DefinitionIssue(
        file: Self.option, key: key,
        message: "the key is no path; expected names and numbers of items such as feedback[0].files")
    }
    self.steps = steps
    self.value = try Self.node(value, key: key)
  }

  /// Puts the value in its place.
  ///
  /// - Throws: an issue where there is no such place. Keys that a mapping lacks are added; whether they are known is for
  ///   the reader to say.
  func apply(to root: inout DefinitionNode) throws(DefinitionIssue) { try apply(steps[...], to: &root, at: "") }

  private func apply(_ rest: ArraySlice<Step>, to node: inout DefinitionNode, at place: String) throws(DefinitionIssue)
  {
    guard let step = rest.first else {
      node = value
      return
    }
    // What is said elsewhere needs no second issue.
    if node.isRefused { return }
    switch step {
    case .key(let name):
      if node.isNothing { node.content = .mapping([]) }
      guard case .mapping(var entries) = node.content else { throw noPlace(place, "a mapping", node) }
      let next = place.isEmpty ? name : "\(place).\(name)"
      let index = entries.firstIndex { $0.key == name } ?? entries.endIndex
      if index == entries.endIndex {
        let nothing = DefinitionNode(content: .scalar("", .plain), file: Self.option, line: 0)
        entries.append(DefinitionNode.Entry(key: name, line: 0, value: nothing))
      }
      try apply(rest.dropFirst(), to: &entries[index].value, at: next)
      node.content = .mapping(entries)
    case .item(let number):
      guard case .list(var items) = node.content else { throw noPlace(place, "a list", node) }
      guard items.indices.contains(number) else {
        throw DefinitionIssue(
          file: Self.option, key: path,
          message: "\(place) has \(items.count) \(items.count == 1 ? "item" : "items"), numbered from 0; "
            + "there is no [\(number)]")
      }
      try apply(rest.dropFirst(), to: &items[number], at: "\(place)[\(number)]")
      node.content = .list(items)
    }
  }

  private func noPlace(_ place: String, _ expected: String, _ node: DefinitionNode) -> DefinitionIssue {
    let name = place.isEmpty ? "the file" : place
    return DefinitionIssue(
      file: Self.option, key: path, message: "\(name) is not \(expected), found \(node.found); the path leads nowhere")
  }

  private static func steps(of path: String) -> [Step]? {
    var steps: [Step] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty, !name.contains("]") else { return nil }
      steps.append(.key(String(name)))
      for piece in pieces.dropFirst() {
        guard piece.last == "]", let number = Int(piece.dropLast()), number >= 0 else { return nil }
        steps.append(.item(number))
      }
    }
    return steps
  }

  private static func node(_ value: String, key: String) throws(DefinitionIssue) -> DefinitionNode {
    guard let first = value.first, "[{\"'".contains(first) else {
      // An empty value is an empty text, not nothing.
      return DefinitionNode(content: .scalar(value, value.isEmpty ? .quoted : .plain), file: option, line: 0)
    }
    var text = DefinitionText(file: option, text: value)
    let node = text.read()
    if let issue = text.issues.first {
      throw DefinitionIssue(file: option, key: key, message: "the value: " + issue.message)
    }
    guard let node else { throw DefinitionIssue(file: option, key: key, message: "the value is nothing") }
    return node.withoutLines
  }
}

extension DefinitionNode {
  /// The same without places in a file.
  fileprivate var withoutLines: DefinitionNode {
    var node = self
    node.line = 0
    switch content {
    case .list(let items): node.content = .list(items.map(\.withoutLines))
    case .mapping(let entries):
      node.content = .mapping(entries.map { Entry(key: $0.key, line: 0, value: $0.value.withoutLines) })
    case .scalar, .refused: break
    }
    return node
  }
}
