/// A mapping of the pipeline file whose keys are known.
struct DefinitionSection {
  /// The mapping itself.
  let node: DefinitionNode
  /// Path of its key; empty for the whole file.
  let path: String
  /// Its keys in the order of the file.
  let entries: [DefinitionNode.Entry]

  /// The value of a key, or nil.
  subscript(key: String) -> DefinitionNode? { entries.first { $0.key == key }?.value }

  /// The path of one of its keys.
  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

/// An item of a list of texts.
struct DefinitionItem {
  let text: String
  let node: DefinitionNode
  let path: String
}

// Each of these gives nil where there is no such key, and where there is something else than expected, which is reported.
extension DefinitionReader {
  /// Reports a mistake in a value.
  mutating func report(
    _ node: DefinitionNode, _ path: String, _ message: String, kind: DefinitionIssue.Kind = .definition
  ) {
    if node.isRefused { return }
    issues.append(DefinitionIssue(kind: kind, file: node.file, line: node.line, key: path, message: message))
  }

  /// What a name was meant to be, as long as issues are told.
  func hint(_ name: String, among known: [String]) -> String {
    issues.count < Self.maximumIssues ? DefinitionIssue.hint(name, among: known) : ""
  }

  /// A value as a mapping.
  ///
  /// Its unknown keys and those that it lacks are reported; without `keys` every key is known.
  mutating func section(
    _ node: DefinitionNode, _ path: String, keys: [String]? = nil, required: [String] = []
  ) -> DefinitionSection? {
    guard case .mapping(let entries) = node.content else {
      let names = keys.map { " (keys: \($0.joined(separator: ", ")))" } ?? ""
      report(node, path, "expected a mapping\(names), found \(node.found)")
      return nil
    }
    let section = DefinitionSection(node: node, path: path, entries: entries)
    if let keys {
      for entry in entries where !keys.contains(entry.key) { reportUnknown(entry, "key", section, keys) }
    }
    for key in required where section[key] == nil {
      report(node, section.path(of: key), "is missing; it is required")
    }
    return section
  }

  /// The mapping of a key.
  mutating func section(
    _ parent: DefinitionSection, _ key: String, keys: [String]? = nil, required: [String] = []
  ) -> DefinitionSection? {
    guard let node = parent[key] else { return nil }
    return section(node, parent.path(of: key), keys: keys, required: required)
  }

  /// Reports a key that is none of the known ones.
  mutating func reportUnknown(
    _ entry: DefinitionNode.Entry, _ what: String, _ section: DefinitionSection, _ keys: [String]
  ) {
    let hint = hint(entry.key, among: keys)
    let message = "unknown \(what)" + (hint.isEmpty ? "; expected \(keys.joined(separator: ", "))" : hint)
    issues.append(
      DefinitionIssue(
        file: entry.line > 0 ? file : DefinitionOverride.option, line: entry.line, key: section.path(of: entry.key),
        message: message))
  }

  /// The items of a list.
  mutating func list(
    _ section: DefinitionSection, _ key: String, of what: String
  ) -> [(node: DefinitionNode, path: String)]? {
    guard let node = section[key] else { return nil }
    let path = section.path(of: key)
    guard case .list(let items) = node.content else {
      var hint = ""
      if case .scalar = node.content, !node.isNothing { hint = "; write [ ] around it" }
      report(node, path, "expected a list of \(what), found \(node.found)\(hint)")
      return nil
    }
    return items.enumerated().map { ($0.element, "\(path)[\($0.offset)]") }
  }

  /// The items of a list of texts.
  mutating func texts(
    _ section: DefinitionSection, _ key: String, of what: String, mayBeEmpty: Bool = false
  ) -> [DefinitionItem]? {
    guard let items = list(section, key, of: what) else { return nil }
    return items.compactMap { item in
      text(item.node, item.path, mayBeEmpty: mayBeEmpty).map {
        DefinitionItem(text: $0, node: item.node, path: item.path)
      }
    }
  }

  /// The text of a key.
  mutating func text(_ section: DefinitionSection, _ key: String) -> String? {
    guard let node = section[key] else { return nil }
    return text(node, section.path(of: key))
  }

  /// A value as text.
  mutating func text(_ node: DefinitionNode, _ path: String, mayBeEmpty: Bool = false) -> String? {
    // In a list of texts, `NULL` without quotes is meant as it stands.
    if case .scalar(let text, _) = node.content, !node.isNothing || (mayBeEmpty && !text.isEmpty && text != "~") {
      if !text.isEmpty || mayBeEmpty { return text }
      report(node, path, "expected a text, found an empty one")
      return nil
    }
    report(node, path, "expected a text, found \(node.found)")
    return nil
  }

  /// The text of a key, one of those given.
  mutating func choice(_ section: DefinitionSection, _ key: String, among known: [String]) -> String? {
    guard let node = section[key], let text = text(section, key) else { return nil }
    return isKnown(text, node, section.path(of: key), among: known) ? text : nil
  }

  /// Whether a text is one of those given; reported where not.
  mutating func isKnown(_ text: String, _ node: DefinitionNode, _ path: String, among known: [String]) -> Bool {
    if known.contains(text) { return true }
    let hint = hint(text, among: known)
    report(
      node, path,
      "expected \(known.joined(separator: ", ")); found \(DefinitionNode.quoted(text))\(hint)")
    return false
  }

  /// The whole number of a key.
  mutating func whole(_ section: DefinitionSection, _ key: String, _ bounds: ClosedRange<Int>? = nil) -> Int? {
    guard let node = section[key] else { return nil }
    return whole(node, section.path(of: key), bounds)
  }

  /// A value as whole number.
  mutating func whole(_ node: DefinitionNode, _ path: String, _ bounds: ClosedRange<Int>?) -> Int? {
    let range = bounds.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? ""
    guard case .scalar(let text, let style) = node.content, style != .quoted, let number = Int(text),
      bounds?.contains(number) ?? true
    else {
      report(node, path, "expected a whole number\(range), found \(node.found)")
      return nil
    }
    return number
  }

  /// The share of a key, 0 to 1, times ten to the power of `scale`.
  mutating func share(_ section: DefinitionSection, _ key: String, scale: Int) -> Int? {
    guard let node = section[key] else { return nil }
    guard case .scalar(let text, let style) = node.content, style != .quoted,
      let share = DecimalParser(decimal: UInt8(ascii: ".")).parse(Array(text.utf8).span, scale: scale),
      let one = DecimalParser(decimal: UInt8(ascii: ".")).parse([UInt8(ascii: "1")].span, scale: scale),
      (0...one).contains(share)
    else {
      report(
        node, section.path(of: key),
        "expected a share from 0 to 1 with at most \(scale) decimals, found \(node.found)")
      return nil
    }
    return Int(share)
  }

  /// The flag of a key.
  mutating func flag(_ section: DefinitionSection, _ key: String) -> Bool? {
    guard let node = section[key] else { return nil }
    if case .scalar(let text, let style) = node.content, style != .quoted {
      if text == "true" { return true }
      if text == "false" { return false }
    }
    report(node, section.path(of: key), "expected true or false, found \(node.found)")
    return nil
  }

  /// Reports the later of two items that are the same, and gives those that are left.
  mutating func unique(_ items: [DefinitionItem]) -> [DefinitionItem] {
    var kept: [DefinitionItem] = []
    for item in items {
      if kept.contains(where: { $0.text == item.text }) {
        report(item.node, item.path, "\(DefinitionNode.quoted(item.text)) is named twice; leave one of them out")
      } else {
        kept.append(item)
      }
    }
    return kept
  }
}
