// The grammar that a damaged line is read with. A quote closes its field only before a delimiter or the end:
//
//   line   = field *(delimiter field)
//   field  = quote text quote / text-without-delimiter
//
// Several readings can fit; the one with the expected number of fields is taken, of several the one that prefers, field
// by field, doubled quotes read as RFC 4180 reads them, then the earliest closing quote, then a quote that is text.

/// Reads the line of a damaged record as well as it can be read: stray quotes become text.
///
/// Cost: linear in the line; where the right reading would take longer to find, a plain one is given.
package struct RecordRepair {
  /// A field's place, its quotes excluded.
  private struct Place {
    var range: Range<Int>
    var isQuoted: Bool
    /// Where the next field begins; beyond the line's count where there is none.
    var next: Int
  }

  /// Readings of one field that are tried.
  private static let maximumClosings = 64
  /// Bytes looked at while searching: so many times the line, and enough for any line that a person wrote.
  private static let workPerByte = 16
  private static let leastWork = 100_000

  private let line: [UInt8]
  private let dialect: Dialect
  /// The quotes that could close a field, in order.
  private let closings: [Int]
  private var work = 0

  /// The fields of `line`, at least one; with `columns` that many where a reading with so many is found.
  package static func fields(of line: [UInt8], dialect: Dialect, columns: Int?) -> [[UInt8]] {
    var repair = RecordRepair(line, dialect)
    let places = columns.flatMap { repair.search(columns: $0) } ?? repair.greedy()
    return places.map { repair.text($0) }
  }

  private init(_ line: [UInt8], _ dialect: Dialect) {
    self.line = line
    self.dialect = dialect
    closings = line.indices.filter { index in
      line[index] == dialect.quote && (index + 1 == line.count || line[index + 1] == dialect.delimiter)
    }
  }

  /// Every quote closes its field that can.
  private func greedy() -> [Place] {
    var places: [Place] = []
    var start = 0
    while start <= line.count {
      let place = closings(after: start).first.map { quoted(start, $0) } ?? unquoted(start)
      places.append(place)
      start = place.next
    }
    return places
  }

  /// The best reading with just so many fields; nil where none is found.
  private mutating func search(columns: Int) -> [Place]? {
    let limit = max(Self.leastWork, Self.workPerByte * line.count)
    // The places chosen so far, and what is left to be tried at each; starts from which no reading fits.
    var chosen: [Place] = []
    var open = [choices(0)]
    var failed: Set<SIMD2<Int>> = []
    while let last = open.indices.last {
      work += 1
      guard work < limit else { return nil }
      guard let place = open[last].popLast() else {
        failed.insert(SIMD2(last, chosen.last?.next ?? 0))
        open.removeLast()
        _ = chosen.popLast()
        continue
      }
      let isEnd = place.next > line.count
      if chosen.count + 1 == columns {
        if isEnd { return chosen + [place] }
      } else if !isEnd, !failed.contains(SIMD2(last + 1, place.next)) {
        chosen.append(place)
        open.append(choices(place.next))
      }
    }
    return nil
  }

  /// The readings of a field, the best last.
  private mutating func choices(_ start: Int) -> [Place] {
    var places = closings(after: start).prefix(Self.maximumClosings).map { quoted(start, $0) }
    if !places.isEmpty, let standard = standardClosing(start) {
      places.removeAll { $0.next == standard + 2 }
      places.insert(quoted(start, standard), at: 0)
    }
    let plain = unquoted(start)
    work += plain.range.count
    return [plain] + places.reversed()
  }

  /// The quote that closes the field as RFC 4180 has it.
  private mutating func standardClosing(_ start: Int) -> Int? {
    var index = start + 1
    while index < line.count {
      work += 1
      if line[index] == dialect.quote {
        guard index + 1 < line.count, line[index + 1] == dialect.quote else {
          return index + 1 == line.count || line[index + 1] == dialect.delimiter ? index : nil
        }
        index += 1
      }
      index += 1
    }
    return nil
  }

  private func quoted(_ start: Int, _ closing: Int) -> Place {
    Place(range: (start + 1)..<closing, isQuoted: true, next: closing + 2)
  }

  private func unquoted(_ start: Int) -> Place {
    let end = line[start...].firstIndex(of: dialect.delimiter) ?? line.count
    return Place(range: start..<end, isQuoted: false, next: end + 1)
  }

  /// The quotes that could close a field that begins at `start`; none where it does not begin with a quote.
  private func closings(after start: Int) -> ArraySlice<Int> {
    guard start < line.count, line[start] == dialect.quote else { return [] }
    var low = 0
    var high = closings.count
    while low < high {
      let middle = (low + high) / 2
      if closings[middle] <= start { low = middle + 1 } else { high = middle }
    }
    return closings[low...]
  }

  /// Doubled quotes are one, single ones text.
  private func text(_ place: Place) -> [UInt8] {
    guard place.isQuoted else { return Array(line[place.range]) }
    var text: [UInt8] = []
    var index = place.range.lowerBound
    while index < place.range.upperBound {
      text.append(line[index])
      let isPair =
        line[index] == dialect.quote && index + 1 < place.range.upperBound && line[index + 1] == dialect.quote
      index += isPair ? 2 : 1
    }
    return text
  }
}
