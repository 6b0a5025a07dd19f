internal import Buffers
public import Text

/// A file of terms as `lexicons/README.md` describes it, read row by row.
public struct LexiconTable: Sendable {
  /// As the user named it.
  public private(set) var file: String
  /// From the line `# language: xx`; nil for the table of symbols (`# language: neutral`).
  public private(set) var language: Language?
  /// In the order of the file.
  public private(set) var entries: [LexiconEntry] = []

  static let columns = "term\tweight\ttags\texample"

  /// Reads a file; every mistake in it goes to `issues`, and rows with mistakes are left out.
  ///
  /// About 0.2 µs a row.
  ///
  /// - Parameters:
  ///   - drivers: known drivers; a line `# drivers: name …` of the file adds to them.
  public init(file: String, content: String, drivers: inout DriverList, issues: inout [LexiconIssue]) {
    self.file = file
    let source = LexiconSource(name: file, content: content)
    var rows = RowReader(source)
    var hasLanguage = false
    var hasColumns = false
    let bytes = source.bytes
    var number = 0
    var start = 0
    while let (place, next) = source.line(at: start) {
      start = next
      number += 1
      let line = bytes.span.extracting(place)
      if line.isBlank { continue }
      if line[0] == UInt8(ascii: "#") {
        readComment(line.text, number, &hasLanguage, &drivers, &issues)
      } else if hasColumns {
        if let entry = rows.entry(place, number, drivers, &issues) { entries.append(entry) }
      } else {
        hasColumns = true
        func report(_ message: String) { issues.append(LexiconIssue(file: file, line: number, message: message)) }
        if !hasLanguage { report("the line '# language: xx' is missing above the table") }
        if line.text != Self.columns {
          report("the columns are '\(line.text)', expected 'term<TAB>weight<TAB>tags<TAB>example'")
        }
      }
    }
    if !hasColumns { issues.append(LexiconIssue(file: file, line: 0, message: "the file has no table of terms")) }
  }

  /// Adds the drivers that lines `# drivers: name …` of a file name, as far as the list has room.
  static func addDrivers(of content: String, to drivers: inout DriverList) {
    let bytes = Array(content.utf8)
    var place = bytes.span.firstIndex(of: UInt8(ascii: "#"))
    while let start = place {
      if start == 0 || bytes[start - 1] == UInt8(ascii: "\n") {
        let end = bytes.span.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.count
        for name in driverNames(bytes.span.extracting(start..<end).text) ?? [] { _ = drivers.add(name) }
      }
      place = bytes.span.firstIndex(of: UInt8(ascii: "#"), from: start + 1)
    }
  }

  private static func driverNames(_ comment: String) -> [String]? {
    let parts = comment.dropFirst().split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[0].filter({ $0 != " " }) == "drivers" else { return nil }
    return parts[1].split(whereSeparator: { $0 == " " || $0 == "\r" || $0 == "\r\n" }).map(String.init)
  }

  private mutating func readComment(
    _ line: String, _ number: Int, _ hasLanguage: inout Bool, _ drivers: inout DriverList,
    _ issues: inout [LexiconIssue]
  ) {
    let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
    let value = parts.count == 2 ? parts[1].split(separator: " ").map(String.init) : []
    switch parts.first?.filter({ $0 != " " }) {
    case "language" where !hasLanguage:
      hasLanguage = true
      language = value.first.flatMap(Language.init(code:))
      if language == nil, value.first != "neutral" {
        let message = "unknown language '\(value.first ?? "")': write ru, id, fi, it, fr or neutral"
        issues.append(LexiconIssue(file: file, line: number, message: message))
      }
    case "drivers":
      for name in value where !drivers.add(name) {
        let message = "there can be at most \(DriverList.maximum) drivers"
        issues.append(LexiconIssue(file: file, line: number, message: message))
      }
    default: break
    }
  }
}

/// Reads the rows of one table.
private struct RowReader {
  private let source: LexiconSource
  /// Cells of tags that were read without a mistake, and what they say: they repeat in thousands of rows.
  private var knownTags = Interner()
  private var tagged: [LexiconEntry] = []

  init(_ source: LexiconSource) { self.source = source }

  /// The entry of a row, or nil where the row has mistakes.
  mutating func entry(
    _ row: Range<Int>, _ number: Int, _ drivers: DriverList, _ issues: inout [LexiconIssue]
  ) -> LexiconEntry? {
    let content = source.bytes
    let bytes = content.span
    var isRight = true
    func report(_ message: String, to issues: inout [LexiconIssue]) {
      isRight = false
      issues.append(LexiconIssue(file: source.name, line: number, message: message))
    }
    guard let ends = Self.cellEnds(bytes, row) else {
      let count = content[row].count { $0 == UInt8(ascii: "\t") } + 1
      report("\(count) columns, expected 4: term, weight, tags, example, with a tab between them", to: &issues)
      return nil
    }
    let example = (ends.2 + 1)..<row.upperBound
    var entry = LexiconEntry(source, line: number, term: row.lowerBound..<ends.0, example: example)
    let term = bytes.extracting(row.lowerBound..<ends.0)
    if term.isOnlyBlanks { report("the term is empty", to: &issues) }
    let weight = bytes.extracting((ends.0 + 1)..<ends.1)
    if !weight.isEmpty {
      if let value = Thousandths.parse(weight), value != 0, value.magnitude <= 4000 {
        entry.weight = value
      } else {
        report(
          "the weight '\(weight.text)' is not a decimal between -4 and 4 (and not 0) with at most three digits after the "
            + "point", to: &issues)
      }
    }
    let tags = bytes.extracting((ends.1 + 1)..<ends.2)
    if !tags.isEmpty {
      for mistake in readTags(tags, &entry, drivers) { report(mistake, to: &issues) }
    }
    if entry.isTentative, entry.weight != 0 {
      report(
        "'driver?' stands without a weight, which would say that the driver is spoken about: write 'driver'",
        to: &issues)
    }
    if isRight, !entry.scores, entry.drivers == 0 { report("the term has neither weight nor tags", to: &issues) }
    if example.isEmpty { report("the example is missing: write a sentence that contains the term", to: &issues) }
    return isRight ? entry : nil
  }

  /// The places of the three tabs of a row, or nil where there are fewer or more.
  private static func cellEnds(_ bytes: Span<UInt8>, _ row: Range<Int>) -> (Int, Int, Int)? {
    let tab = UInt8(ascii: "\t")
    guard let first = bytes.firstIndex(of: tab, from: row.lowerBound), first < row.upperBound,
      let second = bytes.firstIndex(of: tab, from: first + 1), second < row.upperBound,
      let third = bytes.firstIndex(of: tab, from: second + 1), third < row.upperBound
    else { return nil }
    let line = bytes.extracting(row)
    return line.firstIndex(of: tab, from: third + 1 - row.lowerBound) == nil ? (first, second, third) : nil
  }

  private mutating func readTags(_ cell: Span<UInt8>, _ entry: inout LexiconEntry, _ drivers: DriverList) -> [String] {
    if let known = knownTags.find(cell) {
      let same = tagged[Int(known)]
      entry.drivers = same.drivers
      entry.isTentative = same.isTentative
      entry.tags = same.tags
      entry.factor = same.factor
      entry.emotionStrength = same.emotionStrength
      return []
    }
    let mistakes = entry.read(tags: Substring(cell.text), drivers: drivers)
    if mistakes.isEmpty {
      _ = knownTags.intern(cell)
      tagged.append(entry)
    }
    return mistakes
  }
}

extension Span<UInt8> {
  /// Whether there is nothing but blanks and tabs.
  fileprivate var isBlank: Bool { isMade(of: { $0 == 0x20 || $0 == 0x09 }) }

  /// Whether there is nothing but blanks.
  fileprivate var isOnlyBlanks: Bool { isMade(of: { $0 == 0x20 }) }

  private func isMade(of accepts: (UInt8) -> Bool) -> Bool {
    for index in indices where !accepts(self[index]) { return false }
    return true
  }
}
