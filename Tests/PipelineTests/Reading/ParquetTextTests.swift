import Buffers
import Columnar
import Foundation
import Pipeline
import Testing

@Suite("ParquetText")
struct ParquetTextTests {
  /// A column of one value, and its texts.
  struct Case: Sendable, CustomTestStringConvertible {
    var column: Column
    var plain: String
    var json: String

    var testDescription: String { "\(column.type) \(plain)" }

    /// Without `json` it is the plain text in quotes.
    init(_ column: Column, _ plain: String, json: String? = nil) {
      self.column = column
      self.plain = plain
      self.json = json ?? "\"\(plain)\""
    }
  }

  static func column(_ type: ColumnType, _ fill: (inout Column) -> Void) -> Column {
    var column = Column(type: type, isNullable: true)
    fill(&column)
    return column
  }

  static func number(_ value: Double, _ plain: String, isNumber: Bool = true) -> Case {
    Case(column(.double) { $0.append(value) }, plain, json: isNumber ? plain : nil)
  }

  static func day(_ value: Int32, _ plain: String) -> Case { Case(column(.date) { $0.append(value) }, plain) }

  static func time(_ value: Int64, _ plain: String) -> Case { moment(value, .microseconds, plain) }

  static func moment(_ value: Int64, _ unit: TimeUnit, isAdjustedToUTC: Bool = true, _ plain: String) -> Case {
    Case(column(.timestamp(unit, isAdjustedToUTC: isAdjustedToUTC)) { $0.append(value) }, plain)
  }

  static func timeOfDay(_ value: Int64, _ unit: TimeUnit, _ plain: String) -> Case {
    Case(column(.time(unit)) { $0.append(value) }, plain)
  }

  static func wideDecimal(_ value: [UInt8], scale: Int, _ plain: String) -> Case {
    Case(column(.decimal(precision: 38, scale: scale)) { $0.append(value.span) }, plain, json: plain)
  }

  static func decimal(_ value: Int64, scale: Int, _ plain: String) -> Case {
    Case(column(.decimal(precision: 18, scale: scale)) { $0.append(value) }, plain, json: plain)
  }

  static func text(_ value: String, json: String) -> Case {
    Case(column(.string) { $0.append(value) }, value, json: json)
  }

  static func bytes(_ value: [UInt8], _ plain: String) -> Case { Case(column(.bytes) { $0.append(value.span) }, plain) }

  static let cases: [Case] = [
    Case(column(.boolean) { $0.append(true) }, "true", json: "true"),
    Case(column(.boolean) { $0.append(false) }, "false", json: "false"),
    Case(column(.int32) { $0.append(Int32.min) }, "-2147483648", json: "-2147483648"),
    Case(column(.int64) { $0.append(Int64.min) }, "-9223372036854775808", json: "-9223372036854775808"),
    Case(column(.int64) { $0.append(Int64.max) }, "9223372036854775807", json: "9223372036854775807"),

    number(1, "1.0"), number(0.1, "0.1"), number(-0.0, "-0.0"), number(1e16, "1e+16"),
    number(.leastNonzeroMagnitude, "5e-324"),
    number(.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    number(.nan, "NaN", isNumber: false), number(.infinity, "Infinity", isNumber: false),
    number(-.infinity, "-Infinity", isNumber: false),

    day(0, "1970-01-01"), day(-1, "1969-12-31"), day(20_778, "2026-11-21"), day(11_016, "2000-02-29"),
    day(-719_528, "0000-01-01"), day(-719_529, "-0001-12-31"), day(2_932_896, "9999-12-31"),
    day(2_932_897, "+10000-01-01"), day(.min, "-5877641-06-23"), day(.max, "+5881580-07-11"),

    time(0, "1970-01-01T00:00:00Z"), time(1, "1970-01-01T00:00:00.000001Z"), time(-1, "1969-12-31T23:59:59.999999Z"),
    time(1_795_284_617_000_000, "2026-11-21T18:10:17Z"), time(1_795_284_617_120_000, "2026-11-21T18:10:17.120000Z"),
    time(.min, "-290308-12-21T19:59:05.224192Z"), time(.max, "+294247-01-10T04:00:54.775807Z"),

    moment(-1, .milliseconds, "1969-12-31T23:59:59.999Z"), moment(70, .nanoseconds, "1970-01-01T00:00:00.000000070Z"),
    moment(.min, .nanoseconds, "1677-09-21T00:12:43.145224192Z"),
    moment(.max, .milliseconds, "+292278994-08-17T07:12:55.807Z"),
    moment(0, .microseconds, isAdjustedToUTC: false, "1970-01-01T00:00:00"),
    timeOfDay(0, .milliseconds, "00:00:00"), timeOfDay(86_399_999, .milliseconds, "23:59:59.999"),
    timeOfDay(1, .nanoseconds, "00:00:00.000000001"), timeOfDay(-1, .microseconds, "-00:00:01.999999"),
    timeOfDay(.max, .microseconds, "2562047788:00:54.775807"),
    timeOfDay(.min, .nanoseconds, "-2562047:47:17.145224192"),

    Case(column(.uint64) { $0.append(Int64(-1)) }, "18446744073709551615", json: "18446744073709551615"),
    Case(column(.float) { $0.append(Double(Float(0.1))) }, "0.1", json: "0.1"),
    wideDecimal([UInt8](repeating: 0xff, count: 16), scale: 2, "-0.01"),
    wideDecimal([0x80] + [UInt8](repeating: 0, count: 15), scale: 0, "-170141183460469231731687303715884105728"),
    wideDecimal([0x7f] + [UInt8](repeating: 0xff, count: 15), scale: 38, "1.70141183460469231731687303715884105727"),

    decimal(1230, scale: 2, "12.30"), decimal(-5, scale: 2, "-0.05"), decimal(0, scale: 3, "0.000"),
    decimal(42, scale: 0, "42"), decimal(-42, scale: 0, "-42"), decimal(1, scale: 18, "0.000000000000000001"),
    decimal(.min, scale: 2, "-92233720368547758.08"),

    text("", json: #""""#), text("Всё хорошо 🙂", json: #""Всё хорошо 🙂""#),
    text("a\"b\\c/d", json: #""a\"b\\c/d""#), text("\u{8}\t\n\u{c}\r", json: #""\b\t\n\f\r""#),
    text("\0\u{1f}\u{7f}\u{2028}", json: "\"\\u0000\\u001f\u{7f}\u{2028}\""),

    bytes([], ""), bytes([0xff], "/w=="), bytes([0xfb, 0xff, 0x00], "+/8A"),
  ]

  static func plain(_ column: Column, row: Int = 0) -> String {
    var text: [UInt8] = []
    ParquetText.append(column, row: row, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  static func json(_ column: Column, row: Int = 0) -> String {
    var text: [UInt8] = []
    ParquetText.appendJSON(column, row: row, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test("a value has its text", arguments: cases)
  func values(_ value: Case) {
    #expect(Self.plain(value.column) == value.plain)
    #expect(Self.json(value.column) == value.json)
  }

  @Test("null is nothing in a cell and null in JSON, whatever the type", arguments: cases)
  func null(_ value: Case) {
    let column = Self.column(value.column.type) { $0.appendNull() }
    #expect(Self.plain(column) == "")
    #expect(Self.json(column) == "null")
  }

  @Test("bytes that are no UTF-8 become U+FFFD in JSON and stay in a cell")
  func invalidText() {
    let invalid: [UInt8] = [0x61, 0xff, 0x62]
    let column = Self.column(.string) { $0.append(invalid.span) }
    var cell: [UInt8] = []
    ParquetText.append(column, row: 0, to: &cell)
    #expect(cell == invalid)
    #expect(Self.json(column) == "\"a\u{fffd}b\"")
  }

  @Test("doubles of any bits read back as the same double")
  func doubleRoundTrip() throws {
    var random = SplitMix64(seed: 7)
    let column = Self.column(.double) { column in
      for _ in 0..<20_000 { column.append(Double(bitPattern: random.next())) }
    }
    for (row, value) in column.double.enumerated() where value.isFinite {
      #expect(Double(Self.plain(column, row: row))?.bitPattern == value.bitPattern)
    }
  }

  @Test("strings of any characters read back by another JSON parser")
  func stringRoundTrip() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<2_000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { scalars.append(scalar) }
      }
      let text = String(scalars)
      let column = Self.column(.string) { $0.append(text) }
      let read = try JSONSerialization.jsonObject(with: Data(Self.json(column).utf8), options: .fragmentsAllowed)
      #expect((read as? String).map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  @Test("times agree with the calendar of Foundation")
  func timesOfFoundation() throws {
    var random = SplitMix64(seed: 9)
    let style = Date.ISO8601FormatStyle(timeZone: .gmt)
    for _ in 0..<2_000 {
      // Foundation's ISO 8601 is Gregorian without a switch from the Julian calendar only after 1582.
      let seconds = Int64.random(in: -12_000_000_000...253_402_300_799, using: &random)
      let column = Self.column(.timestampMicroseconds) { $0.append(seconds * 1_000_000) }
      #expect(Self.plain(column) == Date(timeIntervalSince1970: Double(seconds)).formatted(style))
    }
  }
}
