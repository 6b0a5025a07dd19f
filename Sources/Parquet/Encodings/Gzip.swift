import CZlib

/// A reusable zlib stream for pages of gzip; it has one owner and is used by one thread at a time.
@safe struct GzipDecompressor: ~Copyable {
  /// Deflate makes at most 1,032 bytes of one, so that no honest page claims more than this many times its size.
  static let maximumRatio = 1_032
  /// The largest window, and 32: the header tells whether it is gzip's or zlib's, which some writers take for it.
  private static let windowBits: Int32 = 15 + 32

  /// On the heap, because zlib's state points back to it.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(ParquetError) {
    unsafe stream = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // `stream` is initialized and stays where it is.
    guard unsafe voc_inflate_init(stream, Self.windowBits) == Z_OK else {
      unsafe stream.deallocate()
      throw ParquetError(.limit, "no memory for a zlib stream")
    }
  }

  deinit {
    // inflateEnd releases what inflateInit made; nothing else points to `stream`.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Appends the decompressed bytes of all members, of which there must be `byteCount`.
  mutating func decompress(
    _ input: [UInt8], _ range: Range<Int>, byteCount: Int, to output: inout [UInt8]
  ) throws(ParquetError) {
    guard byteCount <= range.count * Self.maximumRatio else {
      throw ParquetError(.corrupt, "\(range.count) bytes of gzip cannot hold the \(byteCount) that the page claims")
    }
    var position = range.lowerBound
    var filled = output.count
    output.append(contentsOf: repeatElement(0, count: byteCount))
    // A page without values is a member too, but may also be no byte at all.
    while position < range.upperBound {
      let (status, consumed, produced) = inflateMember(input, position..<range.upperBound, to: &output, from: filled)
      position += consumed
      filled += produced
      guard status == Z_STREAM_END else {
        let isFull = status == Z_BUF_ERROR && filled == output.count
        let what =
          isFull
          ? "the page decompresses to more than the \(byteCount) bytes that its header says"
          : "\(name(status)) behind \(position - range.lowerBound) bytes"
        throw ParquetError(.corrupt, "gzip: \(what)")
      }
    }
    guard filled == output.count else {
      let found = byteCount - (output.count - filled)
      throw ParquetError(.corrupt, "gzip: the page decompresses to \(found) bytes, its header says \(byteCount)")
    }
  }

  /// Decompresses one member to the room behind `start`.
  private mutating func inflateMember(
    _ input: [UInt8], _ range: Range<Int>, to output: inout [UInt8], from start: Int
  ) -> (status: Int32, consumed: Int, produced: Int) {
    // `stream` is initialized.
    unsafe inflateReset(stream)
    // Pages have less than 2³¹ bytes. zlib reads `avail_in` bytes at `next_in`, does not write to them, and writes at
    // most `avail_out` at `next_out`; both buffers are valid within the closures.
    return unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe input.withUnsafeBufferPointer { input in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + range.lowerBound })
        unsafe stream.pointee.avail_in = UInt32(clamping: range.count)
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_out = UInt32(clamping: output.count - start)
        let status = unsafe inflate(stream, Z_FINISH)
        let consumed = unsafe range.count - Int(stream.pointee.avail_in)
        let produced = unsafe output.count - start - Int(stream.pointee.avail_out)
        return (status, consumed, produced)
      }
    }
  }

  private func name(_ status: Int32) -> String {
    // zlib's messages are constant strings.
    unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "the bytes are cut off (zlib status \(status))"
  }
}
