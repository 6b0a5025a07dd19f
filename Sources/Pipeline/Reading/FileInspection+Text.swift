extension FileInspection {
  /// Columns of a line where the terminal does not say: fits most screens and mails.
  package static let defaultWidth = 100
  /// Below this tables can't be read; lines are then longer than the terminal.
  static let minimumWidth = 60

  /// The file for people: lines of at most `width` characters.
  package func text(width: Int = defaultWidth) -> String {
    let width = max(width, Self.minimumWidth)
    var lines = summary.lines(width: width)
    lines += ["", "Columns"] + indented(schema, width)
    lines += ["", "Storage"] + indented(storage, width)
    lines += ["", "Values"] + indented(values(width), width)
    if !metadata.isEmpty { lines += ["", "Metadata"] + indented(pairs, width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func indented(_ table: TextTable, _ width: Int) -> [String] {
    table.lines(width: width - 2).map { $0.isEmpty ? $0 : "  \($0)" }
  }

  private var summary: TextTable {
    var table = TextTable(columns: [.init(), .init(overflow: .wrap)])
    table.append(["file", Printable.text(file)])
    table.append(["table", Printable.text(description.isEmpty ? self.table : "\(self.table): \(description)")])
    table.append(["created by", Printable.text(createdBy)])
    table.append(["bytes", Printable.grouped(Int64(bytes))])
    table.append(["rows", Printable.grouped(rows)])
    table.append(["row groups", rowGroupsText])
    return table
  }

  private var rowGroupsText: String {
    let sizes = rowGroups.map(\.rows)
    guard let least = sizes.min(), let most = sizes.max() else { return "0" }
    let range = least == most ? Printable.grouped(most) : "\(Printable.grouped(least)) to \(Printable.grouped(most))"
    return "\(Printable.grouped(Int64(sizes.count))) of \(range) rows"
  }

  private var schema: TextTable {
    var table = TextTable(columns: [
      .init("name"), .init("type"), .init("null"), .init("description", overflow: .wrap),
    ])
    for column in columns {
      table.append([
        Printable.text(column.name), column.type, column.isNullable ? "yes" : "no", Printable.text(column.description),
      ])
    }
    return table
  }

  private var storage: TextTable {
    var table = TextTable(columns: [
      .init("name"), .init("codec"), .init("compressed", alignment: .right), .init("uncompressed", alignment: .right),
      .init("encodings", overflow: .wrap),
    ])
    for column in columns {
      table.append([
        Printable.text(column.name), column.codecs.joined(separator: " "), Printable.grouped(column.compressedBytes),
        Printable.grouped(column.uncompressedBytes), column.encodings.joined(separator: " "),
      ])
    }
    return table
  }

  private func values(_ width: Int) -> TextTable {
    var table = TextTable(columns: [
      .init("name"), .init("nulls", alignment: .right), .init("minimum … maximum", overflow: .cut),
    ])
    let names = columns.map { Printable.text($0.name) }
    let nulls = columns.map { $0.nulls.map(Printable.grouped) ?? "?" }
    // What is left of the line beside names, counts, indentation and gaps is shared by both bounds and what stands between.
    let taken = [names, nulls].reduce(0) { $0 + ($1.map(\.count).max() ?? 0) + TextTable.gap }
    let room = max(Printable.shortestBound, (width - 2 - taken - Printable.between.count) / 2)
    for (index, column) in columns.enumerated() {
      var bounds = ""
      if let minimum = column.minimum, let maximum = column.maximum {
        bounds = Printable.bound(minimum, room) + Printable.between + Printable.bound(maximum, room)
      }
      table.append([names[index], nulls[index], bounds])
    }
    return table
  }

  private var pairs: TextTable {
    var table = TextTable(columns: [.init("key"), .init("value", overflow: .cut)])
    for pair in metadata { table.append([Printable.text(pair.key), Printable.text(pair.value)]) }
    return table
  }
}

/// Texts of a file in a form that a terminal shows and does not obey.
private enum Printable {
  static let between = " … "
  /// Characters that are left of a bound however narrow the terminal.
  static let shortestBound = 8

  /// The text with control characters, line ends and direction marks written as `\u{…}`.
  static func text(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        shown += scalar.escaped
      case .format where scalar.properties.isBidiControl: shown += scalar.escaped
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A bound of at most `length` characters; `…` stands for what is cut off, here or in the file.
  static func bound(_ bound: FileInspection.Bound, _ length: Int) -> String {
    let shown = text(bound.value)
    guard !shown.isEmpty else { return "\"\"" }
    if shown.count <= length { return bound.isExact ? shown : "\(shown.prefix(length - 1))…" }
    return "\(shown.prefix(length - 1))…"
  }

  /// Digits in groups of three.
  static func grouped(_ number: Int64) -> String {
    let digits = String(number.magnitude)
    var shown = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { shown += "," }
      shown.append(digit)
    }
    return shown
  }
}

extension Unicode.Scalar {
  fileprivate var escaped: String { "\\u{\(String(value, radix: 16))}" }
}
