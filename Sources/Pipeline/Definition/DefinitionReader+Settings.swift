extension DefinitionReader {
  /// The name of the built-in lexicon in `lexicons:`.
  static let builtinLexicon = "builtin"

  /// Reads `lexicons:`.
  mutating func readLexicons(_ root: DefinitionSection, _ definition: inout PipelineDefinition) {
    guard let items = texts(root, "lexicons", of: "lexicons"), let node = root["lexicons"] else { return }
    let names = unique(items).map(\.text)
    definition.usesBuiltinLexicon = names.contains(Self.builtinLexicon)
    definition.lexiconFiles = names.filter { $0 != Self.builtinLexicon }
    hasOwnLexicons = !definition.lexiconFiles.isEmpty
    if node.isEmptyList {
      report(
        node, "lexicons",
        "names no lexicon; expected \(Self.builtinLexicon), files, or both; leave the key out for "
          + Self.builtinLexicon)
    }
  }

  /// Reads `language:`.
  mutating func language(_ root: DefinitionSection) -> LanguageSettings {
    var settings = LanguageSettings()
    let keys = ["trust_column", "minimum_confidence"]
    guard let section = section(root, "language", keys: keys) else { return settings }
    settings.trustColumn = flag(section, "trust_column") ?? settings.trustColumn
    if let thousandths = share(section, "minimum_confidence", scale: 3) {
      settings.minimumConfidence = Int32(thousandths)
    }
    return settings
  }

  /// Reads `match:`.
  mutating func match(_ root: DefinitionSection) -> MatchSettings {
    var settings = MatchSettings()
    guard let section = section(root, "match", keys: ["window_days", "repurchase_days"]) else { return settings }
    settings.windowDays = whole(section, "window_days", DefinitionBounds.windowDays) ?? settings.windowDays
    settings.repurchaseDays =
      whole(section, "repurchase_days", DefinitionBounds.repurchaseDays) ?? settings.repurchaseDays
    return settings
  }

  /// Reads `privacy:`.
  mutating func privacy(_ root: DefinitionSection) -> PrivacySettings {
    var settings = PrivacySettings()
    guard let section = section(root, "privacy", keys: ["minimum_base", "mask", "keep_text"]) else { return settings }
    settings.minimumBase = whole(section, "minimum_base", DefinitionBounds.minimumBase) ?? settings.minimumBase
    settings.keepText = flag(section, "keep_text") ?? settings.keepText
    if let items = texts(section, "mask", of: "kinds") {
      settings.mask = []
      for item in unique(items) {
        let known = PrivacySettings.Mask.allCases.map(\.rawValue)
        if isKnown(item.text, item.node, item.path, among: known), let mask = PrivacySettings.Mask(rawValue: item.text)
        {
          settings.mask.insert(mask)
        }
      }
    }
    return settings
  }

  /// Reads `quality:`.
  mutating func quality(_ root: DefinitionSection) -> QualitySettings {
    var settings = QualitySettings()
    let keys = ["maximum_reject_share", "minimum_match_share", "allow_empty", "require_newer_input"]
    guard let section = section(root, "quality", keys: keys) else { return settings }
    settings.maximumRejectShare = share(section, "maximum_reject_share", scale: 6) ?? settings.maximumRejectShare
    settings.minimumMatchShare = share(section, "minimum_match_share", scale: 6) ?? settings.minimumMatchShare
    settings.allowEmpty = flag(section, "allow_empty") ?? settings.allowEmpty
    settings.requireNewerInput = flag(section, "require_newer_input") ?? settings.requireNewerInput
    return settings
  }

  /// Reads `output:`.
  mutating func output(_ root: DefinitionSection) -> OutputSettings {
    var settings = OutputSettings()
    let keys = ["directory", "compression", "compression_level", "row_group_rows", "evidence"]
    guard let section = section(root, "output", keys: keys) else { return settings }
    settings.directory = text(section, "directory") ?? settings.directory
    if let compression = choice(section, "compression", among: ["zstd", "none", "uncompressed"]) {
      settings.compresses = compression == "zstd"
    }
    settings.compressionLevel =
      whole(section, "compression_level", DefinitionBounds.compressionLevel) ?? settings.compressionLevel
    settings.rowGroupRows = whole(section, "row_group_rows", DefinitionBounds.rowGroupRows) ?? settings.rowGroupRows
    settings.evidence = flag(section, "evidence") ?? settings.evidence
    return settings
  }
}
