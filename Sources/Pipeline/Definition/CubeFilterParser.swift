// The grammar of `where:`, a subset of SQL's conditions:
//
//   filter     = term *("or" term)
//   term       = factor *("and" factor)
//   factor     = "(" filter ")" / predicate
//   predicate  = ["not"] flag                                    ; a column of true and false
//              / column ("=" / "!=" / "<" / "<=" / ">" / ">=") value
//              / column ["not"] "in" "(" value *("," value) ")"
//              / column "is" ["not"] "null"
//   value      = text / number / "true" / "false"
//   text       = "'" *(character / "''") "'"                     ; of dates: 'YYYY-MM-DD'
//   number     = ["-"] digits ["." digits]                       ; at most nine decimals
//
// Words of the grammar are read in any case, names of columns as they are written.

/// Reads the condition of a cube's `where:`.
struct CubeFilterParser {
  /// What is wrong with a condition.
  struct Mistake: Error {
    /// Character at which it is, from 1.
    var position: Int
    var message: String
  }

  private enum Token: Equatable {
    case word(String)
    case text(String)
    case number(String)
    case symbol(String)
    case end

    var found: String {
      switch self {
      case .word(let word): "\"\(word)\""
      case .text(let text): "the text '\(text)'"
      case .number(let number): number
      case .symbol(let symbol): "\"\(symbol)\""
      case .end: "the end"
      }
    }
  }

  private var tokens: [(token: Token, position: Int)] = []
  private var next = 0
  private var depth = 0
  /// Columns that can be tested, with their types.
  private let columns: [(name: String, kind: Kind)]

  /// What values a column has.
  enum Kind: Sendable {
    case text
    case flag
    case number
    case date
  }

  /// Parentheses within one another that are read.
  private static let maximumDepth = 50

  static func parse(_ text: String, columns: [(name: String, kind: Kind)]) throws(Mistake) -> CubeFilter {
    var parser = CubeFilterParser(columns: columns)
    try parser.readTokens(Array(text))
    let filter = try parser.filter()
    guard parser.peek == .end else { throw parser.unexpected("\"and\", \"or\" or the end") }
    return filter
  }

  private init(columns: [(name: String, kind: Kind)]) { self.columns = columns }

  private var peek: Token { tokens[next].token }

  private mutating func take() -> Token {
    defer { if next + 1 < tokens.count { next += 1 } }
    return tokens[next].token
  }

  private mutating func takes(_ word: String) -> Bool {
    guard case .word(let found) = peek, found.lowercased() == word else { return false }
    _ = take()
    return true
  }

  private mutating func takes(symbol: String) -> Bool {
    guard peek == .symbol(symbol) else { return false }
    _ = take()
    return true
  }

  private func unexpected(_ expected: String) -> Mistake {
    Mistake(position: tokens[next].position, message: "expected \(expected), found \(peek.found)")
  }

  // The rules of the grammar, from the outermost.

  private mutating func filter() throws(Mistake) -> CubeFilter {
    var terms = [try term()]
    while takes("or") { terms.append(try term()) }
    return terms.count == 1 ? terms[0] : .any(terms)
  }

  private mutating func term() throws(Mistake) -> CubeFilter {
    var factors = [try factor()]
    while takes("and") { factors.append(try factor()) }
    return factors.count == 1 ? factors[0] : .all(factors)
  }

  private mutating func factor() throws(Mistake) -> CubeFilter {
    guard peek == .symbol("(") else { return try predicate() }
    guard depth < Self.maximumDepth else {
      throw Mistake(
        position: tokens[next].position, message: "more than \(Self.maximumDepth) parentheses within one another")
    }
    _ = take()
    depth += 1
    let inner = try filter()
    depth -= 1
    guard takes(symbol: ")") else { throw unexpected("\")\"") }
    return inner
  }

  private mutating func predicate() throws(Mistake) -> CubeFilter {
    let isNegated = takes("not")
    let position = tokens[next].position
    guard case .word(let name) = peek else { throw unexpected("a column") }
    guard let kind = columns.first(where: { $0.name == name })?.kind else {
      let hint = DefinitionIssue.hint(name, among: columns.map(\.name))
      let known = columns.map(\.name).joined(separator: ", ")
      throw Mistake(
        position: position, message: "unknown column \"\(name)\"" + (hint.isEmpty ? "; expected one of \(known)" : hint)
      )
    }
    _ = take()
    if isNegated || (kind == .flag && isAlone) {
      guard kind == .flag else {
        throw Mistake(
          position: position,
          message: "\"not\" stands before flags alone, and \(name) is none; write \(name) != … or \(name) not in (…)")
      }
      return .test(column: name, .flag(!isNegated))
    }
    return .test(column: name, try test(of: name, kind))
  }

  /// Whether a name is followed by the end of its predicate.
  private var isAlone: Bool {
    switch peek {
    case .end, .symbol(")"): true
    case .word(let word): ["and", "or"].contains(word.lowercased())
    default: false
    }
  }

  private mutating func test(of name: String, _ kind: Kind) throws(Mistake) -> CubeTest {
    if takes("is") {
      let isNegated = takes("not")
      guard takes("null") else { throw unexpected("\"null\"") }
      return .null(isNegated: isNegated)
    }
    if takes("not") {
      guard takes("in") else { throw unexpected("\"in\"") }
      return try list(kind, isNegated: true)
    }
    if takes("in") { return try list(kind, isNegated: false) }
    guard case .symbol(let comparison) = peek, Self.comparisons.contains(comparison) else {
      throw unexpected("=, !=, <, <=, >, >=, \"in\" or \"is\" after \(name)")
    }
    let position = tokens[next].position
    _ = take()
    switch kind {
    case .text:
      guard ["=", "!="].contains(comparison) else {
        throw Mistake(position: position, message: "\(name) is a text; expected = or !=, found \(comparison)")
      }
      return .texts([try text()], isNegated: comparison == "!=")
    case .flag:
      guard ["=", "!="].contains(comparison) else {
        throw Mistake(position: position, message: "\(name) is a flag; expected = or !=, found \(comparison)")
      }
      return .flag(try flag() == (comparison == "="))
    case .number, .date: return Self.range(comparison, try number(kind))
    }
  }

  private static let comparisons = ["=", "!=", "<", "<=", ">", ">="]

  private static func range(_ comparison: String, _ value: Int64) -> CubeTest {
    switch comparison {
    case "<": .numbers(value == .min ? [] : [Int64.min...value - 1], isNegated: false)
    case "<=": .numbers([Int64.min...value], isNegated: false)
    case ">": .numbers(value == .max ? [] : [value + 1...Int64.max], isNegated: false)
    case ">=": .numbers([value...Int64.max], isNegated: false)
    default: .numbers([value...value], isNegated: comparison == "!=")
    }
  }

  private mutating func list(_ kind: Kind, isNegated: Bool) throws(Mistake) -> CubeTest {
    guard takes(symbol: "(") else { throw unexpected("\"(\"") }
    var texts: [String] = []
    var ranges: [ClosedRange<Int64>] = []
    repeat {
      switch kind {
      case .text: texts.append(try text())
      case .flag: throw unexpected("= true or = false instead of a list, since the column is a flag")
      case .number, .date:
        let value = try number(kind)
        ranges.append(value...value)
      }
    } while takes(symbol: ",")
    guard takes(symbol: ")") else { throw unexpected("\",\" or \")\"") }
    return kind == .text ? .texts(texts, isNegated: isNegated) : .numbers(ranges, isNegated: isNegated)
  }

  private mutating func text() throws(Mistake) -> String {
    guard case .text(let text) = peek else { throw unexpected("a text in single quotes") }
    _ = take()
    return text
  }

  private mutating func flag() throws(Mistake) -> Bool {
    if takes("true") { return true }
    if takes("false") { return false }
    throw unexpected("true or false")
  }

  private mutating func number(_ kind: Kind) throws(Mistake) -> Int64 {
    if kind == .date {
      guard case .text(let text) = peek, let date = RunDate(text) else {
        throw unexpected("a date such as '2026-11-21'")
      }
      _ = take()
      return Int64(date.day)
    }
    guard case .number(let text) = peek,
      let number = DecimalParser(decimal: UInt8(ascii: ".")).parse(Array(text.utf8).span, scale: CubeTest.scale)
    else { throw unexpected("a number with at most \(CubeTest.scale) decimals") }
    _ = take()
    return number
  }

  // Characters to tokens.

  private mutating func readTokens(_ characters: [Character]) throws(Mistake) {
    var place = 0
    while place < characters.count {
      let start = place
      let character = characters[place]
      if character.isWhitespace {
        place += 1
      } else if character == "'" {
        let text = try Self.quoted(characters, &place)
        tokens.append((.text(text), start + 1))
      } else if Self.isWord(character), !character.isNumber {
        while place < characters.count, Self.isWord(characters[place]) { place += 1 }
        tokens.append((.word(String(characters[start..<place])), start + 1))
      } else if character.isNumber || character == "-" {
        place += 1
        while place < characters.count, characters[place].isNumber || characters[place] == "." { place += 1 }
        tokens.append((.number(String(characters[start..<place])), start + 1))
      } else {
        place += 1
        if place < characters.count, characters[place] == "=", "!<>".contains(character) { place += 1 }
        tokens.append((.symbol(String(characters[start..<place])), start + 1))
      }
    }
    tokens.append((.end, characters.count + 1))
  }

  private static func isWord(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }

  private static func quoted(_ characters: [Character], _ place: inout Int) throws(Mistake) -> String {
    let start = place
    var text = ""
    place += 1
    while place < characters.count {
      if characters[place] != "'" {
        text.append(characters[place])
        place += 1
      } else if place + 1 < characters.count, characters[place + 1] == "'" {
        text.append("'")
        place += 2
      } else {
        place += 1
        return text
      }
    }
    throw Mistake(position: start + 1, message: "a text begins here and has no closing quote")
  }
}
