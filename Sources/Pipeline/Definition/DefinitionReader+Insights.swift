extension DefinitionReader {
  /// Reads `driver_impact:`.
  mutating func driverImpact(_ root: DefinitionSection) -> DriverImpactDefinition? {
    guard let section = section(root, "driver_impact", keys: ["outcomes"]) else { return nil }
    var definition = DriverImpactDefinition()
    if let items = texts(section, "outcomes", of: "outcomes") {
      definition.outcomes = unique(items).compactMap { item in
        let known = ImpactOutcome.allCases.map(\.rawValue)
        return isKnown(item.text, item.node, item.path, among: known) ? ImpactOutcome(rawValue: item.text) : nil
      }
    }
    return definition
  }

  /// Reads `keywords:`; terms are words of the texts, so that these must be kept.
  mutating func keywords(_ root: DefinitionSection, keepsText: Bool) -> KeywordDefinition? {
    let keys = ["terms", "minimum_comments", "period"]
    guard let section = section(root, "keywords", keys: keys) else { return nil }
    var definition = KeywordDefinition()
    definition.terms = whole(section, "terms", DefinitionBounds.keywordTerms) ?? definition.terms
    definition.minimumComments =
      whole(section, "minimum_comments", DefinitionBounds.keywordComments) ?? definition.minimumComments
    definition.period = period(section) ?? definition.period
    if !keepsText {
      report(section.node, section.path, "needs the texts: set privacy.keep_text to true, or leave keywords out")
    }
    return definition
  }

  /// Reads `change:`; the extras of the sources are dimensions too.
  mutating func change(_ root: DefinitionSection, extras: [String]) -> ChangeDefinition? {
    let keys = ["by", "mix", "measures", "period", "material", "false_discovery_rate"]
    guard let section = section(root, "change", keys: keys) else { return nil }
    var definition = ChangeDefinition()
    var known = ChangePlan.dimensions(in: CommentsTable.schema(extras: [], amountScale: Defaults.amountScale))
    for extra in extras where !known.contains(extra) { known.append(extra) }
    definition.dimensions =
      dimensions(section, "by", known, DefinitionBounds.changeDimensions) ?? definition.dimensions
    if let mix = dimensions(section, "mix", known, DefinitionBounds.changeMix) { definition.mix = mix }
    if let node = section["mix"] {
      for name in definition.mix where definition.dimensions.contains(name) || name == ChangePlan.audience {
        report(node, section.path(of: "mix"), "\"\(name)\" is a dimension of the cells: it can't change within one")
      }
    }
    definition.mix.removeAll { definition.dimensions.contains($0) || $0 == ChangePlan.audience }
    if let items = texts(section, "measures", of: "measures") {
      let names = ChangeMeasure.all.map(\.name)
      definition.measures = unique(items).compactMap { item in
        isKnown(item.text, item.node, item.path, among: names) ? ChangeMeasure.all.first { $0.name == item.text } : nil
      }
    }
    definition.period = period(section) ?? definition.period
    definition.material = share(section, "material", scale: 3) ?? definition.material
    definition.falseDiscoveryRate = share(section, "false_discovery_rate", scale: 3) ?? definition.falseDiscoveryRate
    return definition
  }

  private mutating func period(_ section: DefinitionSection) -> Period? {
    choice(section, "period", among: Period.allCases.map(\.rawValue)).flatMap { Period(rawValue: $0) }
  }

  private mutating func dimensions(
    _ section: DefinitionSection, _ key: String, _ known: [String], _ bounds: ClosedRange<Int>
  ) -> [String]? {
    guard let items = texts(section, key, of: "dimensions"), let node = section[key] else { return nil }
    let names = unique(items).filter { isKnown($0.text, $0.node, $0.path, among: known) }.map(\.text)
    if !bounds.contains(names.count) {
      report(node, section.path(of: key), "expected at most \(bounds.upperBound) dimensions, found \(names.count)")
    }
    return names
  }
}
