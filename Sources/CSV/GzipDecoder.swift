// RFC 1952: a gzip file is a sequence of members, each with a header, deflated data, CRC-32 and size. Zeros between and
// after members are padding (tapes, block devices) and are skipped, as gzip(1) does.

import CZlib

/// Unpacks gzip: zlib's `inflate`, member after member.
///
/// Owns the stream, which no one else sees.
@safe
struct GzipDecoder: ~Copyable {
  /// The first bytes of a member: the magic number and the only method there is.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// On the heap, because zlib's state points back to it.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether a member has been begun and not been finished.
  private(set) var isWithinMember = false

  init(path: String) throws(ReadError) {
    unsafe stream = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15: the largest window; 16: gzip and nothing else. `stream` is initialized and stays where it is.
    guard unsafe voc_inflate_init(stream, 15 + 16) == Z_OK else {
      unsafe stream.deallocate()
      throw ReadError(.tooLarge, path: path, message: "no memory to unpack gzip; give the program more")
    }
  }

  deinit {
    // inflateEnd releases what inflateInit made; nothing else points to `stream`.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Unpacks bytes of `input` into `output`; how many were consumed and produced.
  ///
  /// None of either means that the input is used up, or the output full.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(DecodeFailure) -> (consumed: Int, produced: Int) {
    var skipped = 0
    if !isWithinMember {
      while skipped < input.count, unsafe input[skipped] == 0 { skipped += 1 }
      guard skipped < input.count else { return (skipped, 0) }
      isWithinMember = true
      // `stream` is initialized.
      unsafe inflateReset(stream)
    }
    let available = min(input.count - skipped, Int(UInt32.max))
    let room = min(output.count, Int(UInt32.max))
    // zlib reads `avail_in` bytes at `next_in`, does not write to them, and writes at most `avail_out` at `next_out`.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.advanced(by: skipped).assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(available)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(room)
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    let consumed = unsafe skipped + available - Int(stream.pointee.avail_in)
    let produced = unsafe room - Int(stream.pointee.avail_out)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isWithinMember = false
    default:
      // zlib's messages are constant strings.
      let text = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib status \(status)"
      throw DecodeFailure(consumed: consumed, message: text)
    }
    return (consumed, produced)
  }
}

/// Why compressed bytes can't be unpacked.
struct DecodeFailure: Error {
  /// How many bytes of the input come before the fault, as far as is known.
  let consumed: Int
  /// The library's words.
  let message: String
  /// Whether the frame asks for more memory than is allowed.
  var needsMemory = false
}
