import Glibc

/// A conversion to UTF-8 of iconv(3), used to make tables.
@safe
struct Iconv: ~Copyable {
  private let encoding: String
  private let descriptor: iconv_t

  /// - Throws: `encoding` where iconv does not know the name.
  init(encoding: String) throws(ReadError) {
    // A slash begins iconv's own options, such as to leave out what it can't convert.
    let opened = encoding.isEmpty || encoding.contains("/") ? nil : unsafe iconv_open("UTF-8", encoding)
    // iconv_open fails with -1 as a pointer.
    guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else {
      throw ReadError(
        .encoding, path: "",
        message: "the encoding \"\(encoding)\" is not known; name one that iconv --list shows, such as windows-1251")
    }
    self.encoding = encoding
    unsafe descriptor = opened
  }

  deinit {
    // The descriptor is open and nobody else's.
    unsafe iconv_close(descriptor)
  }

  /// For each byte its UTF-8, first byte lowest, and in the highest byte how many there are; 0 where it is undefined.
  ///
  /// - Throws: `encoding` where a byte alone is not a character, or ASCII is something else.
  func table() throws(ReadError) -> [UInt32] {
    var table: [UInt32] = []
    for byte in UInt8.min...UInt8.max {
      let sequence = try convert(byte)
      guard byte >= 0x80 || sequence == [byte] else { throw notSingleByte }
      var entry = UInt32(sequence.count) << 24
      for (index, part) in sequence.enumerated() { entry |= UInt32(part) << UInt32(8 * index) }
      table.append(entry)
    }
    return table
  }

  /// The UTF-8 of the bytes below 0x80; some of their signs are others in encodings such as Shift_JIS.
  ///
  /// - Throws: `encoding` where letters, digits, blanks or line ends are not ASCII's, or a byte's meaning depends on what
  ///   came before.
  func lowerHalf() throws(ReadError) -> [[UInt8]] {
    var table: [[UInt8]] = []
    for byte in UInt8.min..<0x80 {
      let (sequence, code) = convert([byte])
      let isSign = (0x21...0x7e).contains(byte) && !Unicode.Scalar(byte).properties.isAlphabetic
      guard code == 0, isSign || sequence == [byte] else { throw notASCII }
      table.append(sequence)
    }
    return table
  }

  /// The longest character of any encoding that glibc knows, GB 18030's.
  static let longestCharacter = 4

  /// The UTF-8 of the character at the beginning of `bytes`, and its length; 0 where there is none, nil where more bytes
  /// could make it one.
  func character(_ bytes: ArraySlice<UInt8>) -> (sequence: [UInt8], length: Int)? {
    for length in 1...min(Self.longestCharacter, bytes.count) {
      let (sequence, code) = convert(Array(bytes.prefix(length)))
      if code == 0, !sequence.isEmpty { return (sequence, length) }
      if code != EINVAL { return ([], 0) }
    }
    return bytes.count < Self.longestCharacter ? nil : ([], 0)
  }

  /// The UTF-8 of one byte; empty where it is undefined.
  private func convert(_ byte: UInt8) throws(ReadError) -> [UInt8] {
    let (bytes, code) = convert([byte])
    if code == EILSEQ { return [] }
    guard code == 0, (1...Transcoder.longestSequence).contains(bytes.count) else { throw notSingleByte }
    return bytes
  }

  /// The UTF-8 of `bytes`, from the initial state on, and the number of the error or 0.
  private func convert(_ bytes: [UInt8]) -> (bytes: [UInt8], code: Int32) {
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 16)
    var produced = 0
    var code: Int32 = 0
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        var source = input.baseAddress
        var target = output.baseAddress
        var sourceCount = input.count
        var targetCount = output.count
        // iconv stays within the counts; the first call puts it into its initial state, the last gives what it holds
        // back of a character that could be combined with the next.
        unsafe iconv(descriptor, nil, nil, nil, nil)
        if unsafe iconv(descriptor, &source, &sourceCount, &target, &targetCount) == -1 {
          code = errno
        } else if unsafe iconv(descriptor, nil, nil, &target, &targetCount) == -1 {
          code = errno
        }
        produced = output.count - targetCount
      }
    }
    return (output.prefix(produced).map { UInt8(bitPattern: $0) }, code)
  }

  private var notASCII: ReadError {
    ReadError(
      .encoding, path: "",
      message: "the encoding \"\(encoding)\" is not read: its lower half is not ASCII; convert the file first: "
        + "iconv -f \(encoding) -t utf-8")
  }

  private var notSingleByte: ReadError {
    ReadError(
      .encoding, path: "",
      message: "the encoding \"\(encoding)\" is not read: expected UTF-8, or one byte a character with ASCII as its "
        + "lower half; convert the file first: iconv -f \(encoding) -t utf-8")
  }
}
