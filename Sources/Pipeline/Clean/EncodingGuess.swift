import CSV

/// What bytes that are not UTF-8 look like: a hint for people, no identification.
///
/// Cyrillic comes in runs of bytes beyond ASCII, Western letters stand alone among ASCII. Small Cyrillic letters, the
/// most by far, are 0xE0 to 0xFF in windows-1251 and 0xC0 to 0xDF in KOI8-R.
struct EncodingGuess: Sendable {
  private var runs = 0
  private var low = 0
  private var high = 0
  private var others = 0

  /// Bytes of a run: words of Cyrillic have about six letters, Western ones seldom two beyond ASCII in a row.
  private static let cyrillicRun = 2

  /// Counts the bytes of a record.
  mutating func add(_ bytes: [UInt8]) {
    var isInRun = false
    for byte in bytes {
      let isHigh = byte >= 0x80
      if isHigh, !isInRun { runs += 1 }
      isInRun = isHigh
      switch byte {
      case 0xc0...0xdf: low += 1
      case 0xe0...0xff: high += 1
      case 0x80...: others += 1
      default: break
      }
    }
  }

  /// Adds what another has counted.
  mutating func add(_ other: EncodingGuess) {
    runs += other.runs
    low += other.low
    high += other.high
    others += other.others
  }

  /// An encoding, or nil where nothing was counted.
  var encoding: String? {
    guard runs > 0 else { return nil }
    guard low + high + others > Self.cyrillicRun * runs else { return "windows-1252" }
    return high >= low ? "windows-1251" : "koi8-r"
  }
}

/// Bytes as text for people, whatever they are.
enum ByteText {
  /// UTF-8 with every byte that is none as `\xHH`; with a transcoder, bytes of its encoding.
  static func text(_ bytes: [UInt8], _ transcoder: Transcoder?) -> String {
    var text = ""
    var start = 0
    func append(_ piece: ArraySlice<UInt8>) {
      text += String(decoding: transcoder?.text(Array(piece)) ?? Array(piece), as: UTF8.self)
    }
    while start < bytes.count {
      let rest = bytes.span.extracting(start...)
      let invalid: Int? =
        if let transcoder {
          bytes[start...].firstIndex { transcoder.undefinedByte([$0]) != nil }
        } else {
          firstInvalidByte(rest).map { start + $0 }
        }
      append(bytes[start..<(invalid ?? bytes.count)])
      guard let invalid else { break }
      text += "\\x" + Hexadecimal.text([bytes[invalid]])
      start = invalid + 1
    }
    return text
  }
}
