// RFC 8878: a zstd file is a sequence of frames, each unpacked for itself; skippable frames hold no content.

import CZstd

/// Unpacks zstd: the library's streaming decoder, frame after frame.
///
/// Owns the context, which no one else sees.
@safe
struct ZstdDecoder: ~Copyable {
  /// Whether `bytes` begin a frame: the magic number, or one of the sixteen of skippable frames.
  static func recognizes(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    if bytes[0] == 0x28, bytes[1] == 0xb5, bytes[2] == 0x2f, bytes[3] == 0xfd { return true }
    return bytes[0] & 0xf0 == 0x50 && bytes[1] == 0x2a && bytes[2] == 0x4d && bytes[3] == 0x18
  }

  /// `ZSTD_error_frameParameter_windowTooLarge` (zstd_errors.h, whose numbers are pinned): more than 128 MiB.
  private static let windowTooLarge = 16

  /// The bytes with which a frame begins to tell what it is: magic number and descriptor.
  private static let firstBytes = 5

  private let context: OpaquePointer
  /// How many bytes the library wants next: up to the end of a header or block.
  ///
  /// It gets no more at once, so that an error is known to lie in them.
  private var wantedBytes = firstBytes
  /// Whether a frame has been begun and not been finished.
  private(set) var isWithinFrame = false

  init(path: String) throws(ReadError) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw ReadError(.tooLarge, path: path, message: "no memory to unpack zstd; give the program more")
    }
    unsafe self.context = context
  }

  deinit {
    // `context` came from ZSTD_createDCtx, and nothing else points to it.
    unsafe ZSTD_freeDCtx(context)
  }

  /// Unpacks bytes of `input` into `output`; how many were consumed and produced.
  ///
  /// None of either means that the input is used up, or the output full.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(DecodeFailure) -> (consumed: Int, produced: Int) {
    // The number of bytes alone is looked at.
    guard unsafe isWithinFrame || !input.isEmpty else { return (0, 0) }
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: min(input.count, wantedBytes), pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // Both buffers are valid for the call, whose errors are numbers; the library stays within their sizes.
    let status = unsafe ZSTD_decompressStream(context, &target, &source)
    guard ZSTD_isError(status) == 0 else {
      // The library's error names are constant strings.
      let text = unsafe String(cString: ZSTD_getErrorName(status))
      throw unsafe DecodeFailure(
        consumed: source.pos, message: text, needsMemory: 0 &- status == Self.windowTooLarge)
    }
    // 0: the frame is complete and all of it delivered.
    isWithinFrame = status != 0
    wantedBytes = isWithinFrame ? status : Self.firstBytes
    return unsafe (source.pos, target.pos)
  }
}
