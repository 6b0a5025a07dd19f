internal import Buffers

/// How tuples of small numbers are packed into words of 64 bits.
///
/// Each number has a field of as many bits as its greatest value needs, and lies in one word; earlier numbers have the higher
/// bits and the earlier words. Packed tuples of one layout, compared word by word, compare as the tuples do number by number.
public struct TupleLayout: Sendable {
  /// Where a number stands.
  struct Field: Sendable {
    var word: Int
    var shift: UInt64
    var bits: Int
    /// Whether no earlier number stands in the same word.
    var isFirst: Bool

    var greatest: UInt64 { 1 << UInt64(bits) - 1 }
  }

  let fields: [Field]
  /// How many words a tuple has; one at least.
  let words: Int

  /// Lays out numbers of so many bits each, 1 to 32.
  init(bits: [Int]) {
    var fields: [Field] = []
    var (word, free) = (0, UInt64.bitWidth)
    for count in bits {
      if count > free { (word, free) = (word + 1, UInt64.bitWidth) }
      let isFirst = free == UInt64.bitWidth
      free -= count
      fields.append(Field(word: word, shift: UInt64(free), bits: count, isFirst: isFirst))
    }
    self.fields = fields
    words = word + 1
  }

  /// Bits that a number needs.
  static func bits(_ greatest: UInt32) -> Int { max(1, UInt32.bitWidth - greatest.leadingZeroBitCount) }

  /// A number of the tuple whose words begin at `start`.
  @inline(__always)
  func value(_ place: Int, _ tuples: borrowing FlatArray<UInt64>, _ start: Int) -> UInt32 {
    let field = fields[place]
    return UInt32(truncatingIfNeeded: tuples[start + field.word] >> field.shift & field.greatest)
  }
}
