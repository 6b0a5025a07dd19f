package import CSV

/// Reads a text in any dialect, character by character over a whole document in memory, without any translation.
package struct DialectTwin {
  /// What a piece of the document is to a reader of CSV.
  private enum Kind: Equatable { case delimiter, quote, lineFeed, carriageReturn, text }

  private struct Unit {
    var kind: Kind
    /// What it says where it is part of a field.
    var text: String
    /// Its place, in characters.
    var range: Range<Int>
  }

  private let dialect: DialectDescription
  private let scalars: [Unicode.Scalar]
  /// Where each character begins in the encoded document, and where the last ends.
  private let offsets: [Int]
  private var units: [Unit] = []

  /// - Parameter width: bytes of a character in the document's encoding.
  package init(_ document: String, _ dialect: DialectDescription, start: Int, width: (Unicode.Scalar) -> Int) {
    self.dialect = dialect
    scalars = Array(document.unicodeScalars)
    var offsets = [start]
    for scalar in scalars { offsets.append((offsets.last ?? 0) + width(scalar)) }
    self.offsets = offsets
    var index = 0
    while index < scalars.count { index = appendUnit(index) }
  }

  private mutating func appendUnit(_ index: Int) -> Int {
    let escape = dialect.escape == dialect.quote ? "" : dialect.escape ?? ""
    func has(_ text: String, _ place: Int) -> Int? {
      let wanted = Array(text.unicodeScalars)
      guard !wanted.isEmpty, place <= scalars.count, scalars[place...].starts(with: wanted) else { return nil }
      return place + wanted.count
    }
    func unit(_ kind: Kind, _ text: String, _ end: Int) -> Int {
      units.append(Unit(kind: kind, text: text, range: index..<end))
      return end
    }
    if let next = has(escape, index) {
      for text in [dialect.quote, escape, dialect.delimiter] {
        if let end = has(text, next) { return unit(.text, text, end) }
      }
      if dialect.recordEnd == nil {
        for text in ["\r\n", "\r", "\n"] {
          if let end = has(text, next) { return unit(.text, text, end) }
        }
      }
      return unit(.text, escape, next)
    }
    if let recordEnd = dialect.recordEnd, let end = has(recordEnd, index) { return unit(.lineFeed, "\n", end) }
    if let end = has(dialect.delimiter, index) { return unit(.delimiter, dialect.delimiter, end) }
    if let end = has(dialect.quote, index) { return unit(.quote, dialect.quote, end) }
    if dialect.recordEnd == nil, scalars[index] == "\n" { return unit(.lineFeed, "\n", index + 1) }
    if dialect.recordEnd == nil, scalars[index] == "\r" { return unit(.carriageReturn, "\r", index + 1) }
    return unit(.text, String(scalars[index]), index + 1)
  }

  /// Nil where the header record is damaged.
  package func reading() -> Reading? {
    var reading = Reading()
    var position = skipLineEnds(0)
    guard position < units.count else { return reading }
    let header = record(position, columns: nil)
    guard header.damage == nil else { return nil }
    reading.header = header.fields.map { Array($0.utf8) }
    reading.headerLine = line(position)
    position = header.end
    while true {
      position = skipLineEnds(position)
      guard position < units.count else { return reading }
      let found = record(position, columns: reading.header.count)
      let start = offset(position)
      let end = offset(found.end)
      if let damage = found.damage {
        reading.damages.append(
          Reading.Damage(start: start, byteLength: end - start, line: line(position), reason: damage, kept: []))
      } else {
        reading.records.append(
          Reading.Record(start: start, end: end, line: line(position), hasStrayQuote: found.hasStrayQuote))
        reading.rows.append(found.fields.map { Array($0.utf8) })
      }
      position = found.end
    }
  }

  private enum Place { case fieldStart, unquoted, quoted, afterQuote }

  private struct Found {
    var end: Int
    var fields: [String] = [""]
    var damage: DamagedRecord.Reason?
    var hasStrayQuote = false
  }

  private func record(_ start: Int, columns: Int?) -> Found {
    var found = Found(end: start)
    var place = Place.fieldStart
    var firstLineEnd: Int?
    func damaged(_ reason: DamagedRecord.Reason, _ index: Int) -> Found {
      let end = firstLineEnd ?? units[index...].firstIndex { isLineEnd($0) } ?? units.count
      return Found(end: end, damage: reason)
    }
    func add(_ text: String) { found.fields[found.fields.count - 1] += text }
    var index = start
    while index < units.count {
      let unit = units[index]
      if isLineEnd(unit), place != .quoted { break }
      switch (place, unit.kind) {
      case (.fieldStart, .quote): place = .quoted
      case (.quoted, .quote): place = .afterQuote
      case (.afterQuote, .quote):
        place = .quoted
        add(unit.text)
      case (.quoted, _):
        add(unit.text)
        if isLineEnd(unit), firstLineEnd == nil {
          firstLineEnd = index
          if let columns, found.fields.count > columns {
            return damaged(.wrongFieldCount(found: found.fields.count), index)
          }
        }
      case (_, .delimiter):
        place = .fieldStart
        found.fields.append("")
        if let columns, found.fields.count > columns, firstLineEnd != nil {
          return damaged(.wrongFieldCount(found: found.fields.count), index)
        }
      case (.afterQuote, _): return damaged(.textAfterQuote, index)
      default:
        if unit.kind == .quote { found.hasStrayQuote = true }
        place = .unquoted
        add(unit.text)
      }
      index += 1
    }
    if place == .quoted { return damaged(.unclosedQuote, index) }
    if let columns, found.fields.count != columns {
      return damaged(.wrongFieldCount(found: found.fields.count), index)
    }
    found.end = index
    return found
  }

  private func isLineEnd(_ unit: Unit) -> Bool { unit.kind == .lineFeed || unit.kind == .carriageReturn }

  private func skipLineEnds(_ position: Int) -> Int {
    units[position...].firstIndex { !isLineEnd($0) } ?? units.count
  }

  private func offset(_ unit: Int) -> Int {
    unit < units.count ? offsets[units[unit].range.lowerBound] : offsets.last ?? 0
  }

  /// Counts CR, LF and CRLF, escaped ones too; with a record end of its own, that alone.
  private func line(_ unit: Int) -> Int {
    var line = 1
    if dialect.recordEnd != nil { return line + units[..<unit].count { $0.kind == .lineFeed } }
    for index in 0..<units[unit].range.lowerBound {
      let isPair = scalars[index] == "\n" && index > 0 && scalars[index - 1] == "\r"
      if scalars[index] == "\r" || scalars[index] == "\n", !isPair { line += 1 }
    }
    return line
  }
}
