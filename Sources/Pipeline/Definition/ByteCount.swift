/// Numbers of bytes as people write them on the command line: `512`, `64K`, `1.5G`, `2GiB`, `500MB`.
public enum ByteCount {
  // K, M, G, T and KiB, MiB, GiB, TiB are powers of 1024; KB, MB, GB, TB powers of 1000; case does not count.
  private static let units: [(suffix: String, factor: Int64)] = [
    ("", 1), ("B", 1), ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40),
    ("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30), ("TIB", 1 << 40),
    ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
  ]
  /// Decimals of a number before its unit.
  private static let scale = 3

  /// How many bytes a text means, rounded down; nil where it is no size, or beyond 64 bits.
  public static func bytes(in text: String) -> Int? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let suffix = text[number.endIndex...].drop { $0 == " " }.uppercased()
    guard let factor = units.first(where: { $0.suffix == suffix })?.factor,
      let thousandths = DecimalParser(decimal: UInt8(ascii: ".")).parse(Array(number.utf8).span, scale: scale)
    else { return nil }
    let (product, overflow) = thousandths.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Int(product / 1000)
  }
}
