/// What a file may make the reader allocate; a file that wants more is an error, not an exhausted machine.
public struct ReaderLimits: Sendable, Hashable {
  /// 128 MiB: metadata of about 300,000 column chunks.
  public static let defaultFooterBytes = 128 << 20
  /// 512 MiB: far above the 1 MiB that pages have, for those that hold one long value.
  public static let defaultPageBytes = 512 << 20
  /// 2 GiB: a row group is decoded at once.
  public static let defaultBatchBytes = 2 << 30

  /// 256 MiB: what a small file may say of long runs of one value, such as 28 million nulls.
  public static let defaultUnprovenBytes = 256 << 20
  /// Far above what zstd makes of text and what dictionaries make of few values.
  public static let defaultMaximumExpansion = 1_000

  /// Bytes of a footer at most.
  public var footerBytes = defaultFooterBytes
  /// Bytes of a decompressed page at most.
  public var pageBytes = defaultPageBytes
  /// Bytes of the decoded columns of a row group at most.
  public var batchBytes = defaultBatchBytes
  /// Bytes of the decoded columns of a row group, however few bytes stand for them in the file.
  public var unprovenBytes = defaultUnprovenBytes
  /// Beyond `unprovenBytes`, how many decoded bytes a byte of the file may stand for.
  public var maximumExpansion = defaultMaximumExpansion

  /// Makes the default limits.
  public init() {}

  /// Bytes that column chunks of these sizes, in a file of `fileBytes`, may take in memory.
  func budget(of chunkBytes: [Int64], of fileBytes: Int) -> Int {
    // A damaged footer may have any sizes; no chunk is larger than its file.
    let stored = chunkBytes.reduce(0) { min(fileBytes, $0 + Int(max(0, min($1, Int64(fileBytes))))) }
    let (expanded, overflow) = stored.multipliedReportingOverflow(by: maximumExpansion)
    return min(batchBytes, max(unprovenBytes, overflow ? batchBytes : expanded))
  }
}
