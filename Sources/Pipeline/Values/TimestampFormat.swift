/// How an export writes times: ISO 8601, seconds or milliseconds since 1970, or a pattern of numeric directives.
///
/// The directives of a pattern are those of strptime(3) that no language has a say in:
/// `%Y %y %m %d %e %j %H %I %p %M %S %f %z %%`. All other characters stand for themselves.
package struct TimestampFormat: Sendable, Equatable {
  /// What a pattern is made of.
  enum Element: Sendable, Equatable {
    /// `%Y`: four digits.
    case year
    /// `%y`: two digits, 1969 to 2068.
    case shortYear
    /// `%m`.
    case month
    /// `%d`, and `%e`, which may begin with a blank.
    case day
    /// `%j`: 1 to 366.
    case dayOfYear
    /// `%H`: 0 to 23.
    case hour
    /// `%I`: 1 to 12.
    case halfDayHour
    /// `%p`: AM or PM, in any case.
    case halfDay
    /// `%M`.
    case minute
    /// `%S`.
    case second
    /// `%f`: one to nine digits of a second's fraction.
    case fraction
    /// `%z`: Z, ±hh, ±hhmm or ±hh:mm.
    case offset
    /// A byte that stands for itself.
    case literal(UInt8)
  }

  /// An element and how it is read.
  struct Step: Sendable, Equatable {
    var element: Element
    /// Where numbers follow each other directly, leading zeros can't be left out.
    var isFixedWidth = false
    /// `%e`: a blank may stand for a leading zero.
    var mayBeginBlank = false
  }

  enum Kind: Sendable, Equatable {
    case iso8601
    case unixSeconds
    case unixMilliseconds
    case pattern([Step])
  }

  /// As the pipeline file writes it.
  package let name: String
  let kind: Kind

  /// ISO 8601.
  package static let iso8601 = TimestampFormat(name: "iso8601", kind: .iso8601)
  /// The formats that have a name.
  package static let named = [
    iso8601, TimestampFormat(name: "unix", kind: .unixSeconds),
    TimestampFormat(name: "unix_ms", kind: .unixMilliseconds),
  ]

  private init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Compiles a name or a pattern.
  ///
  /// - Throws: an issue without file, line and key, where a directive is unknown, given twice, or of no use without another.
  package init(_ text: String) throws(DefinitionIssue) {
    if let known = Self.named.first(where: { $0.name == text }) {
      self = known
      return
    }
    guard text.contains("%") else { throw Self.unknownName(text) }
    let steps = try Self.steps(of: text)
    try Self.check(steps.map(\.element), of: text)
    self.init(name: text, kind: .pattern(try Self.widthsFixed(steps, of: text)))
  }

  private static let directives: [(letter: Character, element: Element)] = [
    ("Y", .year), ("y", .shortYear), ("m", .month), ("d", .day), ("e", .day), ("j", .dayOfYear), ("H", .hour),
    ("I", .halfDayHour), ("p", .halfDay), ("M", .minute), ("S", .second), ("f", .fraction), ("z", .offset),
    ("%", .literal(UInt8(ascii: "%"))),
  ]

  private static func steps(of text: String) throws(DefinitionIssue) -> [Step] {
    var steps: [Step] = []
    var isDirective = false
    for character in text {
      if isDirective {
        guard let element = directives.first(where: { $0.letter == character })?.element else {
          throw wrong(
            text, "%\(character) is not read; expected " + directives.map { "%\($0.letter)" }.joined(separator: " "))
        }
        steps.append(Step(element: element, mayBeginBlank: character == "e"))
        isDirective = false
      } else if character == "%" {
        isDirective = true
      } else {
        for byte in character.utf8 { steps.append(Step(element: .literal(byte))) }
      }
    }
    if isDirective { throw wrong(text, "it ends in a lone %; write %% for the character itself") }
    return steps
  }

  /// A date must be complete, and nothing may be said twice or depend on what is not there.
  private static func check(_ elements: [Element], of text: String) throws(DefinitionIssue) {
    func has(_ element: Element) -> Bool { elements.contains(element) }
    let alternatives: [[(Element, String)]] = [
      [(.year, "%Y"), (.shortYear, "%y")], [(.month, "%m"), (.dayOfYear, "%j")], [(.day, "%d"), (.dayOfYear, "%j")],
      [(.hour, "%H"), (.halfDayHour, "%I")], [(.halfDay, "%p")], [(.minute, "%M")], [(.second, "%S")],
      [(.fraction, "%f")], [(.offset, "%z")],
    ]
    for group in alternatives {
      let count = group.reduce(0) { sum, item in sum + elements.count { $0 == item.0 } }
      let names = group.map(\.1).joined(separator: " or ")
      if count > 1 { throw wrong(text, "\(names) stands more than once") }
      let isDate = group.contains { [.year, .shortYear, .month, .day].contains($0.0) }
      if count == 0, isDate { throw wrong(text, "\(names) is missing; a time needs its whole date") }
    }
    let hasHour = has(.hour) || has(.halfDayHour)
    let needs: [(Element, String, Bool, String)] = [
      (.halfDayHour, "%I", has(.halfDay), "%p"), (.halfDay, "%p", has(.halfDayHour), "%I"),
      (.minute, "%M", hasHour, "%H"), (.second, "%S", has(.minute), "%M"), (.fraction, "%f", has(.second), "%S"),
      (.offset, "%z", hasHour, "%H"),
    ]
    for need in needs where has(need.0) && !need.2 { throw wrong(text, "\(need.1) needs \(need.3)") }
  }

  private static func widthsFixed(_ steps: [Step], of text: String) throws(DefinitionIssue) -> [Step] {
    func isNumber(_ index: Int) -> Bool {
      guard steps.indices.contains(index) else { return false }
      switch steps[index].element {
      case .literal(let byte): return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      case .halfDay, .offset: return false
      default: return true
      }
    }
    var fixed = steps
    for index in steps.indices where isNumber(index) && (isNumber(index - 1) || isNumber(index + 1)) {
      fixed[index].isFixedWidth = true
      if steps[index].element == .fraction, isNumber(index + 1) {
        throw wrong(text, "%f has no fixed width; put a character between it and the next number")
      }
    }
    return fixed
  }

  private static func unknownName(_ text: String) -> DefinitionIssue {
    let names = named.map(\.name)
    let hint = DefinitionIssue.hint(text, among: names)
    return DefinitionIssue(
      file: "",
      message: "unknown time format \"\(text)\"\(hint); expected \(names.joined(separator: ", ")) or a pattern such as "
        + "\"%d.%m.%Y %H:%M\"")
  }

  private static func wrong(_ text: String, _ what: String) -> DefinitionIssue {
    DefinitionIssue(file: "", message: "the time pattern \"\(text)\" can't be used: \(what)")
  }
}
