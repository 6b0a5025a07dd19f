/// The bytes of an export, decompressed: plain, gzip or zstd, told by the first bytes and not by the name.
///
/// Reads once from the beginning to the end. Several gzip members or zstd frames read as one content; zeros after a
/// gzip member are padding. Anything else after the last one, a cut-off file, or a wrong checksum is an error and never
/// a shorter content. Where the name ends in `.gz` or `.zst`, the content must be what it says.
public struct ByteSource: ~Copyable {
  /// 256 KiB of compressed bytes are read at once: what the kernel reads ahead, and small beside a chunk.
  public static let compressedBlockBytes = 256 << 10
  /// Content may be at most so many times as long as the compressed bytes it comes from: deflate's own limit is 1,032,
  /// real exports stay below 50.
  public static let maximumExpansion = 1_000
  /// 16 MiB: content is measured against `maximumExpansion` each time so many bytes of it have come.
  public static let expansionCheckBytes = 16 << 20

  /// The file as it was named.
  public var path: String { raw.path }
  /// Which file it is, and how it was when it was opened; nil for what is no file.
  public var identity: FileIdentity? { raw.identity }
  /// How many bytes of the file itself have been used.
  public var rawByteCount: Int { rawUsed }
  /// How many bytes of its content have been delivered.
  public private(set) var byteCount = 0
  /// How the file is compressed.
  public let compression: Compression

  /// The ways in which a file can be compressed.
  public enum Compression: String, Sendable {
    /// Not at all.
    case none
    /// RFC 1952.
    case gzip
    /// RFC 8878.
    case zstd
  }

  private var raw: RawBytes
  private var gzip: GzipDecoder?
  private var zstd: ZstdDecoder?
  /// Bytes read and not yet used: the first ones, then blocks of compressed ones.
  private var block: [UInt8]
  private var blockPosition = 0
  private var rawUsed = 0

  /// Opens the regular file at `path`.
  ///
  /// - Parameter observer: shown the bytes of the file itself as they are read, each once and in order; not to be kept.
  /// - Throws: `missing`, `unreadable`, `io`; `corrupt` where the name's end and the content disagree.
  ///   `changed` where it is not the file that is expected.
  public init(
    path: String, expecting identity: FileIdentity? = nil,
    observer: (@Sendable (RawSpan) -> Void)? = nil
  ) throws(ReadError) {
    try self.init(RawBytes(path: path, expecting: identity, observer: observer))
  }

  /// Reads standard input, a file, pipe or terminal; errors call it by its name.
  ///
  /// - Parameter isStopped: asked now and then while nothing comes.
  /// - Throws: `io`; `stopped` once `isStopped` says so.
  public static func standardInput(
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(ReadError) -> ByteSource {
    try ByteSource(RawBytes(standardInput: "standard input", isStopped: isStopped))
  }

  /// Reads bytes in memory as if they were those of a file at `path`.
  ///
  /// - Throws: `corrupt` where the name's end and the content disagree.
  public init(contents: [UInt8], path: String) throws(ReadError) {
    try self.init(RawBytes(contents: contents, path: path))
  }

  private init(_ raw: consuming RawBytes) throws(ReadError) {
    let path = raw.path
    let first = try Self.firstBytes(&raw)
    let compression: Compression =
      first.starts(with: GzipDecoder.magic) ? .gzip : ZstdDecoder.recognizes(first) ? .zstd : .none
    try Self.checkName(path, compression, first)
    let gzip: GzipDecoder? = if compression == .gzip { try GzipDecoder(path: path) } else { nil }
    let zstd: ZstdDecoder? = if compression == .zstd { try ZstdDecoder(path: path) } else { nil }
    self.compression = compression
    self.gzip = gzip
    self.zstd = zstd
    self.raw = raw
    block = first
  }

  /// Appends content to `bytes` until it has `count` bytes; it has fewer only at the end of the content.
  ///
  /// - Throws: `corrupt`, `changed`, `io`, `tooLarge`; `bytes` then holds what came before.
  public mutating func read(into bytes: inout [UInt8], upTo count: Int) throws(ReadError) {
    let missing = count - bytes.count
    guard missing > 0 else { return }
    try bytes.append(addingCapacity: missing) { (output: inout OutputSpan<UInt8>) throws(ReadError) in
      try unsafe output.withUnsafeMutableBufferPointer { (buffer, filled) throws(ReadError) in
        // What is read goes to the part that holds nothing; `filled` counts what has been written.
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        filled += try unsafe fill(free)
      }
    }
  }

  private mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    if compression == .none { return unsafe try fillPlain(buffer) }
    var filled = 0
    while filled < buffer.count {
      let toCheck = Self.expansionCheckBytes - byteCount % Self.expansionCheckBytes
      let end = min(buffer.count, filled + toCheck)
      // `filled` and `end` are within the buffer.
      let (consumed, produced) = try unsafe decode(UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<end]))
      blockPosition += consumed
      rawUsed += consumed
      byteCount += produced
      filled += produced
      if produced == toCheck { try checkExpansion() }
      guard consumed == 0, produced == 0 else { continue }
      guard blockPosition == block.count else {
        throw corrupt("the decompressor makes no progress; the file is damaged, get it again")
      }
      guard try refill() else {
        try checkComplete()
        break
      }
    }
    return filled
  }

  private mutating func fillPlain(_ buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    // The first bytes, at most four, have been read to see what they are.
    let first = min(block.count - blockPosition, buffer.count)
    for index in 0..<first { unsafe buffer[index] = block[blockPosition + index] }
    blockPosition += first
    // `first` is at most the buffer's count.
    let count = first + (try unsafe raw.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[first...])))
    rawUsed += count
    byteCount += count
    return count
  }

  private mutating func decode(
    _ output: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> (consumed: Int, produced: Int) {
    let block = block
    do throws(DecodeFailure) {
      return try unsafe block.span.withUnsafeBytes { (bytes) throws(DecodeFailure) -> (consumed: Int, produced: Int) in
        // `blockPosition` is at most the block's count.
        let input = unsafe UnsafeRawBufferPointer(rebasing: bytes[blockPosition...])
        if compression == .gzip { return try unsafe gzip?.decode(input, into: output) ?? (0, 0) }
        return try unsafe zstd?.decode(input, into: output) ?? (0, 0)
      }
    } catch {
      rawUsed += error.consumed
      if error.needsMemory {
        throw ReadError(
          .tooLarge, path: path, byteOffset: rawUsed,
          message: "a zstd window of more than 128 MiB (\(error.message)); compress it without --long or --ultra")
      }
      throw corrupt(
        "damaged \(compression.rawValue) (\(error.message)), or other bytes after its end; get the file again")
    }
  }

  /// Reads the next block of compressed bytes; false at the end of the file.
  private mutating func refill() throws(ReadError) -> Bool {
    block.removeAll(keepingCapacity: true)
    blockPosition = 0
    try Self.append(&raw, to: &block, count: Self.compressedBlockBytes)
    return !block.isEmpty
  }

  private func checkComplete() throws(ReadError) {
    guard isWithinCompressed else { return }
    throw corrupt("the \(compression.rawValue) content is cut off here; get the whole file again")
  }

  /// Whether a gzip member or zstd frame has been begun and not been finished.
  private var isWithinCompressed: Bool {
    switch gzip {
    case .some(let decoder): return decoder.isWithinMember
    case .none: break
    }
    switch zstd {
    case .some(let decoder): return decoder.isWithinFrame
    case .none: return false
    }
  }

  private func checkExpansion() throws(ReadError) {
    guard byteCount > rawUsed * Self.maximumExpansion else { return }
    throw ReadError(
      .tooLarge, path: path, byteOffset: rawUsed,
      message: "\(rawUsed) compressed bytes unpack to more than \(byteCount), over \(Self.maximumExpansion) times; "
        + "if the content is wanted, unpack it first and name the plain file")
  }

  private static func checkName(_ path: String, _ found: Compression, _ first: [UInt8]) throws(ReadError) {
    let name = path.lowercased()
    let expected: Compression = name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".zst") ? .zstd : found
    guard expected != found else { return }
    let digits = first.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
    throw ReadError(
      .corrupt, path: path, byteOffset: 0,
      message: "the name says \(expected.rawValue), the content is not: it begins with "
        + (first.isEmpty ? "nothing at all" : "the bytes \(digits)") + "; rename the file, or get it again")
  }

  private func corrupt(_ message: String) -> ReadError {
    ReadError(.corrupt, path: path, byteOffset: rawUsed, message: message)
  }

  private static func firstBytes(_ raw: inout RawBytes) throws(ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(&raw, to: &bytes, count: 4)
    return bytes
  }

  /// Appends the next `count` bytes of a file, or fewer at its end.
  static func append(_ raw: inout RawBytes, to bytes: inout [UInt8], count: Int) throws(ReadError) {
    try bytes.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) throws(ReadError) in
      try unsafe output.withUnsafeMutableBufferPointer { (buffer, filled) throws(ReadError) in
        // The buffer holds nothing yet; `filled` counts what has been written.
        filled = try unsafe raw.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
  }
}
