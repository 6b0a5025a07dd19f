/// How a file is written; the same options and batches give the same bytes.
public struct WriterOptions: Sendable, Hashable {
  /// How pages are compressed.
  public enum Compression: Sendable, Hashable {
    /// Not at all.
    case uncompressed
    /// Zstandard at a level, 1 fast to 19 small; 3 is libzstd's own choice.
    case zstd(level: Int)
  }

  /// libzstd's own default: beyond it, time grows much faster than the files shrink.
  public static let defaultCompression = Compression.zstd(level: 3)
  /// Rows of a page at most: small enough that reading one row by the page index decodes little.
  public static let defaultPageRows = 20_000
  /// Bytes of a page's values at most, uncompressed: 1 MiB, as the format's own documents advise.
  public static let defaultPageBytes = 1 << 20
  /// Bytes of a dictionary at most: 1 MiB, so that it stays in a core's second-level cache when read.
  public static let defaultDictionaryBytes = 1 << 20
  /// Bytes of a bound at most: enough to tell texts apart, and the footer stays small.
  public static let defaultStatisticsBytes = 64
  /// What `createdBy` is unless the caller knows its build.
  public static let defaultCreatedBy: String = createdBy(version: "0.1.0", build: "unknown")

  /// How pages are compressed.
  public var compression = defaultCompression
  /// Rows of a page at most, from 1.
  public var pageRows = defaultPageRows
  /// Bytes of a page's values at most, uncompressed, from 1; a single longer value has a page to itself.
  public var pageBytes = defaultPageBytes
  /// Bytes of a column chunk's dictionary at most; 0 writes no dictionaries.
  public var dictionaryBytes = defaultDictionaryBytes
  /// Bytes of a string's bound at most, from 4, the longest code point in UTF-8.
  public var statisticsBytes = defaultStatisticsBytes
  /// The program that writes, as "name version x.y.z (build …)"; parquet-java ignores statistics of others.
  public var createdBy = defaultCreatedBy
  /// Further pairs of the footer, in order, after those that hold the descriptions.
  public var keyValueMetadata: [KeyValue] = []

  /// Makes the default options.
  public init() {}

  /// `createdBy` of a version and a build, in the form that parquet-java parses.
  public static func createdBy(version: String, build: String) -> String { "voc version \(version) (build \(build))" }

  /// No limit may be larger, so that a page's size, compressed or not, fits the 31 bits of its header.
  private static let maximumBytes = 1 << 30

  /// Throws where an option has no meaning.
  func validate() throws(ParquetError) {
    for (name, value, least) in [
      ("pageRows", pageRows, 1), ("pageBytes", pageBytes, 1), ("dictionaryBytes", dictionaryBytes, 0),
      ("statisticsBytes", statisticsBytes, 4),
    ] where value < least || value > Self.maximumBytes {
      throw ParquetError(.invalidSchema, "option \(name) is \(value), expected \(least) to \(Self.maximumBytes)")
    }
  }
}
