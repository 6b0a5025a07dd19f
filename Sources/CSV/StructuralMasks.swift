import Buffers

/// Which of 64 bytes are quotes, line ends, delimiters and blanks: one bit a byte, lowest first.
///
/// After Langdale and Lemire, "Parsing gigabytes of JSON per second" (VLDB Journal 28, 2019), without their carry-less
/// product: a quote opens a field here only at the field's start, so that parity alone does not tell what is quoted.
struct StructuralMasks {
  static let width = 64

  var quotes: UInt64 = 0
  var lineEnds: UInt64 = 0
  var delimiters: UInt64 = 0
  /// Where a blank stands right after a delimiter or line end, and where one of these stands right after a blank.
  var blankEdges: UInt64 = 0

  /// Looks at the bytes from `offset` on; at the end of `bytes` there may be fewer than 64.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int, _ dialect: Dialect, _ lanes: LaneWidth) {
    var blanks: UInt64 = 0
    let available = bytes.byteCount - offset
    if available >= Self.width {
      let found = bytes.structureMasks(at: offset, quote: dialect.quote, delimiter: dialect.delimiter, lanes)
      (quotes, delimiters, lineEnds, blanks) = (found.quotes, found.delimiters, found.lineEnds, found.blanks)
    } else {
      for index in 0..<max(available, 0) {
        // `offset + index` is below the count.
        let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset + index, as: UInt8.self)
        let bit: UInt64 = 1 &<< UInt64(index)
        if byte == dialect.quote { quotes |= bit }
        if byte == dialect.delimiter { delimiters |= bit }
        if byte.isLineEnd { lineEnds |= bit }
        if byte.isBlank { blanks |= bit }
      }
    }
    findEdges(blanks & ~delimiters, bytes, offset, dialect)
  }

  @inline(__always)
  private mutating func findEdges(_ blanks: UInt64, _ bytes: RawSpan, _ offset: Int, _ dialect: Dialect) {
    let ends = delimiters | lineEnds
    var endBefore: UInt64 = 0
    var blankBefore: UInt64 = 0
    if offset > 0 {
      // A byte stands before `offset`, which is at most the count.
      let before = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset - 1, as: UInt8.self)
      endBefore = before == dialect.delimiter || before.isLineEnd ? 1 : 0
      blankBefore = before.isBlank && before != dialect.delimiter ? 1 : 0
    }
    blankEdges = blanks & (ends << 1 | endBefore) | ends & (blanks << 1 | blankBefore)
  }
}

extension UInt8 {
  static let space: UInt8 = 0x20
  static let tab: UInt8 = 0x09

  /// Whether libcsv, left to itself, drops the byte at the ends of fields.
  @inline(__always)
  var isBlank: Bool { self == .space || self == .tab }
}
