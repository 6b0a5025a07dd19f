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
  /// - Parameters:
  ///   - drivers: known drivers; a line `# drivers: name …` of the file adds to them.
  public init(file: String, content: String, drivers: inout DriverList, issues: inout [LexiconIssue]) {
    self.file = file
    var hasLanguage = false
    var hasColumns = false
    for (index, line) in Lines.split(content).enumerated() {
      let number = index + 1
      if line.allSatisfy({ $0 == " " || $0 == "\t" }) { continue }
      func report(_ message: String) { issues.append(LexiconIssue(file: file, line: number, message: message)) }
      if line.hasPrefix("#") {
        let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
        let value = parts.count == 2 ? parts[1].split(separator: " ").map(String.init) : []
        switch parts.first?.filter({ $0 != " " }) {
        case "language" where !hasLanguage:
          hasLanguage = true
          language = value.first.flatMap(Language.init(code:))
          if language == nil, value.first != "neutral" {
            report("unknown language '\(value.first ?? "")': write ru, id, fi, it, fr or neutral")
          }
        case "drivers":
          for name in value where !drivers.add(name) { report("there can be at most \(DriverList.maximum) drivers") }
        default: break
        }
        continue
      }
      if !hasColumns {
        hasColumns = true
        if !hasLanguage { report("the line '# language: xx' is missing above the table") }
        if line != Self.columns { report("the columns are '\(line)', expected 'term<TAB>weight<TAB>tags<TAB>example'") }
        continue
      }
      if let entry = Self.entry(line, file: file, number: number, drivers: drivers, report: report) {
        entries.append(entry)
      }
    }
    if !hasColumns { issues.append(LexiconIssue(file: file, line: 0, message: "the file has no table of terms")) }
  }

  private static func entry(
    _ line: Substring, file: String, number: Int, drivers: DriverList, report: (String) -> Void
  ) -> LexiconEntry? {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard cells.count == 4 else {
      report("\(cells.count) columns, expected 4: term, weight, tags, example, with a tab between them")
      return nil
    }
    var entry = LexiconEntry(term: String(cells[0]), example: String(cells[3]), file: file, line: number)
    var isRight = true
    func reject(_ message: String) {
      isRight = false
      report(message)
    }
    if cells[0].split(separator: " ").isEmpty { reject("the term is empty") }
    if !cells[1].isEmpty {
      if let weight = Thousandths.parse(cells[1]), weight != 0, weight.magnitude <= 4000 {
        entry.weight = weight
      } else {
        reject(
          "the weight '\(cells[1])' is not a decimal between -4 and 4 (and not 0) with at most three digits after the "
            + "point")
      }
    }
    for mistake in entry.read(tags: cells[2], drivers: drivers) { reject(mistake) }
    if isRight, !entry.scores, entry.drivers == 0 { reject("the term has neither weight nor tags") }
    if cells[3].isEmpty { reject("the example is missing: write a sentence that contains the term") }
    return isRight ? entry : nil
  }
}
