import Pipeline

/// Targets of `Pipeline`: what users write, and cells of exports.
enum DefinitionFuzzing {
  /// The rules of the zones that inputs choose among, read once.
  private static let zones = ["Europe/Helsinki", "UTC", "Asia/Jakarta", "America/St_Johns"].map {
    TimeZoneRules(name: $0)
  }

  /// A pipeline file: a definition or issues, never neither.
  static func define(_ input: inout FuzzInput) throws(FuzzFinding) {
    let content = String(decoding: input.content, as: UTF8.self)
    let (definition, issues) = DefinitionReader.read(
      file: "fuzzed.yaml", content: content, environment: ["NAME": "value"], overrides: [("match.window_days", "3")])
    let hasErrors = issues.contains { $0.kind != .warning }
    try require((definition == nil) == hasErrors, "a definition with errors, or none without")
  }

  /// A cell as a time in a format of the input's own, and as an amount.
  static func parse(_ input: inout FuzzInput) throws(FuzzFinding) {
    let zone = input.number() % zones.count
    let formatBytes = input.number() % 24
    let scale = input.number() % 10
    let decimal = input.choose(UInt8(ascii: "."), UInt8(ascii: ","))
    let content = input.content
    let text = String(decoding: content.prefix(formatBytes), as: UTF8.self)
    let cell = Array(content.dropFirst(formatBytes))
    let amount = DecimalParser(decimal: decimal).parse(cell.span, scale: scale)
    try require(
      amount.map { $0.magnitude <= DecimalParser.maximum.magnitude } ?? true, "an amount beyond the largest")
    _ = DecimalParser(decimal: decimal).parseRating(cell.span)
    guard let rules = zones[zone] else { throw FuzzFinding("no rules of zone \(zone)") }
    var formats = TimestampFormat.named
    // Most texts are no pattern, which is an error and no finding.
    if let format = try? TimestampFormat(text) { formats.insert(format, at: 0) }
    for format in formats {
      var parser = TimestampParser(formats: [format], zone: rules)
      var again = TimestampParser(formats: [format], zone: rules)
      try require(parser.parse(cell.span) == again.parse(cell.span), "the same cell is two times")
    }
  }
}
