/// Translates a file's content block by block: characters to UTF-8, patterns to the bytes of `Translation`.
///
/// What comes out does not depend on how the content is cut into blocks. Keeps an anchor on both sides of every line
/// end, so that each record's place in the file is known exactly.
struct Translator: ~Copyable {
  private let translation: Translation
  private let path: String
  private var decoder: CharacterDecoder
  /// Characters decoded and not yet translated, and where each byte's character begins in the file.
  private var decoded: [UInt8] = []
  private var origins: [Int] = []
  private var anchors = [Anchor(translated: 0, original: 0, line: 1)]
  private var outputCount = 0
  /// The physical line of the next byte, and where in the file the last CR has its end.
  private var line = 1
  private var carriageReturnEnd: Int?
  private var isFirst = true
  /// Bytes that begin no pattern, end no line and are not reserved.
  private let isPlain: [Bool]
  private let longestPattern: Int

  init(_ translation: Translation, path: String) throws(ReadError) {
    self.translation = translation
    self.path = path
    decoder = try CharacterDecoder(translation.decoding)
    let patterns = [
      translation.delimiterPattern, translation.quotePattern, translation.escapePattern, translation.recordEndPattern,
    ]
    var isPlain = [Bool](repeating: true, count: 256)
    for byte in patterns.compactMap(\.first) + Translation.reserved + [.lineFeed, .carriageReturn] {
      isPlain[Int(byte)] = false
    }
    self.isPlain = isPlain
    // Behind an escape, another pattern or both bytes of CRLF are looked at.
    longestPattern = translation.escapePattern.count + max(2, patterns.map(\.count).max() ?? 1)
  }

  /// Translates the next block of content into `output`.
  ///
  /// - Throws: `encoding` where the content begins with another encoding's byte order mark.
  mutating func append(_ block: [UInt8], isEnd: Bool, into output: inout [UInt8]) throws(ReadError) {
    if isFirst {
      try ByteOrderMark.check(block, encoding: translation.encoding, decoding: translation.decoding, path: path)
    }
    decoder.append(block, isEnd: isEnd, into: &decoded, origins: &origins)
    if isFirst, decoded.starts(with: ByteOrderMark.utf8) {
      let count = ByteOrderMark.utf8.count
      anchors.append(Anchor(translated: count, original: origin(count), line: line))
    }
    isFirst = false
    let before = output.count
    outputCount -= before
    translate(isEnd: isEnd, into: &output)
    outputCount += output.count
    if isEnd { anchors.append(Anchor(translated: outputCount, original: decoder.position, line: line)) }
  }

  /// The anchors up to a place in the translated content; those before it are forgotten, but for the last.
  mutating func takeAnchors(upTo translated: Int) -> [Anchor] {
    let count = anchors.firstIndex { $0.translated > translated } ?? anchors.count
    let taken = Array(anchors[..<count])
    anchors.removeFirst(max(count - 1, 0))
    return taken
  }

  /// Where a byte of translated content that is not forgotten comes from.
  func origin(of translated: Int) -> Anchor { anchors.origin(of: translated) }

  private mutating func translate(isEnd: Bool, into output: inout [UInt8]) {
    // A line end or pattern that more bytes could lengthen waits for them.
    let limit = isEnd ? decoded.count : decoded.count - longestPattern
    var index = 0
    while index < limit {
      if isPlain[Int(decoded[index])] {
        let start = index
        repeat { index += 1 } while index < limit && isPlain[Int(decoded[index])]
        output.append(contentsOf: decoded[start..<index])
      } else {
        index = translateSpecial(index, &output)
      }
    }
    guard index > 0 else { return }
    decoded.removeFirst(index)
    origins.removeFirst(index)
  }

  /// Translates what begins at `index` and is not plain; where the next begins.
  private mutating func translateSpecial(_ index: Int, _ output: inout [UInt8]) -> Int {
    if !translation.escapePattern.isEmpty, let next = translateEscape(index, &output) { return next }
    if has(translation.recordEndPattern, index) {
      return endLine(.lineFeed, index, translation.recordEndPattern.count, &output)
    }
    if has(translation.delimiterPattern, index) {
      return put(translation.delimiterPattern, Translation.delimiter, index, &output)
    }
    if has(translation.quotePattern, index) { return put(translation.quotePattern, Translation.quote, index, &output) }
    let byte = decoded[index]
    if byte.isLineEnd {
      guard translation.recordEndPattern.isEmpty else {
        output.append(byte == .lineFeed ? Translation.lineFeedText : Translation.carriageReturnText)
        return index + 1
      }
      return endLine(byte, index, 1, &output)
    }
    if case .utf8 = translation.decoding, let code = Translation.reserved.firstIndex(of: byte) {
      output.append(Translation.invalid)
      output.append(0x80 | UInt8(code))
    } else {
      // Of other encodings, only the decoder writes these, as marks of what it could not read.
      output.append(byte)
    }
    return index + 1
  }

  /// The escape at `index` and what it makes text of; nil where there is none.
  private mutating func translateEscape(_ index: Int, _ output: inout [UInt8]) -> Int? {
    guard has(translation.escapePattern, index) else { return nil }
    let next = index + translation.escapePattern.count
    if has(translation.quotePattern, next) {
      output.append(Translation.escapedQuote)
      return next + translation.quotePattern.count
    }
    if has(translation.escapePattern, next) {
      output.append(Translation.escapedEscape)
      return next + translation.escapePattern.count
    }
    if has(translation.delimiterPattern, next) {
      output.append(Translation.escapedDelimiter)
      return next + translation.delimiterPattern.count
    }
    if translation.recordEndPattern.isEmpty, next < decoded.count, decoded[next].isLineEnd {
      let isPair = decoded[next] == .carriageReturn && next + 1 < decoded.count && decoded[next + 1] == .lineFeed
      let end = endLine(decoded[next], index, next + 1 - index, &output, isText: true)
      return isPair ? endLine(.lineFeed, end, 1, &output, isText: true) : end
    }
    // An escape before anything else is text, so that nothing is lost.
    output += translation.escapePattern
    return next
  }

  /// Ends a line of the file, with an anchor on both sides; an escaped line end is text to the splitter.
  private mutating func endLine(
    _ byte: UInt8, _ index: Int, _ length: Int, _ output: inout [UInt8], isText: Bool = false
  ) -> Int {
    let place = outputCount + output.count
    anchors.append(Anchor(translated: place, original: origin(index), line: line))
    let text = byte == .lineFeed ? Translation.lineFeedText : Translation.carriageReturnText
    output.append(isText ? text : byte)
    // CR, LF and CRLF end a line each; an escape between CR and LF parts them.
    if byte == .carriageReturn || carriageReturnEnd != origin(index + length - 1) { line += 1 }
    carriageReturnEnd = byte == .carriageReturn ? origin(index + length) : nil
    anchors.append(Anchor(translated: place + 1, original: origin(index + length), line: line))
    return index + length
  }

  /// One ASCII byte stays; everything else becomes the byte that stands for it.
  private func put(_ pattern: [UInt8], _ byte: UInt8, _ index: Int, _ output: inout [UInt8]) -> Int {
    output.append(pattern.count == 1 ? pattern[0] : byte)
    return index + pattern.count
  }

  private func origin(_ index: Int) -> Int { index < origins.count ? origins[index] : decoder.position }

  private func has(_ pattern: [UInt8], _ index: Int) -> Bool {
    guard !pattern.isEmpty, index + pattern.count <= decoded.count else { return false }
    for offset in pattern.indices where decoded[index + offset] != pattern[offset] { return false }
    return true
  }
}
