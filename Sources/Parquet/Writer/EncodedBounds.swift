/// Bounds of values as statistics hold them, with whether each is itself a value.
package struct EncodedBounds: Sendable, Hashable {
  /// Not above any value.
  package var min: [UInt8]
  /// Not below any value.
  package var max: [UInt8]
  /// Whether `min` is a value, not a shortened one.
  package var isMinExact = true
  /// Whether `max` is a value, not a shortened one.
  package var isMaxExact = true

  /// Makes bounds that are values themselves.
  package init(min: [UInt8], max: [UInt8]) {
    self.min = min
    self.max = max
  }

  /// Makes bounds of strings, shortened to at most `limit` bytes where they are longer.
  ///
  /// A shortened minimum is a prefix; a shortened maximum is a prefix whose last code point (text) or byte is
  /// incremented, and stays whole where nothing can be incremented. Both stay valid UTF-8 where the text is.
  package init(truncating min: [UInt8], _ max: [UInt8], limit: Int, isText: Bool) {
    self.min = min
    self.max = max
    if min.count > limit {
      self.min = prefix(of: min, limit: limit, isText: isText)
      isMinExact = false
    }
    if max.count > limit {
      let cut = prefix(of: max, limit: limit, isText: isText)
      if let incremented = isText ? incrementedText(cut, limit: limit) : incrementedBytes(cut) {
        self.max = incremented
        isMaxExact = false
      }
    }
  }
}

/// At most `limit` bytes from the start; text ends before the code point that would be cut.
private func prefix(of bytes: [UInt8], limit: Int, isText: Bool) -> [UInt8] {
  var end = limit
  if isText {
    // A valid code point has at most three continuation bytes; other bytes are cut anywhere.
    while end > limit - 4, end > 0, isContinuation(bytes[end]) { end -= 1 }
    if isContinuation(bytes[end]) { end = limit }
  }
  return Array(bytes[0..<end])
}

/// The prefix whose last byte below 0xFF is incremented, or nil where there is none.
private func incrementedBytes(_ bytes: [UInt8]) -> [UInt8]? {
  guard let last = bytes.lastIndex(where: { $0 < 0xff }) else { return nil }
  return bytes[0..<last] + [bytes[last] + 1]
}

/// The prefix whose last code point has a successor that fits, which takes its place; nil where there is none.
private func incrementedText(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
  guard let text = String(validating: bytes, as: UTF8.self) else { return incrementedBytes(bytes) }
  var scalars = Array(text.unicodeScalars)
  var end = bytes.count
  while let last = scalars.popLast() {
    end -= UTF8.width(last)
    // The surrogates are no code points of UTF-8 text.
    let next = last.value == 0xd7ff ? 0xe000 : last.value + 1
    guard let successor = Unicode.Scalar(next), end + UTF8.width(successor) <= limit else { continue }
    return bytes[0..<end] + Array(String(successor).utf8)
  }
  return nil
}

private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
