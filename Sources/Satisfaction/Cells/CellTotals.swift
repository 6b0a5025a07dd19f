/// The latest counts and the sums of a cell.
///
/// Each count is a byte, eight of them side by side in a word, so that a row adds to all counts with six additions. Before a
/// byte could overflow, the counts are moved to numbers of full width (`CellTable`, `CellReader`).
struct CellTotals: BitwiseCopyable {
  private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
  private(set) var scoreSum: Int64 = 0
  /// Of the squared scores.
  private(set) var scoreSquares: Int64 = 0
  private(set) var amountSum: Int64 = 0

  /// Counts fit as many measures as there are bytes.
  static let capacity = 48

  /// How many rows can be added before counts overflow.
  static let room = 255

  /// Adds a row; its bit n belongs to count n.
  @inline(__always)
  mutating func add(_ entry: CommentLog.Entry) {
    let (counted, score) = (entry.counted, Int64(entry.score))
    words.0 &+= Self.spread(counted)
    words.1 &+= Self.spread(counted >> 8)
    words.2 &+= Self.spread(counted >> 16)
    words.3 &+= Self.spread(counted >> 24)
    words.4 &+= Self.spread(counted >> 32)
    words.5 &+= Self.spread(counted >> 40)
    scoreSum &+= score
    scoreSquares &+= score &* score
    amountSum &+= entry.amount
  }

  /// Adds what another has summed up.
  mutating func addSums(_ other: CellTotals) {
    scoreSum &+= other.scoreSum
    scoreSquares &+= other.scoreSquares
    amountSum &+= other.amountSum
  }

  /// Whether a count has come to 128: a byte holds as many again.
  @inline(__always)
  var isFull: Bool {
    (words.0 | words.1 | words.2 | words.3 | words.4 | words.5) & 0x8080_8080_8080_8080 != 0
  }

  /// A count.
  func count(_ number: Int) -> Int64 {
    let word =
      switch number >> 3 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      case 3: words.3
      case 4: words.4
      default: words.5
      }
    return Int64(word >> UInt64(8 * (number & 7)) & 0xff)
  }

  /// Makes all counts zero.
  mutating func clearCounts() { words = (0, 0, 0, 0, 0, 0) }

  /// The low eight bits as bytes of 0 or 1, the lowest first.
  @inline(__always)
  private static func spread(_ bits: UInt64) -> UInt64 {
    // Byte n keeps bit n alone; what is not zero then carries into its highest bit.
    let kept = (bits & 0xff) &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
    return (kept &+ 0x7f7f_7f7f_7f7f_7f7f) >> 7 & 0x0101_0101_0101_0101
  }
}
