import CZstd

/// A reusable zstd compression context; it has one owner and is used by one thread at a time.
@safe struct ZstandardCompressor: ~Copyable, @unchecked Sendable {
  /// The levels that libzstd takes.
  static var levels: ClosedRange<Int> { Int(ZSTD_minCLevel())...Int(ZSTD_maxCLevel()) }

  private let context: OpaquePointer

  init(level: Int) throws(ParquetError) {
    guard Self.levels.contains(level) else {
      throw ParquetError(
        .invalidSchema,
        "zstd level \(level) does not exist; give one from \(Self.levels.lowerBound) to \(Self.levels.upperBound)")
    }
    // The context is freed in deinit and nowhere else.
    guard let context = unsafe ZSTD_createCCtx() else {
      throw ParquetError(.limit, "no memory for a zstd context")
    }
    unsafe self.context = context
    // The level is within libzstd's own bounds, so that setting it cannot fail.
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
  }

  /// A compressor for values from which an encoding has taken what repeats: bit-packed numbers and ends of strings.
  ///
  /// Long repetitions alone are looked for, and the rest is coded by how often its bytes occur. Of random digits, level
  /// 3 finds short repetitions that cost more than they save: here they are 5 to 15 % smaller in a quarter of the time.
  static func forPackedValues() throws(ParquetError) -> ZstandardCompressor {
    let compressor = try ZstandardCompressor(level: 1)
    // 7 is the longest that libzstd takes, so that setting it cannot fail.
    _ = unsafe ZSTD_CCtx_setParameter(compressor.context, ZSTD_c_minMatch, 7)
    return compressor
  }

  deinit {
    // Sole owner of a context that was made in init.
    _ = unsafe ZSTD_freeCCtx(context)
  }

  /// Appends the compressed bytes as one frame, with its content size and without a checksum.
  mutating func compress(
    _ input: [UInt8], _ range: Range<Int>, to output: inout PageBuffer
  ) throws(ParquetError) {
    try unsafe output.append(capacity: ZSTD_compressBound(range.count)) { (room) throws(ParquetError) in
      // Both buffers are valid within the closures, and libzstd keeps to the sizes given.
      let size = unsafe input.span.extracting(range).withUnsafeBytes { bytes in
        unsafe ZSTD_compress2(context, room.baseAddress, room.count, bytes.baseAddress, bytes.count)
      }
      try check(size)
      return size
    }
  }
}

/// A reusable zstd decompression context; it has one owner and is used by one thread at a time.
@safe struct ZstandardDecompressor: ~Copyable {
  /// A block of 4 bytes may stand for 128 KiB, so that no honest page claims more than this many times its size.
  static let maximumRatio = 1 << 15

  private let context: OpaquePointer

  init() throws(ParquetError) {
    // The context is freed in deinit and nowhere else.
    guard let context = unsafe ZSTD_createDCtx() else {
      throw ParquetError(.limit, "no memory for a zstd context")
    }
    unsafe self.context = context
  }

  deinit {
    // Sole owner of a context that was made in init.
    _ = unsafe ZSTD_freeDCtx(context)
  }

  /// Appends the decompressed bytes, of which there must be `byteCount`.
  mutating func decompress(
    _ input: [UInt8], _ range: Range<Int>, byteCount: Int, to output: inout [UInt8]
  ) throws(ParquetError) {
    guard byteCount <= range.count * Self.maximumRatio else {
      throw ParquetError(.corrupt, "\(range.count) bytes of zstd cannot hold the \(byteCount) that the page claims")
    }
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: byteCount))
    // Both buffers are valid within the closures; `byteCount` bytes stand behind `start`.
    let size = unsafe output.withUnsafeMutableBytes { room in
      unsafe input.span.extracting(range).withUnsafeBytes { bytes in
        unsafe ZSTD_decompressDCtx(
          context, room.baseAddress.map { unsafe $0 + start }, byteCount, bytes.baseAddress, bytes.count)
      }
    }
    try check(size)
    guard size == byteCount else {
      throw ParquetError(.corrupt, "the page decompresses to \(size) bytes, its header says \(byteCount)")
    }
  }
}

private func check(_ size: Int) throws(ParquetError) {
  guard ZSTD_isError(size) != 0 else { return }
  // libzstd's error names are constant strings.
  let name = unsafe String(cString: ZSTD_getErrorName(size))
  throw ParquetError(.corrupt, "zstd: \(name)")
}
