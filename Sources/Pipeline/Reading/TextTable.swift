/// Rows of cells as aligned columns of text.
struct TextTable {
  /// How a column looks.
  struct Column {
    enum Alignment { case left, right }
    /// What happens to text that the line has no room for; only the last column has too little room.
    enum Overflow { case wrap, cut }

    var header: String?
    var alignment: Alignment
    var overflow: Overflow

    init(_ header: String? = nil, alignment: Alignment = .left, overflow: Overflow = .cut) {
      self.header = header
      self.alignment = alignment
      self.overflow = overflow
    }
  }

  /// Blanks between columns.
  static let gap = 2
  /// Characters that the last column has at least, however narrow the line.
  private static let narrowestLast = 12

  private let columns: [Column]
  private var rows: [[String]] = []

  /// Makes a table without rows; a header line is shown where the columns have headers.
  init(columns: [Column]) {
    self.columns = columns
    let headers = columns.compactMap(\.header)
    if headers.count == columns.count { rows.append(headers) }
  }

  /// Appends a row of one cell for each column.
  mutating func append(_ cells: [String]) { rows.append(cells) }

  /// The lines, each at most `width` characters unless the first columns alone are wider.
  func lines(width: Int) -> [String] {
    let widths = columns.indices.dropLast().map { column in rows.map { $0[column].count }.max() ?? 0 }
    let indentation = widths.reduce(0) { $0 + $1 + Self.gap }
    let room = max(Self.narrowestLast, width - indentation)
    return rows.flatMap { cells in
      var start = ""
      for (index, cell) in cells.dropLast().enumerated() {
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        start += columns[index].alignment == .left ? cell + padding : padding + cell
        start += String(repeating: " ", count: Self.gap)
      }
      let last = fitted(cells.last ?? "", room)
      return last.enumerated().map { number, line in
        let whole = (number == 0 ? start : String(repeating: " ", count: indentation)) + line
        return String(whole.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  private func fitted(_ text: String, _ room: Int) -> [String] {
    guard text.count > room else { return [text] }
    if columns.last?.overflow == .cut { return ["\(text.prefix(room - 1))…"] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word
      if !line.isEmpty, line.count + 1 + rest.count <= room {
        line += " \(rest)"
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while rest.count > room {
        lines.append(String(rest.prefix(room)))
        rest = rest.dropFirst(room)
      }
      line = String(rest)
    }
    return lines + [line]
  }
}
