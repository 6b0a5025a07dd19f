// A reference, in any scalar that is a value:
//
//   reference = "${" name "}" / "${" name ":-" default "}"
//   name      = (letter / "_") *(letter / digit / "_")
//   default   = any characters but "}"
//
// As in a shell, the default stands for a variable that is not set or empty.

extension DefinitionNode {
  /// Puts the values of environment variables in place of `${NAME}` and `${NAME:-default}`.
  mutating func substitute(_ environment: [String: String], path: String, _ issues: inout [DefinitionIssue]) {
    switch content {
    case .refused: return
    case .list(var items):
      for index in items.indices { items[index].substitute(environment, path: "\(path)[\(index)]", &issues) }
      content = .list(items)
    case .mapping(var entries):
      for index in entries.indices {
        let key = entries[index].key
        entries[index].value.substitute(environment, path: path.isEmpty ? key : "\(path).\(key)", &issues)
      }
      content = .mapping(entries)
    case .scalar(let text, _):
      guard text.contains("${") else { return }
      switch Self.substituted(text, environment) {
      case .success(let value): content = .scalar(value, .substituted)
      case .failure(let failure):
        issues.append(DefinitionIssue(file: file, line: line, key: path, message: failure.message))
        content = .refused
      }
    }
  }

  /// Why a reference has no value.
  private struct BadReference: Error {
    let message: String
  }

  private static func substituted(_ text: String, _ environment: [String: String]) -> Result<String, BadReference> {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        return .failure(BadReference(message: "\(quoted(text)) has a \"${\" that is never closed; write ${NAME}"))
      }
      let body = rest[start.upperBound..<end]
      rest = rest[rest.index(after: end)...]
      let mark = body.firstRange(of: ":-")
      let name = String(mark.map { body[..<$0.lowerBound] } ?? body)
      guard isName(name) else {
        return .failure(
          BadReference(message: "\"${\(body)}\" is no reference; expected ${NAME} or ${NAME:-default}"))
      }
      if let mark {
        let value = environment[name] ?? ""
        result += value.isEmpty ? String(body[mark.upperBound...]) : value
      } else if let value = environment[name] {
        result += value
      } else {
        return .failure(
          BadReference(
            message: "the environment variable \(name) is not set; set it, or give a default: ${\(name):-default}"))
      }
    }
    return .success(result + rest)
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.first, first == "_" || first.isLetter else { return false }
    return name.allSatisfy { $0.isASCII && ($0 == "_" || $0.isLetter || $0.isNumber) }
  }
}
