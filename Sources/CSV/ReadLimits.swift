/// How much of a file is held at once; no result but the cuts between chunks depends on `chunkBytes`.
public struct ReadLimits: Sendable, Equatable {
  /// 1 MiB: a chunk and what is made of it stay in a core's second-level cache and its share of the third.
  public static let defaultChunkBytes = 1 << 20
  /// 1 MiB: a comment of a few hundred pages; what is longer is a quote that was never closed, or no comment.
  public static let defaultMaximumRecordBytes = 1 << 20
  /// 1 GiB: every place in a chunk fits 32 bits.
  public static let largestBytes = 1 << 30

  /// Columns of a header: what spreadsheets hold four times over; more is a wrong delimiter.
  public static let maximumColumns = 1 << 16

  /// Bytes that are read at once; a chunk has at most so many, unless a single record has more.
  public let chunkBytes: Int
  /// Bytes of the longest legal record, without its line end.
  public let maximumRecordBytes: Int

  /// Makes limits; each is held within 1 and `largestBytes`.
  public init(
    chunkBytes: Int = defaultChunkBytes,
    maximumRecordBytes: Int = defaultMaximumRecordBytes
  ) {
    self.chunkBytes = min(max(chunkBytes, 1), Self.largestBytes)
    self.maximumRecordBytes = min(max(maximumRecordBytes, 1), Self.largestBytes)
  }
}
