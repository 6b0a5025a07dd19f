internal import Buffers

/// Replaces e-mail addresses, phone numbers and payment-card numbers by asterisks, byte for byte, so that places stay true.
///
/// An address is `local@domain.tld`. A card number has 13 to 19 digits, in groups or not, and passes Luhn's check (ISO/IEC 7812-1).
/// A phone number has 8 to 15 digits after a plus (ITU-T E.164), or 9 to 12 where it begins with 0 or 8 and is not a date. Names
/// and postal addresses are not recognised.
public struct PersonalDataMask: Sendable {
  /// What can be masked.
  public enum Kind: Sendable, Hashable, CaseIterable {
    case email, phone, card
  }

  private let masksEmail: Bool
  private let masksPhone: Bool
  private let masksCard: Bool

  private static let asterisk = UInt8(ascii: "*")
  private static let fewestDigits = 8
  /// Of the longest card number; a stretch with more digits is no number of a person.
  private static let mostDigits = 19

  /// Masks these kinds.
  public init(_ kinds: Set<Kind>) {
    masksEmail = kinds.contains(.email)
    masksPhone = kinds.contains(.phone)
    masksCard = kinds.contains(.card)
  }

  /// How many items were found; where there are any, `result` is the text with them masked, else it is left alone.
  ///
  /// A text without `@` and with few digits costs one vectorised pass.
  public func apply(_ text: Span<UInt8>, into result: inout [UInt8]) -> Int {
    let at = masksEmail ? text.firstIndex(of: UInt8(ascii: "@")) : nil
    let hasNumbers = (masksPhone || masksCard) && text.countDigits() >= Self.fewestDigits
    if at == nil, !hasNumbers { return 0 }
    var masked = [UInt8](copying: text)
    var found = 0
    var next = at
    while let at = next {
      if let range = Self.address(text, around: at) {
        found += 1
        for index in range { masked[index] = Self.asterisk }
      }
      next = text.firstIndex(of: UInt8(ascii: "@"), from: at + 1)
    }
    if hasNumbers { found += maskNumbers(text, &masked) }
    if found > 0 { result = masked }
    return found
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func address(_ text: Span<UInt8>, around at: Int) -> Range<Int>? {
    var start = at
    while start > 0, isAlphanumeric(text[start - 1]) || "._%+-".utf8.contains(text[start - 1]) { start -= 1 }
    var end = at + 1
    var lastDot: Int?
    while end < text.count, isAlphanumeric(text[end]) || text[end] == 0x2e || text[end] == 0x2d {
      if text[end] == 0x2e { lastDot = end }
      end += 1
    }
    if let dot = lastDot, dot == end - 1 {
      // A full stop behind the address ends the sentence.
      end = dot
      lastDot = (at + 1..<end).last { text[$0] == 0x2e }
    }
    guard start < at, let lastDot, lastDot > at + 1, end - lastDot > 2 else { return nil }
    return start..<end
  }

  /// A run of digits in groups, up to two marks or blanks between two of them.
  private struct DigitGroup {
    var start: Int
    var end: Int
    var digits: [UInt8]
    var hasPlus: Bool
  }

  private func maskNumbers(_ text: Span<UInt8>, _ masked: inout [UInt8]) -> Int {
    var found = 0
    var index = 0
    while index < text.count {
      let hasPlus = text[index] == UInt8(ascii: "+")
      let begins = (Self.isDigit(text[index]) || hasPlus) && masked[index] != Self.asterisk
      guard begins, index == 0 || !Self.isAlphanumeric(text[index - 1]) else {
        index += 1
        continue
      }
      let groups = Self.groups(text, from: index)
      var first = 0
      // Groups that follow a number need not belong to it: the longest stretch that is one counts.
      while first < groups.count {
        let last = (first..<groups.count).prefix(Self.mostDigits).last { isPersonal(groups[first...$0], text) }
        if let last {
          found += 1
          for place in groups[first].start..<groups[last].end { masked[place] = Self.asterisk }
        }
        first = (last ?? first) + 1
      }
      index = max(index + 1, groups.last?.end ?? index)
    }
    return found
  }

  private static func groups(_ text: Span<UInt8>, from start: Int) -> [DigitGroup] {
    var groups: [DigitGroup] = []
    var index = start
    while index < text.count {
      var group = DigitGroup(start: index, end: index, digits: [], hasPlus: text[index] == UInt8(ascii: "+"))
      if group.hasPlus { index += 1 }
      while index < text.count, isDigit(text[index]) {
        group.digits.append(text[index] - 0x30)
        index += 1
      }
      group.end = index
      guard !group.digits.isEmpty else { break }
      groups.append(group)
      var marks = 0
      while marks < 2, let length = markLength(text, index) {
        index += length
        marks += 1
      }
      guard index < text.count, marks > 0, isDigit(text[index]) else { break }
    }
    return groups
  }

  /// Bytes of a blank, dash, point or parenthesis that may stand between two groups of a number; nil for all else.
  private static func markLength(_ text: Span<UInt8>, _ index: Int) -> Int? {
    guard index < text.count else { return nil }
    if " -.()".utf8.contains(text[index]) { return 1 }
    // U+00A0; U+2010 to U+2013, hyphens and the en dash; U+202F: what editors and spreadsheets put there.
    if text[index] == 0xc2, index + 1 < text.count, text[index + 1] == 0xa0 { return 2 }
    guard text[index] == 0xe2, index + 2 < text.count, text[index + 1] == 0x80 else { return nil }
    return (0x90...0x93).contains(text[index + 2]) || text[index + 2] == 0xaf ? 3 : nil
  }

  private func isPersonal(_ groups: ArraySlice<DigitGroup>, _ text: Span<UInt8>) -> Bool {
    guard let first = groups.first else { return false }
    guard groups.reduce(0, { $0 + $1.digits.count }) <= Self.mostDigits else { return false }
    let digits = groups.flatMap(\.digits)
    if masksCard, digits.count >= 13, digits.count <= 19, Self.passesLuhn(digits) { return true }
    guard masksPhone, !Self.looksLikeDate(text, first.start) else { return false }
    if first.hasPlus { return (8...15).contains(digits.count) }
    return (9...12).contains(digits.count) && (digits.first == 0 || digits.first == 8)
  }

  /// `21.11.2026`, `21-11-2026` or `2026-11-21` at `start`.
  private static func looksLikeDate(_ text: Span<UInt8>, _ start: Int) -> Bool {
    guard start + 10 <= text.count else { return false }
    func isMark(_ offset: Int) -> Bool { text[start + offset] == 0x2e || text[start + offset] == 0x2d }
    return isMark(2) && isMark(5) || isMark(4) && isMark(7)
  }

  static func passesLuhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let value = index % 2 == 0 ? Int(digit) : Int(digit) * 2
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0
  }
}
