import Sentiment
import Text

/// Reads one object of a gold file in JSON Lines, and says all that is wrong with it.
struct GoldObject {
  /// What is wrong with the value of a key.
  private(set) var mistakes: [(key: String, message: String)] = []
  private let object: [String: JSONValue]
  private let drivers: [String]

  private static let keys =
    ["text", "label", "language", "drivers", "id"] + Aspect.allCases.map(\.name)
    + Aspect.allCases.compactMap(\.booleanName)

  init(_ object: [String: JSONValue], drivers: [String]) {
    self.object = object
    self.drivers = drivers
  }

  /// The comment; of use only where there are no mistakes.
  mutating func comment(file: String, line: Int) -> GoldComment {
    let language = language()
    var comment = GoldComment(text: text(), label: label(isNeeded: language != .other), file: file, line: line)
    comment.language = language
    if case .string(let name) = object["id"] { comment.name = name }
    comment.drivers = driverLabels()
    for aspect in Aspect.allCases { comment.annotations[aspect.rawValue] = annotation(aspect) }
    return comment
  }

  private mutating func report(_ key: String, _ message: String) { mistakes.append((key, message)) }

  private mutating func reportMissing(_ key: String, _ advice: String) {
    let unknown = object.keys.filter { !Self.keys.contains($0) }.sorted()
    let near = Spelling.nearest(key, among: unknown).map { "; is it the value of \"\($0)\"?" } ?? "; \(advice)"
    report(key, "is missing\(near)")
  }

  private mutating func text() -> String {
    switch object["text"] {
    case .string(let text): return text
    case nil: reportMissing("text", "write the comment: \"text\": \"…\"")
    case .some(let value): report("text", "is \(value.kind); write the comment in quotes")
    }
    return ""
  }

  private mutating func label(isNeeded: Bool) -> SentimentLabel? {
    switch object["label"] {
    case .string(let name):
      if let label = SentimentLabel(name: name) { return label }
      report("label", "unknown label '\(name)'\(SentimentLabel.advice(name))")
    case nil where !isNeeded, .null where !isNeeded: break
    case nil: reportMissing("label", "write negative, neutral, positive or mixed")
    case .some(let value): report("label", "is \(value.kind); write negative, neutral, positive or mixed")
    }
    return nil
  }

  private mutating func language() -> GoldComment.AnnotatedLanguage? {
    switch object["language"] {
    case nil, .null: return nil
    case .string(let code):
      if let language = Language(tag: Array(code.utf8).span) { return .known(language) }
      if (2...3).contains(code.count), code.allSatisfy({ $0.isLowercase && $0.isASCII }) { return .other }
      report("language", "unknown language '\(code)'; write ru, id, fi, it or fr, and und for any other")
    case .some(let value): report("language", "is \(value.kind); write ru, id, fi, it or fr, and und for any other")
    }
    return nil
  }

  private mutating func driverLabels() -> [(name: String, label: SentimentLabel)]? {
    switch object["drivers"] {
    case nil, .null: return nil
    case .object(let pairs):
      var labels: [(name: String, label: SentimentLabel)] = []
      for name in pairs.keys.sorted() {
        if !drivers.contains(name) {
          let near = DefinitionIssue.hint(name, among: drivers)
          let known = near.isEmpty ? "; the drivers are \(drivers.joined(separator: ", "))" : near
          report("drivers", "unknown driver '\(name)'\(known)")
        } else if case .string(let value) = pairs[name], let label = SentimentLabel(name: value) {
          labels.append((name, label))
        } else if case .string(let value) = pairs[name] {
          report("drivers.\(name)", "unknown label '\(value)'\(SentimentLabel.advice(value))")
        } else {
          report(
            "drivers.\(name)",
            "is \(pairs[name]?.kind ?? "nothing"); write negative, neutral, positive or mixed")
        }
      }
      return labels
    case .some(let value):
      report("drivers", "is \(value.kind); write an object: {\"delivery\": \"negative\"}, or {} for none")
    }
    return nil
  }

  private mutating func annotation(_ aspect: Aspect) -> GoldComment.Annotation {
    if let key = aspect.booleanName, let value = object[key] {
      switch value {
      case .null: return .nothing
      case .boolean(let isFirst): return .value(isFirst ? 0 : 1)
      default: report(key, "is \(value.kind); write true, false or null")
      }
      return .missing
    }
    switch object[aspect.name] {
    case nil: return .missing
    case .null: return .nothing
    case .boolean(let isSaid) where aspect.isFlag: return isSaid ? .value(0) : .nothing
    case .string(let name) where !aspect.isFlag:
      if let number = aspect.values.firstIndex(of: name) { return .value(number) }
      let near = DefinitionIssue.hint(name, among: aspect.values)
      report(aspect.name, "unknown value '\(name)'\(near.isEmpty ? "; write \(Self.choices(aspect))" : near)")
    case .some(let value): report(aspect.name, "is \(value.kind); write \(Self.choices(aspect))")
    }
    return .missing
  }

  private static func choices(_ aspect: Aspect) -> String {
    aspect.isFlag ? "true or false" : (aspect.values + ["null"]).joined(separator: ", ")
  }
}
