internal import Columnar
import Columnar
internal import Purchases
internal import Text

extension DefinitionReader {
  static let feedbackKeys = ["name"] + inputKeys + ["driver_ratings", "constants", "rating_scale", "extra"]
  static let purchaseKeys = inputKeys + ["status", "amount_scale"]

  /// Reads `feedback:`.
  mutating func feedback(_ root: DefinitionSection) -> [FeedbackSource] {
    guard let items = list(root, "feedback", of: "sources") else { return [] }
    if items.isEmpty, let node = root["feedback"] {
      report(node, "feedback", "names no source; expected at least one with name, files and columns")
    }
    var sources: [FeedbackSource] = []
    for item in items {
      let required = ["name"] + Self.requiredInputKeys
      guard let section = section(item.node, item.path, keys: Self.feedbackKeys, required: required) else { continue }
      let source = feedbackSource(section)
      if let node = section["name"], !source.name.isEmpty {
        if let first = sources.first(where: { $0.name == source.name }) {
          let place = first.format.line > 0 ? "on line \(first.format.line)" : "before"
          report(node, section.path(of: "name"), "the name \"\(source.name)\" is that of the source \(place) too")
        }
        // `--feedback NAME=GLOB` must find where the name ends.
        if source.name.contains(where: { $0 == "=" || $0.isNewline }) {
          report(node, section.path(of: "name"), "the name of a source has no \"=\" and no line end")
        }
      }
      sources.append(source)
    }
    return sources
  }

  private mutating func feedbackSource(_ section: DefinitionSection) -> FeedbackSource {
    let format = format(section, columns: FeedbackSource.columns, required: FeedbackSource.requiredColumns)
    var source = FeedbackSource(name: text(section, "name") ?? "", format: format)
    if let ratings = self.section(section, "driver_ratings") {
      source.driverRatings = mappings(ratings, what: "driver")
      for entry in ratings.entries { checkDriver(entry.key, keyNode(entry), ratings.path(of: entry.key)) }
    }
    if let constants = self.section(section, "constants") { source.constants = self.constants(constants, format) }
    source.ratingScale = ratingScale(section) ?? source.ratingScale
    if let extra = texts(section, "extra", of: "headers") {
      let reserved = CommentsTable.schema(extras: [], amountScale: Defaults.amountScale).fields.map(\.name)
      for item in extra where reserved.contains(item.text) || Dimension.derived.contains(item.text) {
        report(
          item.node, item.path,
          "\"\(item.text)\" is a column or dimension of ours; rename it in the export, or map it under columns")
      }
      source.extra = unique(extra).map(\.text)
    }
    return source
  }

  /// The place of a key, for issues that speak of the key and not of its value.
  private func keyNode(_ entry: DefinitionNode.Entry) -> DefinitionNode {
    DefinitionNode(
      content: .scalar(entry.key, .plain), file: entry.line > 0 ? file : DefinitionOverride.option, line: entry.line)
  }

  private mutating func constants(_ section: DefinitionSection, _ format: InputFormat) -> [String: String] {
    var constants: [String: String] = [:]
    for entry in section.entries {
      let path = section.path(of: entry.key)
      guard FeedbackSource.constantColumns.contains(entry.key) else {
        if FeedbackSource.columns.contains(entry.key) {
          let known = FeedbackSource.constantColumns.joined(separator: ", ")
          report(keyNode(entry), path, "differs from comment to comment; constants are \(known)")
        } else {
          reportUnknown(entry, "column", section, FeedbackSource.constantColumns)
        }
        continue
      }
      if let mapping = format.columns.first(where: { $0.column == entry.key }) {
        let place = mapping.line > 0 ? " on line \(mapping.line)" : ""
        report(
          keyNode(entry), path,
          "is mapped to the header \"\(mapping.header)\"\(place) as well; leave one of them out")
      }
      guard let value = text(entry.value, path) else { continue }
      switch entry.key {
      case "language": checkLanguage(value, entry.value, path)
      case "audience" where value != Audience.user.name:
        report(
          entry.value, path,
          "expected \(Audience.user.name), found \"\(value)\"; customers are known by their purchases")
      default: break
      }
      constants[entry.key] = value
    }
    return constants
  }

  /// Reports what is no code of a language.
  mutating func checkLanguage(_ code: String, _ node: DefinitionNode, _ path: String) {
    _ = isKnown(code, node, path, among: Language.allCases.map(\.code) + [Language.undetermined])
  }

  private mutating func ratingScale(_ section: DefinitionSection) -> ClosedRange<Int>? {
    guard let items = list(section, "rating_scale", of: "two whole numbers"), let node = section["rating_scale"] else {
      return nil
    }
    let ends = items.compactMap { whole($0.node, $0.path, DefinitionBounds.rating) }
    // What is no number is reported.
    guard ends.count == items.count else { return nil }
    guard ends.count == 2, ends[0] < ends[1] else {
      report(
        node, section.path(of: "rating_scale"),
        "expected the lowest and the highest rating such as [1, 5], found \(ends)")
      return nil
    }
    return ends[0]...ends[1]
  }

  /// Reads `purchases:`.
  mutating func purchases(_ root: DefinitionSection) -> [PurchaseSource] {
    guard let items = list(root, "purchases", of: "sources") else { return [] }
    var sources: [PurchaseSource] = []
    for item in items {
      guard let section = section(item.node, item.path, keys: Self.purchaseKeys, required: Self.requiredInputKeys)
      else { continue }
      var source = PurchaseSource(
        format: format(section, columns: PurchaseSource.columns, required: PurchaseSource.requiredColumns))
      source.amountScale = whole(section, "amount_scale", DefinitionBounds.amountScale) ?? source.amountScale
      readStatus(section, &source)
      sources.append(source)
    }
    return sources
  }

  private mutating func readStatus(_ section: DefinitionSection, _ source: inout PurchaseSource) {
    guard let status = self.section(section, "status", keys: ["cancelled", "returned"]) else { return }
    let cancelled = texts(status, "cancelled", of: "values", mayBeEmpty: true) ?? []
    let returned = texts(status, "returned", of: "values", mayBeEmpty: true) ?? []
    source.cancelled = cancelled.map(\.text)
    source.returned = returned.map(\.text)
    for item in returned where source.cancelled.contains(item.text) {
      report(item.node, item.path, "\"\(item.text)\" can't mean both cancelled and returned")
    }
    if !(cancelled + returned).isEmpty, section["columns"] != nil, source.format.header(of: "status") == nil {
      report(
        status.node, status.path,
        "speaks of a column that is not mapped; add it to columns, for example status: order_status")
    }
  }
}
