import Buffers
import Columnar

/// How the values of a column, as a file stores them, become values of a `ColumnType`.
enum ValueConversion: Sendable, Hashable {
  /// They are such values.
  case none
  /// Signed integers of 32 bits to 64.
  case widened
  /// Unsigned integers of 32 bits to 64.
  case widenedUnsigned
  /// The bits of binary32 to a double.
  case float
  /// The two bytes of binary16 to a double.
  case float16
  /// A number in two's complement, the highest byte first, to 64 bits.
  case bigEndian
  /// The same to `ColumnType.wideDecimalBytes`.
  case wideBigEndian
  /// Nanoseconds of the day in 8 bytes and the Julian day in 4, the lowest byte first, to microseconds since 1970.
  case julianTime
  /// 16 bytes to the digits of RFC 9562.
  case uuid

  /// The values of `stored` as those of a field; takes what strings they become off `budget`.
  ///
  /// - Throws: `corrupt` for a value that the type does not have, `limit` for too many bytes.
  func convert(_ stored: Column, as field: ColumnField, _ budget: inout Int) throws(ParquetError) -> Column {
    var column = Column(field)
    column.validity = stored.validity
    switch self {
    case .none:
      column.boolean = stored.boolean
      column.int32 = stored.int32
      column.int64 = stored.int64
      column.double = stored.double
      column.strings = stored.strings
    case .widened: column.int64 = stored.int32.map { Int64($0) }
    case .widenedUnsigned: column.int64 = stored.int32.map { Int64(UInt32(bitPattern: $0)) }
    case .float: column.double = stored.int32.map { Double(Float(bitPattern: UInt32(bitPattern: $0))) }
    case .float16:
      try forEach(stored) { (bytes) throws(ParquetError) in
        column.double.append(bytes.map { Double(Float16(bitPattern: UInt16($0[0]) | UInt16($0[1]) << 8)) } ?? 0)
      }
    case .bigEndian:
      try forEach(stored) { (bytes) throws(ParquetError) in
        guard let bytes else { return column.int64.append(0) }
        column.int64.append(Int64(truncatingIfNeeded: try number(bytes, bitWidth: 64)))
      }
    case .wideBigEndian:
      try forEach(stored) { (bytes) throws(ParquetError) in
        guard let bytes else { return column.strings.appendEmpty() }
        let number = try number(bytes, bitWidth: 128)
        try column.take(ColumnType.wideDecimalBytes, from: &budget)
        column.strings.append((0..<16).reversed().map { UInt8(truncatingIfNeeded: number >> Int128(8 * $0)) })
      }
    case .julianTime:
      try forEach(stored) { (bytes) throws(ParquetError) in
        column.int64.append(try bytes.map { (bytes) throws(ParquetError) in try microseconds(bytes) } ?? 0)
      }
    case .uuid:
      try forEach(stored) { (bytes) throws(ParquetError) in
        guard let bytes else { return column.strings.appendEmpty() }
        let text = Self.text(uuid: bytes)
        try column.take(text.count, from: &budget)
        column.strings.append(text)
      }
    }
    return column
  }

  /// Calls `body` with the bytes of each row, nil for null.
  private func forEach(_ stored: Column, _ body: ([UInt8]?) throws(ParquetError) -> Void) throws(ParquetError) {
    for row in 0..<stored.count { try body(stored.isNull(row) ? nil : stored.strings.copy(row)) }
  }

  private func number(_ bytes: [UInt8], bitWidth: Int) throws(ParquetError) -> Int128 {
    // Some writers pad with the sign.
    let sign: UInt8 = bytes.first.map { $0 >= 0x80 ? 0xff : 0 } ?? 0
    let padding = max(0, bytes.count - bitWidth / 8)
    guard !bytes.isEmpty, bytes.prefix(padding).allSatisfy({ $0 == sign }) else {
      throw ParquetError(.corrupt, "a decimal of \(bytes.count) bytes is no number of \(bitWidth) bits")
    }
    let number = bytes[padding...].reduce(Int128(sign == 0 ? 0 : -1)) { $0 << 8 | Int128($1) }
    guard (number < 0) == (sign != 0), bitWidth == 128 || Int64(exactly: number) != nil else {
      throw ParquetError(.corrupt, "a decimal of \(bytes.count) bytes is no number of \(bitWidth) bits")
    }
    return number
  }

  /// 1970-01-01 as a Julian day.
  private static let julianEpoch: Int64 = 2_440_588
  private static let dayMicroseconds: Int64 = 86_400_000_000

  /// Rounded down: writers of such moments seldom count more than microseconds, and 64 bits of nanoseconds end in 2262.
  private func microseconds(_ bytes: [UInt8]) throws(ParquetError) -> Int64 {
    let nanoseconds = Int64(bitPattern: bytes.span.word(at: 0))
    let day = Int64(Int32(bitPattern: bytes.span.halfWord(at: 8))) - Self.julianEpoch
    let (start, isBeyond) = day.multipliedReportingOverflow(by: Self.dayMicroseconds)
    let microseconds = nanoseconds / 1_000 - (nanoseconds % 1_000 < 0 ? 1 : 0)
    let (moment, overflow) = start.addingReportingOverflow(microseconds)
    guard !isBeyond, !overflow else {
      throw ParquetError(.corrupt, "a moment on Julian day \(day + Self.julianEpoch) is beyond what 64 bits can count")
    }
    return moment
  }

  private static func text(uuid bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
