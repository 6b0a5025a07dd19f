/// The key of a cell: the values of its dimensions, in an order-preserving form.
///
/// Each value begins with a byte that says whether there is one (0 for null, which sorts first). Strings end with 0 0 and hold a zero byte as
/// 0 255, so that the order of keys is the order of values, dimension by dimension; days are four bytes, most significant
/// first, with the sign bit turned; flags are one byte.
public enum DimensionKey {
  /// How values of a dimension are written.
  public enum Kind: Sendable {
    /// Bytes.
    case string
    /// A day, or another small number.
    case number
    /// True or false.
    case flag
  }

  /// The values of a key, each as it is written in it.
  public static func values(_ key: [UInt8], kinds: [Kind]) -> [ArraySlice<UInt8>] {
    var reader = Reader(key)
    return kinds.map { kind in
      let start = reader.offset
      switch kind {
      case .string: _ = reader.string()
      case .number: _ = reader.number()
      case .flag: _ = reader.flag()
      }
      return key[start..<reader.offset]
    }
  }

  /// Appends "no value".
  public static func appendNull(to key: inout [UInt8]) { key.append(0) }

  /// Appends a string.
  public static func append(_ value: Span<UInt8>, to key: inout [UInt8]) {
    key.append(1)
    for index in value.indices {
      key.append(value[index])
      if value[index] == 0 { key.append(255) }
    }
    key.append(0)
    key.append(0)
  }

  /// Appends a day since 1970-01-01, or another small number.
  public static func append(_ value: Int32, to key: inout [UInt8]) {
    key.append(1)
    let bits = UInt32(bitPattern: value) ^ 0x8000_0000
    for shift in [24, 16, 8, 0] as [UInt32] { key.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }

  /// Appends a flag.
  public static func append(_ value: Bool, to key: inout [UInt8]) {
    key.append(1)
    key.append(value ? 1 : 0)
  }

  /// Reads keys value by value.
  public struct Reader {
    private let key: [UInt8]
    fileprivate var offset = 0

    /// Begins at the first value.
    public init(_ key: [UInt8]) { self.key = key }

    private mutating func isNull() -> Bool {
      defer { offset += 1 }
      return key[offset] == 0
    }

    /// The next value, a string; nil for null.
    public mutating func string() -> [UInt8]? {
      if isNull() { return nil }
      var value: [UInt8] = []
      while true {
        let byte = key[offset]
        let next = key[offset + 1]
        offset += byte == 0 ? 2 : 1
        if byte == 0, next == 0 { return value }
        value.append(byte)
      }
    }

    /// The next value, a day or number; nil for null.
    public mutating func number() -> Int32? {
      if isNull() { return nil }
      var bits: UInt32 = 0
      for _ in 0..<4 {
        bits = bits << 8 | UInt32(key[offset])
        offset += 1
      }
      return Int32(bitPattern: bits ^ 0x8000_0000)
    }

    /// The next value, a flag; nil for null.
    public mutating func flag() -> Bool? {
      if isNull() { return nil }
      defer { offset += 1 }
      return key[offset] != 0
    }
  }
}
