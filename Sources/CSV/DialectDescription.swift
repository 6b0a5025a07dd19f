// W3C, Model for Tabular Data and Metadata on the Web (2015), section 5.9, "Dialect descriptions": delimiter, quoteChar,
// doubleQuote, lineTerminators, encoding, skipRows and headerRowCount. What it calls escape is always a backslash; here
// it can be any character.

/// How a CSV file is written, as people describe it: characters and texts of any number of bytes.
///
/// `resolve` turns it into what reading needs.
public struct DialectDescription: Sendable, Equatable {
  /// What stands between two fields: one character or several.
  public var delimiter: String
  /// What stands around a quoted field; empty where nothing is quoted.
  public var quote: String
  /// What makes the quote, delimiter, line end or escape behind it text; nil or the quote itself: a quote is doubled.
  public var escape: String?
  /// What ends a record; nil for LF, CR and CRLF, each wherever it comes.
  public var recordEnd: String?
  /// A name that iconv knows.
  public var encoding: String
  /// Physical lines before the header.
  public var skippedLines: Int
  /// Records that are the header; without any, columns are called `column_1`, `column_2` and so on.
  public var headerLines: Int

  /// RFC 4180 in UTF-8, with a header.
  public static let rfc4180 = DialectDescription()

  /// The most header records: a table's head, not a table.
  public static let maximumHeaderLines = 100

  /// Makes a description; what is left out is as in RFC 4180.
  public init(
    delimiter: String = ",", quote: String = "\"", escape: String? = nil, recordEnd: String? = nil,
    encoding: String = "utf-8", skippedLines: Int = 0, headerLines: Int = 1
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.escape = escape
    self.recordEnd = recordEnd
    self.encoding = encoding
    self.skippedLines = skippedLines
    self.headerLines = headerLines
  }

  /// A text of a command line or pipeline file with `\t`, `\n`, `\r`, `\\` and `\xHH` (an ASCII character) resolved.
  public static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.first else {
        result.append(character)
        continue
      }
      let plain: [Character: Character] = ["t": "\t", "n": "\n", "r": "\r", "\\": "\\"]
      if let known = plain[next] {
        result.append(known)
        rest.removeFirst()
      } else if next == "x", let code = UInt8(rest.dropFirst().prefix(2), radix: 16), code < 0x80, rest.count >= 3 {
        result.unicodeScalars.append(Unicode.Scalar(code))
        rest.removeFirst(3)
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// What reading needs.
  ///
  /// - Throws: `dialect` where the characters contradict each other; `encoding` where it can't be read.
  public func resolve() throws(ReadError) -> ResolvedDialect {
    try check()
    let isUTF8 = Transcoder.readsAsUTF8(encoding)
    // No table of single bytes: then the translation reads the encoding, or says why it can't.
    let transcoder: Transcoder? = isUTF8 ? nil : try? Transcoder(encoding: encoding)
    let hasOneByteEach = Self.asciiByte(delimiter) != nil && Self.asciiByte(quote) != nil
    let isEscaped = escape.map { $0 != quote && !$0.isEmpty } ?? false
    let isPlain = hasOneByteEach && !isEscaped && recordEnd == nil && (isUTF8 || transcoder != nil)
    let delimiterByte = Self.asciiByte(delimiter) ?? Translation.delimiter
    let quoteByte = Self.asciiByte(quote) ?? Translation.quote
    guard let dialect = Dialect(delimiter: delimiterByte, quote: quoteByte) else {
      throw Self.error("the delimiter and the quote must differ, and neither may end a line")
    }
    return ResolvedDialect(
      dialect: dialect, transcoder: isPlain ? transcoder : nil, translation: isPlain ? nil : try Translation(self),
      encoding: encoding, skippedLines: skippedLines, headerLines: headerLines)
  }

  private func check() throws(ReadError) {
    guard !delimiter.isEmpty else { throw Self.error("the delimiter is empty; give a character such as \",\"") }
    let endsLine = { (text: String) in text.utf8.contains { $0.isLineEnd } }
    guard !endsLine(delimiter), !endsLine(quote), !(escape.map(endsLine) ?? false) else {
      throw Self.error("neither the delimiter, the quote nor the escape may have a line end in it")
    }
    guard quote.count <= 1, (escape?.count ?? 0) <= 1 else {
      throw Self.error("the quote and the escape are one character each; a delimiter alone may have several")
    }
    if let recordEnd, recordEnd.isEmpty {
      throw Self.error("the record end is empty; leave it out for LF, CR and CRLF")
    }
    let named = [("delimiter", delimiter), ("quote", quote), ("escape", escape ?? ""), ("record end", recordEnd ?? "")]
    let texts = named.filter { !$0.1.isEmpty && !($0.0 == "escape" && $0.1 == quote) }
    for (index, first) in texts.enumerated() {
      for second in texts[(index + 1)...]
      where first.1.utf8.starts(with: second.1.utf8) || second.1.utf8.starts(with: first.1.utf8) {
        throw Self.error("the \(first.0) and the \(second.0) begin alike; a reader could not tell them apart")
      }
    }
  }

  private static func asciiByte(_ text: String) -> UInt8? {
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80 else { return nil }
    return byte
  }

  private static func error(_ message: String) -> ReadError { ReadError(.dialect, path: "", message: message) }
}

/// A dialect as reading takes it: two bytes for the splitter and libcsv, and what has to happen before and behind them.
public struct ResolvedDialect: Sendable {
  /// What the splitter and libcsv see.
  public let dialect: Dialect
  /// Turns fields into UTF-8; nil where they are UTF-8 already.
  public let transcoder: Transcoder?
  /// What is done to the bytes before they are split; nil where nothing has to be.
  public let translation: Translation?
  /// The encoding as it was named.
  public let encoding: String
  /// Physical lines before the header.
  public let skippedLines: Int
  /// Records that are the header.
  public let headerLines: Int
}
