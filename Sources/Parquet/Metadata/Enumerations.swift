// Enumerations of parquet.thrift. A file may hold a number that is newer than this list, so each is a number with names
// and not a Swift enum: such a file's metadata can still be shown.

/// A number of parquet.thrift that has a name where it is known.
package protocol ThriftEnumeration: RawRepresentable<Int32>, Sendable, Hashable {
  /// Makes the value of a number, known or not.
  init(rawValue: Int32)
}

/// How a column's values are stored, whatever they mean (`Type` in parquet.thrift).
public struct PhysicalType: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the type of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// One bit.
  public static let boolean = Self(rawValue: 0)
  /// Four bytes.
  public static let int32 = Self(rawValue: 1)
  /// Eight bytes.
  public static let int64 = Self(rawValue: 2)
  /// Twelve bytes: nanoseconds of the day and Julian day, a moment of older writers.
  public static let int96 = Self(rawValue: 3)
  /// IEEE 754 binary32.
  public static let float = Self(rawValue: 4)
  /// IEEE 754 binary64.
  public static let double = Self(rawValue: 5)
  /// Four bytes of length, then bytes.
  public static let byteArray = Self(rawValue: 6)
  /// So many bytes as the schema says.
  public static let fixedLengthByteArray = Self(rawValue: 7)

  private static let names = [
    "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY",
  ]
  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, Self.names) }
}

/// The older annotation of a column's meaning; written beside the logical type for older readers.
public struct ConvertedType: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the type of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// UTF-8 text.
  public static let utf8 = Self(rawValue: 0)
  /// A value of an enumeration, as UTF-8 text.
  public static let enumeration = Self(rawValue: 4)
  /// A decimal number with scale and precision.
  public static let decimal = Self(rawValue: 5)
  /// Days since 1970-01-01.
  public static let date = Self(rawValue: 6)
  /// Milliseconds since midnight.
  public static let timeMilliseconds = Self(rawValue: 7)
  /// Microseconds since midnight.
  public static let timeMicroseconds = Self(rawValue: 8)
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public static let timestampMilliseconds = Self(rawValue: 9)
  /// Microseconds since 1970-01-01T00:00:00Z.
  public static let timestampMicroseconds = Self(rawValue: 10)
  /// Unsigned integers of 8 bits.
  public static let uint8 = Self(rawValue: 11)
  /// Unsigned integers of 16 bits.
  public static let uint16 = Self(rawValue: 12)
  /// Unsigned integers of 32 bits.
  public static let uint32 = Self(rawValue: 13)
  /// Unsigned integers of 64 bits.
  public static let uint64 = Self(rawValue: 14)
  /// Signed integers of 8 bits.
  public static let int8 = Self(rawValue: 15)
  /// Signed integers of 16 bits.
  public static let int16 = Self(rawValue: 16)
  /// Signed integers of 32 bits.
  public static let int32 = Self(rawValue: 17)
  /// Signed integers of 64 bits.
  public static let int64 = Self(rawValue: 18)
  /// JSON as UTF-8 text.
  public static let json = Self(rawValue: 19)

  private static let names = [
    "UTF8", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME_MILLIS", "TIME_MICROS",
    "TIMESTAMP_MILLIS", "TIMESTAMP_MICROS", "UINT_8", "UINT_16", "UINT_32", "UINT_64", "INT_8", "INT_16", "INT_32",
    "INT_64", "JSON", "BSON", "INTERVAL",
  ]
  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, Self.names) }
}

/// Whether a column must, may or may repeatedly have a value in a row.
public struct FieldRepetitionType: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the type of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// One value a row.
  public static let required = Self(rawValue: 0)
  /// None or one.
  public static let optional = Self(rawValue: 1)
  /// Any number.
  public static let repeated = Self(rawValue: 2)

  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, ["REQUIRED", "OPTIONAL", "REPEATED"]) }
}

/// How values or levels become bytes.
public struct Encoding: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the encoding of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// Values one after the other.
  public static let plain = Self(rawValue: 0)
  /// The older number of `rleDictionary`, and of the dictionary page itself.
  public static let plainDictionary = Self(rawValue: 2)
  /// Runs and bit-packed groups.
  public static let rle = Self(rawValue: 3)
  /// Differences of integers, bit-packed in blocks.
  public static let deltaBinaryPacked = Self(rawValue: 5)
  /// Lengths of byte arrays as differences, then all bytes.
  public static let deltaLengthByteArray = Self(rawValue: 6)
  /// Byte arrays without what they share with the one before.
  public static let deltaByteArray = Self(rawValue: 7)
  /// Indexes into the chunk's dictionary page, as runs and bit-packed groups.
  public static let rleDictionary = Self(rawValue: 8)
  /// The first bytes of all values, then their second bytes, and so on.
  public static let byteStreamSplit = Self(rawValue: 9)

  private static let names = [
    "PLAIN", "1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY",
    "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
  ]
  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, Self.names) }
}

/// How pages are compressed.
public struct CompressionCodec: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the codec of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// Not at all.
  public static let uncompressed = Self(rawValue: 0)
  /// Snappy's raw format, without frames.
  public static let snappy = Self(rawValue: 1)
  /// RFC 1952.
  public static let gzip = Self(rawValue: 2)
  /// Zstandard, RFC 8878.
  public static let zstd = Self(rawValue: 6)

  private static let names = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"]
  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, Self.names) }
}

/// What a page holds.
public struct PageType: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the type of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// Levels and values, compressed together.
  public static let dataPage = Self(rawValue: 0)
  /// The distinct values of a chunk.
  public static let dictionaryPage = Self(rawValue: 2)
  /// Levels, then values that alone are compressed.
  public static let dataPageV2 = Self(rawValue: 3)

  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, ["DATA_PAGE", "INDEX_PAGE", "DICTIONARY_PAGE", "DATA_PAGE_V2"]) }
}

/// Whether the pages' bounds of a column chunk ascend or descend.
public struct BoundaryOrder: ThriftEnumeration, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: Int32
  /// Makes the order of a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }
  /// Neither.
  public static let unordered = Self(rawValue: 0)
  /// Minima and maxima both never descend.
  public static let ascending = Self(rawValue: 1)
  /// Minima and maxima both never ascend.
  public static let descending = Self(rawValue: 2)

  /// The name in parquet.thrift, or the number.
  public var description: String { name(rawValue, ["UNORDERED", "ASCENDING", "DESCENDING"]) }
}

private func name(_ number: Int32, _ names: [String]) -> String {
  names.indices.contains(Int(number)) ? names[Int(number)] : "\(number)"
}
