import Buffers
import CSV
package import Columnar
import Foundation

/// Values of columns as text that reads back as the same value.
///
/// Dates and times are ISO 8601, moments in UTC with `Z`, and with the digits of their unit behind the second where those
/// are not zero; years beyond 0…9999 have a sign. Decimals keep the digits of their scale. Doubles and floats are the
/// shortest digits that read back as the same; those that are no numbers are `NaN`, `Infinity` and `-Infinity`. Bytes are
/// base64 (RFC 4648, section 4).
package enum ParquetText {
  /// Appends a value as plain text, as in a cell of CSV; of null nothing.
  package static func append(_ column: Column, row: Int, to text: inout [UInt8]) {
    guard !column.isNull(row) else { return }
    switch column.type {
    case .boolean: append(column.boolean[row] == 0 ? "false" : "true", to: &text)
    case .int32: append(String(column.int32[row]), to: &text)
    case .int64: append(String(column.int64[row]), to: &text)
    case .uint64: append(String(UInt64(bitPattern: column.int64[row])), to: &text)
    case .float: append(number(column.double[row]) { Float($0).description }, to: &text)
    case .double: append(number(column.double[row]) { $0.description }, to: &text)
    case .date: appendDay(Int64(column.int32[row]), to: &text)
    case .time(let unit): appendTimeOfDay(column.int64[row], unit, to: &text)
    case .timestamp(let unit, let isAdjustedToUTC):
      let (day, time) = divided(column.int64[row], by: 86_400 * unit.perSecond)
      appendDay(day, to: &text)
      text.append(UInt8(ascii: "T"))
      appendTimeOfDay(time, unit, to: &text)
      if isAdjustedToUTC { text.append(UInt8(ascii: "Z")) }
    case .decimal(_, let scale): appendDecimal(decimal(column, row), scale: scale, to: &text)
    case .string: text.append(copying: column.strings.bytes.span.extracting(column.strings.range(row)))
    case .bytes: append(Data(column.strings.copy(row)).base64EncodedString(), to: &text)
    }
  }

  /// Appends a value as JSON (RFC 8259): numbers and booleans as themselves, null as `null`, all else as a string.
  ///
  /// A decimal is a number with all its digits; a double that is no number is a string.
  package static func appendJSON(_ column: Column, row: Int, to json: inout [UInt8]) {
    guard !column.isNull(row) else { return append("null", to: &json) }
    switch column.type {
    case .boolean, .int32, .int64, .uint64, .decimal: append(column, row: row, to: &json)
    case .float where column.double[row].isFinite, .double where column.double[row].isFinite:
      append(column, row: row, to: &json)
    case .string:
      let bytes = column.strings.bytes.span
      appendJSON(bytes.extracting(column.strings.range(row)), to: &json)
    case .float, .double, .date, .time, .timestamp, .bytes:
      json.append(UInt8(ascii: "\""))
      append(column, row: row, to: &json)
      json.append(UInt8(ascii: "\""))
    }
  }

  /// Appends text as a string of JSON; what is not well-formed UTF-8 becomes U+FFFD.
  package static func appendJSON(_ string: Span<UInt8>, to json: inout [UInt8]) {
    guard isValidUTF8(string) else { return appendJSON(Array(string.text.utf8).span, to: &json) }
    json.append(UInt8(ascii: "\""))
    // What needs no escape is copied in one piece.
    var plainStart = 0
    for index in string.indices {
      let byte = string[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      json.append(copying: string.extracting(plainStart..<index))
      appendEscape(byte, to: &json)
      plainStart = index + 1
    }
    json.append(copying: string.extracting(plainStart..<string.count))
    json.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ byte: UInt8, to json: inout [UInt8]) {
    json.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: json.append(UInt8(ascii: "b"))
    case 0x09: json.append(UInt8(ascii: "t"))
    case 0x0a: json.append(UInt8(ascii: "n"))
    case 0x0c: json.append(UInt8(ascii: "f"))
    case 0x0d: json.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): json.append(byte)
    default: append("u00" + Hexadecimal.text([byte]), to: &json)
    }
  }

  private static func append(_ string: String, to text: inout [UInt8]) { text.append(contentsOf: string.utf8) }

  private static func number(_ value: Double, _ digits: (Double) -> String) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return digits(value)
  }

  /// Days of 400 years, after which the calendar repeats.
  private static let eraDays: Int64 = 146_097

  private static func appendDay(_ day: Int64, to text: inout [UInt8]) {
    // The calendar repeats, so a day of any year is shown as one of the years from 1970 on, plus eras.
    let (era, dayOfEra) = divided(day, by: eraDays)
    let date = CivilDate(daysSince1970: Int32(dayOfEra))
    let year = Int64(date.year) + era * 400
    if year < 0 || year > 9999 { text.append(UInt8(ascii: year < 0 ? "-" : "+")) }
    appendPadded(year.magnitude, width: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    appendPadded(UInt64(date.month), width: 2, to: &text)
    text.append(UInt8(ascii: "-"))
    appendPadded(UInt64(date.day), width: 2, to: &text)
  }

  /// A time beyond the day, which a damaged file may hold, has its hours all the same.
  private static func appendTimeOfDay(_ time: Int64, _ unit: TimeUnit, to text: inout [UInt8]) {
    let (second, fraction) = divided(time, by: unit.perSecond)
    if second < 0 { text.append(UInt8(ascii: "-")) }
    let seconds = second.magnitude
    appendPadded(seconds / 3600, width: 2, to: &text)
    for value in [seconds / 60 % 60, seconds % 60] {
      text.append(UInt8(ascii: ":"))
      appendPadded(value, width: 2, to: &text)
    }
    guard fraction != 0 else { return }
    text.append(UInt8(ascii: "."))
    appendPadded(UInt64(fraction), width: unit.fractionDigits, to: &text)
  }

  private static func decimal(_ column: Column, _ row: Int) -> Int128 {
    guard column.storage == .strings else { return Int128(column.int64[row]) }
    let bytes = column.strings.copy(row)
    return bytes.reduce(Int128(bytes.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0)) { $0 << 8 | Int128($1) }
  }

  private static func appendDecimal(_ value: Int128, scale: Int, to text: inout [UInt8]) {
    if value < 0 { text.append(UInt8(ascii: "-")) }
    let digits = Array(String(value.magnitude).utf8)
    let padded = Array(repeating: UInt8(ascii: "0"), count: max(0, scale + 1 - digits.count)) + digits
    text += padded.dropLast(scale)
    guard scale > 0 else { return }
    text.append(UInt8(ascii: "."))
    text += padded.suffix(scale)
  }

  private static func appendPadded(_ value: UInt64, width: Int, to text: inout [UInt8]) {
    let digits = String(value).utf8
    for _ in 0..<max(0, width - digits.count) { text.append(UInt8(ascii: "0")) }
    text.append(contentsOf: digits)
  }

  /// Quotient rounded down, and the rest, which is never negative.
  private static func divided(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }
}
