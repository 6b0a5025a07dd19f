/// A language table as Swift source: two literals, of bytes below 128, and the codes of the lanes.
public enum LanguageTableSource {
  /// The source of `enum LanguageTables`.
  public static func text(_ builder: LanguageTableBuilder) -> [UInt8] {
    let (costs, tags) = builder.serialized()
    let codes = builder.codes.map { "\"\($0)\"" }.joined(separator: ", ")
    var source = Array(
      """
      /// The language table that was counted from the folder `lexicons` when this was built.
      public enum LanguageTables {
        /// ISO 639-1 codes of the lanes.
        public static let codes = [\(codes)]

      """.utf8)
    append("costs", "Sixteen a slot.", costs, to: &source)
    append("tags", "Three a slot.", tags, to: &source)
    source += Array("}\n".utf8)
    return source
  }

  private static func append(_ name: String, _ description: String, _ bytes: [UInt8], to source: inout [UInt8]) {
    source += Array("  /// \(description)\n  public static var \(name): StaticString { \"".utf8)
    for byte in bytes {
      switch byte {
      case 0x22, 0x5c: source += [0x5c, byte]
      case 0x20..<0x7f: source.append(byte)
      case 0: source += Array("\\0".utf8)
      default: source += Array("\\u{\(String(byte, radix: 16))}".utf8)
      }
    }
    source += Array("\" }\n".utf8)
  }
}
