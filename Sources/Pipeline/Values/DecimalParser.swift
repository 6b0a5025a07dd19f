/// Reads decimal numbers as people and programs write them into exports.
///
/// A number is an optional sign (`+`, `-`, U+2212), digits, and optionally a decimal mark with digits; blanks may stand around it. The
/// digits before the mark may be in groups of three, all parted by the same separator: a space (also U+00A0, U+2009 or
/// U+202F), an apostrophe (also U+2019), or the one of `.` and `,` that is not the decimal mark.
package struct DecimalParser: Sendable {
  /// The decimal mark: `.` or `,`.
  package let decimal: UInt8
  /// The other of the two.
  private let grouping: UInt8

  /// The greatest magnitude: 18 digits, the most that a decimal column of 64 bits holds.
  package static let maximum: Int64 = 999_999_999_999_999_999

  /// Makes a parser for numbers with this decimal mark, `.` or `,`.
  package init(decimal: UInt8) {
    self.decimal = decimal
    grouping = decimal == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ",")
  }

  /// The number times ten to the power of `scale` (0…18): `12.5` is 1250 at scale 2.
  ///
  /// Nil where the bytes are not a number, have digits beyond the scale that are not zero, or exceed `maximum`: nothing
  /// is rounded.
  package func parse(_ bytes: Span<UInt8>, scale: Int) -> Int64? {
    if let plain = parsePlain(bytes, scale: scale) { return plain }
    let range = Blanks.trimmed(bytes)
    var index = range.lowerBound
    let isNegative = Self.readSign(bytes, &index, range.upperBound)
    var number = Number(scale: scale)
    guard readWhole(bytes, &index, range.upperBound, &number),
      readFraction(bytes, &index, range.upperBound, &number),
      index == range.upperBound, number.finish()
    else { return nil }
    return isNegative ? -number.value : number.value
  }

  /// Digits, and at most `scale` more after the decimal mark, 16 bytes in all: what nearly all cells hold; nil for others.
  @inline(__always)
  private func parsePlain(_ bytes: Span<UInt8>, scale: Int) -> Int64? {
    guard bytes.count <= 16, scale <= 3, !bytes.isEmpty, bytes[0] &- UInt8(ascii: "0") <= 9 else { return nil }
    var value: Int64 = 0
    var fractionStart = bytes.count
    for index in bytes.indices {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit <= 9 {
        // Sixteen digits are far from 64 bits.
        value = value &* 10 &+ Int64(digit)
      } else {
        guard bytes[index] == decimal, fractionStart == bytes.count else { return nil }
        fractionStart = index + 1
      }
    }
    var missing = scale - (bytes.count - fractionStart)
    guard missing >= 0, value <= Self.maximum / 1000 else { return nil }
    while missing > 0 {
      value *= 10
      missing -= 1
    }
    return value
  }

  /// A rating in hundredths: `4`, `4,0` and `4.5` are 400, 400 and 450 with their decimal marks.
  ///
  /// Nil as for `parse`; whether it lies on the scale is the caller's to see.
  package func parseRating(_ bytes: Span<UInt8>) -> Int32? {
    guard let hundredths = parse(bytes, scale: 2) else { return nil }
    return Int32(exactly: hundredths)
  }

  /// Digits gathered at a scale.
  private struct Number {
    private(set) var value: Int64 = 0
    private var missingDigits: Int
    private var hasDigit = false
    private var isTooLarge = false

    init(scale: Int) { missingDigits = scale }

    @inline(__always)
    mutating func append(_ digit: UInt8) {
      hasDigit = true
      // One more digit than this would pass the maximum; twenty would not fit 64 bits.
      if value > DecimalParser.maximum / 10 { isTooLarge = true } else { value = value * 10 + Int64(digit) }
    }

    /// Takes a digit after the decimal mark; false where it would be lost.
    @inline(__always)
    mutating func appendFraction(_ digit: UInt8) -> Bool {
      hasDigit = true
      if missingDigits == 0 { return digit == 0 }
      missingDigits -= 1
      append(digit)
      return true
    }

    /// Fills up to the scale; false without a digit, or beyond the maximum.
    mutating func finish() -> Bool {
      while missingDigits > 0, value != 0, !isTooLarge {
        append(0)
        missingDigits -= 1
      }
      return hasDigit && !isTooLarge
    }
  }

  /// Passes a sign; whether it is a minus.
  @inline(__always)
  private static func readSign(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Bool {
    guard index < end else { return false }
    switch bytes[index] {
    case UInt8(ascii: "+"):
      index += 1
      return false
    case UInt8(ascii: "-"):
      index += 1
      return true
    case 0xe2 where index + 2 < end && bytes[index + 1] == 0x88 && bytes[index + 2] == 0x92:
      index += 3
      return true
    default: return false
    }
  }

  /// Passes the digits before the decimal mark; false where their groups are not of three or differ in their separators.
  @inline(__always)
  private func readWhole(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ number: inout Number) -> Bool {
    var separator: UInt32 = 0
    var groupDigits = 0
    while index < end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit <= 9 {
        number.append(digit)
        groupDigits += 1
        index += 1
        continue
      }
      if bytes[index] == decimal { break }
      let found = self.separator(bytes, &index)
      guard found != 0, separator == 0 || separator == found else { return false }
      guard separator == 0 ? (1...3).contains(groupDigits) : groupDigits == 3 else { return false }
      separator = found
      groupDigits = 0
    }
    return separator == 0 || groupDigits == 3
  }

  /// Passes the decimal mark and what follows; false where a digit would be lost.
  @inline(__always)
  private func readFraction(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ number: inout Number) -> Bool {
    guard index < end, bytes[index] == decimal else { return true }
    index += 1
    while index < end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9, number.appendFraction(digit) else { return false }
      index += 1
    }
    return true
  }

  /// Passes a separator of groups and gives which, all blanks being one; 0 for none.
  private func separator(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt32 {
    let byte = bytes[index]
    if byte == grouping || byte == UInt8(ascii: "'") {
      index += 1
      return UInt32(byte)
    }
    if byte == 0xe2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] == 0x99 {
      index += 3
      return UInt32(UInt8(ascii: "'"))
    }
    // Tabs and line ends do not part digits.
    let length = byte < UInt8(ascii: " ") ? 0 : Blanks.length(in: bytes, at: index)
    index += length
    return length > 0 ? UInt32(UInt8(ascii: " ")) : 0
  }
}
