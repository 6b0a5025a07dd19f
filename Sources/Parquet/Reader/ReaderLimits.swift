/// What a file may make the reader allocate; a file that wants more is an error, not an exhausted machine.
public struct ReaderLimits: Sendable, Hashable {
  /// 128 MiB: metadata of about 300,000 column chunks.
  public static let defaultFooterBytes = 128 << 20
  /// 512 MiB: far above the 1 MiB that pages have, for those that hold one long value.
  public static let defaultPageBytes = 512 << 20
  /// 2 GiB: a row group is decoded at once.
  public static let defaultBatchBytes = 2 << 30

  /// Bytes of a footer at most.
  public var footerBytes = defaultFooterBytes
  /// Bytes of a decompressed page at most.
  public var pageBytes = defaultPageBytes
  /// Bytes of the decoded columns of a row group at most.
  public var batchBytes = defaultBatchBytes

  /// Makes the default limits.
  public init() {}
}
