/// Decompresses pages of every codec that is read; owns and reuses the libraries' contexts.
struct PageDecompressor: ~Copyable {
  private var zstandard: ZstandardDecompressor?
  private var gzip: GzipDecompressor?

  init() {
    zstandard = nil
    gzip = nil
  }

  /// Throws where pages of the codec are not read.
  static func check(_ codec: CompressionCodec) throws(ParquetError) {
    guard [.uncompressed, .snappy, .gzip, .zstd].contains(codec) else {
      throw ParquetError(.unsupported, "codec \(codec) is not read; UNCOMPRESSED, SNAPPY, GZIP and ZSTD are")
    }
  }

  /// Puts the bytes that `range` of `input` stands for into `page`; they must be `byteCount`.
  ///
  /// Precondition: the codec is read.
  mutating func decompress(
    _ input: [UInt8], _ range: Range<Int>, _ codec: CompressionCodec, byteCount: Int, into page: inout [UInt8]
  ) throws(ParquetError) {
    page.removeAll(keepingCapacity: true)
    // Writers differ in what they store for a page of nothing.
    guard byteCount > 0 else { return }
    switch codec {
    case .zstd:
      if zstandard == nil { zstandard = try ZstandardDecompressor() }
      try zstandard?.decompress(input, range, byteCount: byteCount, to: &page)
    case .gzip:
      if gzip == nil { gzip = try GzipDecompressor() }
      try gzip?.decompress(input, range, byteCount: byteCount, to: &page)
    case .snappy:
      try SnappyDecoder.decompress(input, range, byteCount: byteCount, to: &page)
    default:
      guard range.count == byteCount else {
        throw ParquetError(.corrupt, "an uncompressed page has \(range.count) bytes, its header says \(byteCount)")
      }
      page.append(contentsOf: input[range])
    }
  }
}
