internal import Buffers

/// Where the letters of a text stand, one bit a byte: those of ASCII and those of two bytes in Latin and Cyrillic.
///
/// Nearly all words of the languages are made of them alone; a two-byte letter is told by its first byte, and the few signs among
/// them (`×`) are found when the word is folded. Read 64 bytes at a time, about half a cycle a byte.
struct LetterMap: ~Copyable, Sendable {
  private var blocks = FlatList<UInt64>(capacity: 64)

  /// Reads a text instead of the last one.
  mutating func read(_ text: Span<UInt8>) {
    blocks.removeAll()
    // Bytes have no padding that could be uninitialized.
    let bytes = unsafe text.bytes
    var open: UInt64 = 0
    var offset = 0
    while offset < bytes.byteCount {
      blocks.append(bytes.letterMask(at: offset, &open))
      offset += 64
    }
    // There is always a next block, and a run ends with the text.
    blocks.append(0)
    blocks.append(0)
  }

  /// How many bytes from `offset` on, a place in the text, belong to letters.
  @inline(__always)
  func run(at offset: Int) -> Int {
    let block = offset >> 6
    let shift = UInt64(offset & 63)
    // The next 64 bytes, which two blocks hold in part.
    let ahead = blocks[block] &>> shift | (blocks[block &+ 1] &<< 1) &<< (63 &- shift)
    let length = (~ahead).trailingZeroBitCount
    return length < 64 ? length : longRun(at: offset)
  }

  private func longRun(at offset: Int) -> Int {
    var end = offset
    while blocks[end >> 6] &>> UInt64(end & 63) & 1 == 1 { end += 1 }
    return end - offset
  }
}
