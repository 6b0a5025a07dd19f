import CSV

extension [UInt8] {
  /// Whether the bytes are well-formed UTF-8.
  var isUTF8: Bool { isValidUTF8(span) }
}
