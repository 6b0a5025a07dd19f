// What libcsv can't take is translated before it, byte patterns to single bytes, wherever they stand:
//
//   FF   delimiter, where it is not one ASCII byte       C1 80..8C   a byte that no UTF-8 has, 0xf5..ff, c0, c1
//   FE   quote, where it is not one ASCII byte           C1 8D       a character that the end of the file cuts
//   FD   escape quote     FC   escape escape             C1 90 C1 9x C1 9x   a byte that the encoding does not define
//   FB   escape delimiter
//   FA   LF that is text  F9   CR that is text
//
// None of these bytes occurs in UTF-8, so that each can be turned back when the fields are known. No pattern depends on
// what stands before it: the splitter may restart behind damage wherever it wants.

/// A rewriting of a file's bytes that leaves RFC 4180 with two special bytes, and can be taken back field by field.
public struct Translation: Sendable {
  static let delimiter: UInt8 = 0xff
  static let quote: UInt8 = 0xfe
  static let escapedQuote: UInt8 = 0xfd
  static let escapedEscape: UInt8 = 0xfc
  static let escapedDelimiter: UInt8 = 0xfb
  static let lineFeedText: UInt8 = 0xfa
  static let carriageReturnText: UInt8 = 0xf9
  static let invalid: UInt8 = 0xc1
  /// Behind `invalid`: the file ends within a character.
  static let cutCharacter: UInt8 = 0x8d
  /// Behind `invalid`: a byte that is not of the encoding follows, four bits at a time.
  static let undefinedByte: UInt8 = 0x90

  /// How characters become UTF-8.
  enum Decoding: Sendable, Equatable {
    case utf8
    case singleByte(sequences: [UInt32])
    case utf16(CodeUnits)
    case utf32(CodeUnits)
    case iconv(name: String, lowerHalf: [[UInt8]])
  }

  /// The order of the bytes of a code unit.
  enum CodeUnits: Sendable, Equatable { case little, big, byOrderMark }

  let encoding: String
  let decoding: Decoding
  let delimiterPattern: [UInt8]
  let quotePattern: [UInt8]
  /// Empty where a quote is doubled.
  let escapePattern: [UInt8]
  /// Empty for LF, CR and CRLF.
  let recordEndPattern: [UInt8]

  init(_ description: DialectDescription) throws(ReadError) {
    encoding = description.encoding
    decoding = try Self.decoding(description.encoding)
    delimiterPattern = Array(description.delimiter.utf8)
    quotePattern = Array(description.quote.utf8)
    escapePattern = description.escape.map { $0 == description.quote ? [] : Array($0.utf8) } ?? []
    recordEndPattern = description.recordEnd.map { Array($0.utf8) } ?? []
  }

  /// Turns all fields of `table` into what the file says, in place where there is nothing to do.
  public func restore(_ table: inout FieldTable) {
    guard table.bytes.contains(where: isMarker) else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(table.bytes.count)
    var start = 0
    for index in table.ends.indices {
      let end = Int(table.ends[index])
      appendRestored(table.bytes[start..<end], to: &bytes)
      table.ends[index] = UInt32(bytes.count)
      start = end
    }
    table.bytes = bytes
  }

  /// What a field says: escapes are resolved.
  public func restored(_ field: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    appendRestored(field[...], to: &bytes)
    return bytes
  }

  /// What the file has for these bytes, in UTF-8: escapes are as they were.
  public func source(_ bytes: [UInt8]) -> [UInt8] {
    var source: [UInt8] = []
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case Self.escapedQuote: source += escapePattern + quotePattern
      case Self.escapedEscape: source += escapePattern + escapePattern
      case Self.escapedDelimiter: source += escapePattern + delimiterPattern
      // Without a record end of its own, a line end is text only where it is escaped.
      case Self.lineFeedText where recordEndPattern.isEmpty: source += escapePattern + [.lineFeed]
      case Self.carriageReturnText where recordEndPattern.isEmpty: source += escapePattern + [.carriageReturn]
      case .lineFeed where !recordEndPattern.isEmpty: source += recordEndPattern
      case Self.invalid where index + 5 < bytes.count && bytes[index + 1] == Self.undefinedByte:
        source.append(bytes[index + 3] << 4 | bytes[index + 5] & 0x0f)
        index += 5
      default: index += appendRestored(bytes[...], index, to: &source) - 1
      }
      index += 1
    }
    return source
  }

  private func appendRestored(_ field: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    var index = field.startIndex
    while index < field.endIndex { index += appendRestored(field, index, to: &bytes) }
  }

  /// Appends what the byte at `index` stands for; how many bytes that took.
  private func appendRestored(_ field: ArraySlice<UInt8>, _ index: Int, to bytes: inout [UInt8]) -> Int {
    let byte = field[index]
    switch byte {
    case Self.delimiter, Self.escapedDelimiter: bytes += delimiterPattern
    case Self.quote, Self.escapedQuote: bytes += quotePattern
    case Self.escapedEscape: bytes += escapePattern
    case Self.lineFeedText: bytes.append(.lineFeed)
    case Self.carriageReturnText: bytes.append(.carriageReturn)
    case Self.invalid:
      guard index + 1 < field.endIndex else { break }
      let code = field[index + 1]
      if code == Self.undefinedByte {
        // Whatever its neighbours are, the field is not valid UTF-8: the byte itself could complete a character.
        bytes.append(Self.invalid)
        return min(6, field.endIndex - index)
      }
      bytes.append(Self.reserved[Int(code & 0x0f)])
      return 2
    default: bytes.append(byte)
    }
    return 1
  }

  private func isMarker(_ byte: UInt8) -> Bool { byte >= 0xf5 || byte == Self.invalid }

  /// Bytes that no UTF-8 has, in the order of their codes behind `invalid`; the last stands for a cut character.
  static let reserved: [UInt8] =
    (0xf5...0xff).map { UInt8($0) } + [0xc0, 0xc1] + [0xc0, 0xc0, 0xc0]

  private static func decoding(_ encoding: String) throws(ReadError) -> Decoding {
    if Transcoder.readsAsUTF8(encoding) { return .utf8 }
    let name = encoding.lowercased().filter { $0 != "-" && $0 != "_" }
    switch name {
    case "utf16", "ucs2", "unicode": return .utf16(.byOrderMark)
    case "utf16le", "ucs2le": return .utf16(.little)
    case "utf16be", "ucs2be": return .utf16(.big)
    case "utf32", "ucs4": return .utf32(.byOrderMark)
    case "utf32le", "ucs4le": return .utf32(.little)
    case "utf32be", "ucs4be": return .utf32(.big)
    default: break
    }
    // No table of single bytes: iconv reads the encoding, or says that it knows none of that name.
    if let transcoder = try? Transcoder(encoding: encoding) { return .singleByte(sequences: transcoder.sequences) }
    return .iconv(name: encoding, lowerHalf: try Iconv(encoding: encoding).lowerHalf())
  }
}
