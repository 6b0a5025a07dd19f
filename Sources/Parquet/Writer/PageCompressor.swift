import Buffers

/// Compresses the pages of column chunks; owns the contexts and the room for the result.
struct PageCompressor: ~Copyable, Sendable {
  let codec: CompressionCodec
  /// What was compressed last.
  private(set) var output = PageBuffer()
  /// CPU of compressing; off unless it is set.
  var clock = LapClock(.off)
  /// At the level that was asked for; nil without compression.
  private var values: ZstandardCompressor?
  /// For packed values.
  private var packed: ZstandardCompressor?

  init(_ compression: WriterOptions.Compression) throws(ParquetError) {
    guard case .zstd(let level) = compression else {
      codec = .uncompressed
      values = nil
      packed = nil
      return
    }
    codec = .zstd
    values = try ZstandardCompressor(level: level)
    packed = try ZstandardCompressor.forPackedValues()
  }

  /// Compresses what a page holds from byte `start` on; false where there is no codec or it would not shrink.
  mutating func compress(
    _ page: borrowing PageBuffer, from start: Int, packed isPacked: Bool, evenIfLonger: Bool
  ) throws(ParquetError) -> Bool {
    output.removeAll()
    guard codec == .zstd, page.count > start || evenIfLonger else { return false }
    clock.start()
    defer { clock.lap(0) }
    if isPacked {
      try packed?.compress(page.storage, start..<page.count, to: &output)
    } else {
      try values?.compress(page.storage, start..<page.count, to: &output)
    }
    return evenIfLonger || output.count < page.count - start
  }
}
