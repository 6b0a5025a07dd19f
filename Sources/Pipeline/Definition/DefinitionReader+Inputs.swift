internal import CSV

// What feedback and purchases have in common: files, dialect, formats and columns.
extension DefinitionReader {
  static let inputKeys = ["files", "dialect", "formats", "columns", "maximum_record_bytes"]
  static let dialectKeys = ["delimiter", "quote", "escape", "record_end", "encoding", "skip_lines", "header_lines"]
  static let requiredInputKeys = ["files", "columns"]

  /// Reads where the records of a source come from and how they are written.
  mutating func format(_ source: DefinitionSection, columns: [String], required: [String]) -> InputFormat {
    var format = InputFormat()
    format.line = source.node.line
    if let files = texts(source, "files", of: "globs"), let node = source["files"] {
      format.files = unique(files).map(\.text)
      if node.isEmptyList {
        report(node, source.path(of: "files"), "names no file; expected globs such as \"exports/feedback*.csv\"")
      }
    }
    readDialect(source, &format)
    readFormats(source, &format)
    format.maximumRecordBytes =
      whole(source, "maximum_record_bytes", DefinitionBounds.maximumRecordBytes) ?? format.maximumRecordBytes
    if let section = section(source, "columns") {
      format.columns = mappings(section, known: columns, what: "column")
      for column in required where section[column] == nil {
        report(section.node, section.path(of: column), "is missing; it is required")
      }
    }
    return format
  }

  /// Names of ours and the headers of the export, in the order of the file; without `known` every name is right.
  mutating func mappings(_ section: DefinitionSection, known: [String]? = nil, what: String) -> [ColumnMapping] {
    var mappings: [ColumnMapping] = []
    for entry in section.entries {
      if let known, !known.contains(entry.key) {
        reportUnknown(entry, what, section, known)
      } else if let header = text(entry.value, section.path(of: entry.key)) {
        mappings.append(ColumnMapping(column: entry.key, header: header, line: entry.line))
      }
    }
    return mappings
  }

  private mutating func readDialect(_ source: DefinitionSection, _ format: inout InputFormat) {
    guard let section = section(source, "dialect", keys: Self.dialectKeys) else { return }
    var dialect = format.dialect
    dialect.delimiter = characters(section, "delimiter") ?? dialect.delimiter
    dialect.quote = characters(section, "quote", mayBeEmpty: true) ?? dialect.quote
    dialect.escape = characters(section, "escape", mayBeEmpty: true)
    dialect.recordEnd = characters(section, "record_end")
    dialect.skippedLines = whole(section, "skip_lines", DefinitionBounds.skippedLines) ?? dialect.skippedLines
    dialect.headerLines = whole(section, "header_lines", DefinitionBounds.headerLines) ?? dialect.headerLines
    dialect.encoding = text(section, "encoding") ?? dialect.encoding
    do throws(ReadError) { _ = try dialect.resolve() } catch {
      let isEncoding = error.kind == .encoding
      let path = isEncoding ? section.path(of: "encoding") : section.path
      report(isEncoding ? section["encoding"] ?? section.node : section.node, path, error.message)
    }
    format.dialect = dialect
  }

  /// The characters of a key; `\t` is a tab.
  private mutating func characters(
    _ section: DefinitionSection, _ key: String, mayBeEmpty: Bool = false
  ) -> String? {
    guard let node = section[key] else { return nil }
    return text(node, section.path(of: key), mayBeEmpty: mayBeEmpty).map { DialectDescription.unescaped($0) }
  }

  private mutating func readFormats(_ source: DefinitionSection, _ format: inout InputFormat) {
    guard let section = section(source, "formats", keys: ["decimal", "timestamp", "missing"]) else { return }
    if let node = section["decimal"], let decimal = text(section, "decimal") {
      if let mark = [UInt8(ascii: "."), UInt8(ascii: ",")].first(where: { [$0] == Array(decimal.utf8) }) {
        format.decimal = mark
      } else {
        report(
          node, section.path(of: "decimal"),
          "expected the decimal mark \".\" or \",\", found \(DefinitionNode.quoted(decimal))")
      }
    }
    if let timestamps = texts(section, "timestamp", of: "time formats"), let node = section["timestamp"] {
      format.timestamps = unique(timestamps).map(\.text)
      for item in timestamps {
        do throws(DefinitionIssue) { _ = try TimestampFormat(item.text) } catch {
          report(item.node, item.path, error.message)
        }
      }
      if node.isEmptyList {
        report(node, section.path(of: "timestamp"), "names no time format; leave the key out for iso8601")
      }
    }
    if let missing = texts(section, "missing", of: "texts", mayBeEmpty: true) { format.missing = missing.map(\.text) }
  }
}
