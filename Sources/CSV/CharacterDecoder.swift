// The Unicode Standard 16.0, section 3.9, and RFC 2781: UTF-16 is a code unit of two bytes, or two of them, D800..DBFF and
// DC00..DFFF; UTF-32 a code unit of four. A surrogate that stands alone becomes the three bytes that it would have in
// UTF-8, which are not valid there, so that its record is found and rejected like any other invalid text.

/// Decodes a stream of characters of any encoding into UTF-8, block by block, and tells where each of them began.
struct CharacterDecoder: ~Copyable {
  /// One past the last byte of the content that is decoded.
  private(set) var position = 0

  private let decoding: Translation.Decoding
  private var iconv: Iconv?
  /// Bytes of a character that has not come whole.
  private var pending: [UInt8] = []
  private var isBig: Bool?

  init(_ decoding: Translation.Decoding) throws(ReadError) {
    let iconv: Iconv? = if case .iconv(let name, _) = decoding { try Iconv(encoding: name) } else { nil }
    self.decoding = decoding
    self.iconv = iconv
    switch decoding {
    case .utf16(.little), .utf32(.little): isBig = false
    case .utf16(.big), .utf32(.big): isBig = true
    default: isBig = nil
    }
  }

  /// Appends the characters of `block`, and for each of their bytes where the character begins in the content.
  mutating func append(_ block: [UInt8], isEnd: Bool, into output: inout [UInt8], origins: inout [Int]) {
    switch decoding {
    case .utf8:
      output += block
      origins += position..<position + block.count
      position += block.count
    case .singleByte(let sequences):
      for byte in block { put(byte, sequences[Int(byte)], &output, &origins) }
    case .utf16: appendUnits(block, size: 2, isEnd, &output, &origins)
    case .utf32: appendUnits(block, size: 4, isEnd, &output, &origins)
    case .iconv(_, let lowerHalf): appendConverted(block, isEnd, lowerHalf, &output, &origins)
    }
  }

  private mutating func put(
    _ byte: UInt8, _ sequence: UInt32, _ output: inout [UInt8], _ origins: inout [Int]
  ) {
    if sequence == 0 { return putUndefined(byte, &output, &origins) }
    var rest = sequence
    for _ in 0..<(sequence >> 24) {
      put(UInt8(truncatingIfNeeded: rest), &output, &origins)
      rest >>= 8
    }
    position += 1
  }

  private mutating func appendUnits(
    _ block: [UInt8], size: Int, _ isEnd: Bool, _ output: inout [UInt8], _ origins: inout [Int]
  ) {
    let bytes = pending + block
    if isBig == nil, bytes.count >= size || isEnd { isBig = Self.isBig(bytes, size: size) }
    let isBig = isBig ?? false
    var index = 0
    while index + size <= bytes.count {
      let unit = Self.unit(bytes, index, size, isBig)
      var length = size
      var scalar = unit
      if size == 2, unit >> 10 == 0xd800 >> 10 {
        guard index + 4 <= bytes.count || isEnd else { break }
        let low = index + 4 <= bytes.count ? Self.unit(bytes, index + 2, 2, isBig) : 0
        if low >> 10 == 0xdc00 >> 10 {
          scalar = 0x10000 + (unit & 0x3ff) << 10 + (low & 0x3ff)
          length = 4
        }
      }
      putScalar(scalar, &output, &origins)
      position += length
      index += length
    }
    pending = Array(bytes[index...])
    guard isEnd, !pending.isEmpty else { return }
    put(Translation.invalid, &output, &origins)
    put(Translation.cutCharacter, &output, &origins)
    position += pending.count
    pending = []
  }

  private mutating func appendConverted(
    _ block: [UInt8], _ isEnd: Bool, _ lowerHalf: [[UInt8]], _ output: inout [UInt8], _ origins: inout [Int]
  ) {
    let bytes = pending + block
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        for byte in lowerHalf[Int(bytes[index])] { put(byte, &output, &origins) }
        position += 1
        index += 1
        continue
      }
      let found = iconv?.character(bytes[index...]) ?? (isEnd ? ([], 0) : nil)
      // Without a character, one byte is not of the encoding, and reading goes on behind it.
      guard let (sequence, length) = found else { break }
      if length == 0 {
        putUndefined(bytes[index], &output, &origins)
        index += 1
      } else {
        for byte in sequence { put(byte, &output, &origins) }
        position += length
        index += length
      }
    }
    pending = Array(bytes[index...])
  }

  private mutating func putUndefined(_ byte: UInt8, _ output: inout [UInt8], _ origins: inout [Int]) {
    for code in [Translation.undefinedByte, 0x90 | byte >> 4, 0x90 | byte & 0x0f] {
      put(Translation.invalid, &output, &origins)
      put(code, &output, &origins)
    }
    position += 1
  }

  private func put(_ byte: UInt8, _ output: inout [UInt8], _ origins: inout [Int]) {
    output.append(byte)
    origins.append(position)
  }

  /// The bytes of a code point, also of one that is no character.
  private func putScalar(_ scalar: UInt32, _ output: inout [UInt8], _ origins: inout [Int]) {
    let tail = { (shift: UInt32) in UInt8(0x80 | (scalar >> shift) & 0x3f) }
    switch scalar {
    case 0..<0x80: put(UInt8(scalar), &output, &origins)
    case 0x80..<0x800:
      put(UInt8(0xc0 | scalar >> 6), &output, &origins)
      put(tail(0), &output, &origins)
    case 0x800..<0x10000:
      put(UInt8(0xe0 | scalar >> 12), &output, &origins)
      for shift in [6, 0] as [UInt32] { put(tail(shift), &output, &origins) }
    case 0x10000..<0x110000:
      put(UInt8(0xf0 | scalar >> 18), &output, &origins)
      for shift in [12, 6, 0] as [UInt32] { put(tail(shift), &output, &origins) }
    default:
      put(Translation.invalid, &output, &origins)
      put(Translation.cutCharacter, &output, &origins)
    }
  }

  private static func unit(_ bytes: [UInt8], _ index: Int, _ size: Int, _ isBig: Bool) -> UInt32 {
    var unit: UInt32 = 0
    for offset in 0..<size { unit = unit << 8 | UInt32(bytes[index + (isBig ? offset : size - 1 - offset)]) }
    return unit
  }

  /// The byte order by the mark, else by which half of the first character is zero; what nothing tells is little, as
  /// most files are.
  private static func isBig(_ bytes: [UInt8], size: Int) -> Bool {
    guard bytes.count >= size else { return false }
    if bytes.starts(with: size == 2 ? [0xfe, 0xff] : [0, 0, 0xfe, 0xff]) { return true }
    return bytes[0] == 0 && bytes[size - 1] != 0
  }
}

/// The marks by which a file tells its encoding.
enum ByteOrderMark {
  static let utf8: [UInt8] = [0xef, 0xbb, 0xbf]

  /// - Throws: `encoding` where the content begins with the mark of another encoding than `decoding`.
  static func check(
    _ bytes: [UInt8], encoding: String, decoding: Translation.Decoding?, path: String
  ) throws(ReadError) {
    guard let found = name(bytes) else { return }
    let isRight =
      switch decoding {
      case .utf8: found == "utf-8"
      case .utf16(.little): found == "utf-16le"
      case .utf16(.big): found == "utf-16be"
      case .utf16(.byOrderMark): found.hasPrefix("utf-16")
      case .utf32: !found.hasPrefix("utf-8")
      case .singleByte, .iconv, nil: false
      }
    guard !isRight else { return }
    throw ReadError(
      .encoding, path: path, byteOffset: 0,
      message: "the file begins with the byte order mark of \(found), and \(encoding) was given; give \(found)")
  }

  /// UTF-16's mark counts with half of a first ASCII character behind it; FF FE alone is text in other encodings.
  private static func name(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: utf8) { return "utf-8" }
    guard bytes.count >= 4 else { return nil }
    if bytes[0] == 0xff, bytes[1] == 0xfe, bytes[3] == 0 { return "utf-16le" }
    if bytes[0] == 0xfe, bytes[1] == 0xff, bytes[2] == 0 { return "utf-16be" }
    return nil
  }
}
