// The grammar that a damaged line is read with. A quote closes its field only before a delimiter or the end:
//
//   line   = field *(delimiter field)
//   field  = quote text quote / text-without-delimiter
//
// Several readings can fit; the one with the expected number of fields is taken, of several the one with the fewest
// mistakes: quotes within quoted fields that are not doubled, and all quotes of fields that begin with one and are not
// quoted. Of several with as many, the one that prefers, field by field, the closing quote of RFC 4180, then the earliest,
// then a quote that is text.

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
    var mistakes = 0
  }

  /// A reading of the line up to the end of a field: its last field, and the reading before it.
  private struct Step {
    var place: Place
    var previous: Int
    var mistakes: Int
    /// Whether another reading up to the same place has fewer mistakes.
    var isBeaten = false
  }

  /// Readings of one field that are tried.
  private static let maximumClosings = 64
  /// Bytes looked at while searching: so many times the line, and enough for any line that a person wrote.
  private static let workPerByte = 16
  private static let leastWork = 100_000
  /// What it costs to compare a reading with the others, in bytes looked at.
  private static let workPerReading = 16

  private let line: [UInt8]
  private let dialect: Dialect
  /// The quotes that could close a field, in order.
  private let closings: [Int]
  private let delimiters: [Int]
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
    delimiters = line.indices.filter { line[$0] == dialect.delimiter }
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
    // The readings of the first one, two, three … fields, the preferred first, one for each place where they end.
    var layers: [[Step]] = []
    for number in 1...max(columns, 1) {
      var steps: [Step] = []
      var ends: [Int: Int] = [:]
      let before = layers.last?.enumerated().map { ($0.offset, $0.element.place.next, $0.element.mistakes) }
      for (index, start, mistakes) in before ?? [(0, 0, 0)] {
        for place in choices(start) {
          work += Self.workPerReading
          guard work < limit else { return nil }
          let isLast = place.next > line.count
          guard isLast == (number == columns), isLast || fieldsAtMost(from: place.next) >= columns - number else {
            continue
          }
          let total = mistakes + place.mistakes
          if let other = ends[place.next] {
            guard total < steps[other].mistakes else { continue }
            steps[other].isBeaten = true
          }
          ends[place.next] = steps.count
          steps.append(Step(place: place, previous: index, mistakes: total))
        }
      }
      layers.append(steps.filter { !$0.isBeaten })
      if layers[number - 1].isEmpty { return nil }
    }
    var places: [Place] = []
    var index = 0
    for layer in layers.reversed() {
      places.append(layer[index].place)
      index = layer[index].previous
    }
    return places.reversed()
  }

  /// How many fields the line can have from a place on: one more than delimiters.
  private func fieldsAtMost(from start: Int) -> Int {
    1 + delimiters.count - Self.firstIndex(in: delimiters) { $0 >= start }
  }

  /// The readings of a field, the preferred first.
  private mutating func choices(_ start: Int) -> [Place] {
    let candidates = closings(after: start).prefix(Self.maximumClosings)
    var places: [Place] = []
    var standard: Int?
    var mistakes = 0
    var index = start + 1
    for closing in candidates {
      var isPaired = false
      while index < closing {
        work += 1
        if line[index] == dialect.quote {
          // The first of two quotes is text; where the second is the closing one, it stands alone.
          isPaired = index + 1 == closing
          if line[index + 1] == dialect.quote { index += 1 } else { mistakes += 1 }
        }
        index += 1
      }
      if !isPaired, mistakes == 0, standard == nil { standard = places.count }
      places.append(quoted(start, closing, mistakes: isPaired ? mistakes + 1 : mistakes))
      if !isPaired { mistakes += 1 }
      index = closing + 1
    }
    if let standard, standard > 0 { places.insert(places.remove(at: standard), at: 0) }
    let plain = unquoted(start)
    work += plain.range.count
    return places + [plain]
  }

  private func quoted(_ start: Int, _ closing: Int, mistakes: Int = 0) -> Place {
    Place(range: (start + 1)..<closing, isQuoted: true, next: closing + 2, mistakes: mistakes)
  }

  private func unquoted(_ start: Int) -> Place {
    let end = line[start...].firstIndex(of: dialect.delimiter) ?? line.count
    var mistakes = 0
    if start < line.count, line[start] == dialect.quote {
      for byte in line[start..<end] where byte == dialect.quote { mistakes += 1 }
    }
    return Place(range: start..<end, isQuoted: false, next: end + 1, mistakes: mistakes)
  }

  /// The quotes that could close a field that begins at `start`; none where it does not begin with a quote.
  private func closings(after start: Int) -> ArraySlice<Int> {
    guard start < line.count, line[start] == dialect.quote else { return [] }
    return closings[Self.firstIndex(in: closings) { $0 > start }...]
  }

  /// The first index of an ascending array from which on a condition holds.
  private static func firstIndex(in values: [Int], where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if holds(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
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
