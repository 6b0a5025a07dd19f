/// The two bytes that give a CSV file its structure; records end at CR, LF or CRLF in every dialect.
public struct Dialect: Sendable, Equatable {
  /// The byte between two fields.
  public let delimiter: UInt8
  /// The byte around a quoted field; doubled, it stands for itself in one.
  public let quote: UInt8

  /// The dialect of RFC 4180: comma and double quote.
  public static let rfc4180 = Dialect(uncheckedDelimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""))

  /// Makes a dialect; nil where both bytes are the same or one of them ends a line.
  public init?(delimiter: UInt8, quote: UInt8) {
    guard delimiter != quote, !delimiter.isLineEnd, !quote.isLineEnd else { return nil }
    self.init(uncheckedDelimiter: delimiter, quote: quote)
  }

  private init(uncheckedDelimiter delimiter: UInt8, quote: UInt8) {
    self.delimiter = delimiter
    self.quote = quote
  }
}

extension UInt8 {
  static let carriageReturn: UInt8 = 0x0d
  static let lineFeed: UInt8 = 0x0a

  /// Whether the byte is CR or LF.
  @inline(__always)
  var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
}
