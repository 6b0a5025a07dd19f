extension TimestampParser {
  /// The parser for an input's formats, which the definition's reader has checked.
  static func make(_ format: InputFormat, zone: TimeZoneRules) throws(RunError) -> TimestampParser {
    var formats: [TimestampFormat] = []
    do throws(DefinitionIssue) {
      for text in format.timestamps { formats.append(try TimestampFormat(text)) }
    } catch { throw RunError(.definition, error.description) }
    return TimestampParser(formats: formats, zone: zone)
  }
}
