public import Buffers

/// Numbers by (cell, code): one flat table of 16 bytes a slot for all cells of a cube.
///
/// Holds what cells have of many things each: counts of response times by bucket, or the registers of their sketches of
/// distinct customers. Partial tables merge exactly, in any order.
public struct PairTable: ~Copyable, Sendable {
  /// What becomes of two numbers of one pair.
  public enum Combination: Sendable {
    /// They are added.
    case sum
    /// The greater is kept.
    case maximum
  }

  /// How numbers of one pair are combined.
  public let combination: Combination
  /// How many pairs there are.
  public private(set) var count = 0
  /// Cell in the upper half, code in the lower, and 1 added, 0 is empty; then the number.
  private var slots = FlatArray<SIMD2<UInt64>>(count: 1 << 6)
  private var shift: UInt64 = 64 - 6

  /// Makes an empty table.
  public init(_ combination: Combination) { self.combination = combination }

  /// Adds a number to a pair's.
  ///
  /// Precondition: the code is not the greatest number.
  public mutating func insert(_ cell: UInt32, _ code: UInt32, _ number: UInt64) {
    let entry = (UInt64(cell) << 32 | UInt64(code)) + 1
    var slot = slot(entry)
    while slots[slot].x != 0 {
      if slots[slot].x == entry {
        let known = slots[slot].y
        slots[slot].y = combination == .sum ? known &+ number : max(known, number)
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = SIMD2(entry, number)
    count += 1
    if count * 4 > slots.count * 3 { grow() }
  }

  /// Adds another table's numbers.
  ///
  /// - Parameter cells: the numbers here of the other's cells.
  public mutating func merge(_ other: borrowing PairTable, cells: borrowing FlatArray<UInt32>) {
    // Pairs come in the order of their slots: in a table without room for all they would fall into a few long runs.
    while (count + other.count) * 4 > slots.count * 3 { grow() }
    for slot in 0..<other.slots.count where other.slots[slot].x != 0 {
      let pair = other.slots[slot].x - 1
      insert(cells[Int(pair >> 32)], UInt32(truncatingIfNeeded: pair), other.slots[slot].y)
    }
  }

  /// Calls `body` with each pair and its number, in no order that means anything.
  public func forEach(_ body: (_ cell: UInt32, _ code: UInt32, _ number: UInt64) -> Void) {
    for slot in 0..<slots.count where slots[slot].x != 0 {
      let pair = slots[slot].x - 1
      body(UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair), slots[slot].y)
    }
  }

  /// The codes and numbers of each of so many cells, by code.
  public func byCell(_ cellCount: Int) -> CellPairs {
    var starts = [Int](repeating: 0, count: cellCount + 2)
    forEach { cell, _, _ in starts[Int(cell) + 2] += 1 }
    for cell in 2..<max(2, starts.count) { starts[cell] += starts[cell - 1] }
    var pairs = [CellPairs.Pair](repeating: CellPairs.Pair(code: 0, number: 0), count: count)
    forEach { cell, code, number in
      pairs[starts[Int(cell) + 1]] = CellPairs.Pair(code: code, number: number)
      starts[Int(cell) + 1] += 1
    }
    for cell in 0..<cellCount where starts[cell + 1] - starts[cell] > 1 {
      pairs[starts[cell]..<starts[cell + 1]].sort { $0.code < $1.code }
    }
    return CellPairs(starts: starts, pairs: pairs)
  }

  @inline(__always)
  private func slot(_ entry: UInt64) -> Int {
    Int(mix64(entry ^ 0xa076_1d64_78bd_642f, 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  private mutating func grow() {
    var old = FlatArray<SIMD2<UInt64>>(count: slots.count * 2)
    swap(&old, &slots)
    shift -= 1
    for index in 0..<old.count where old[index].x != 0 {
      var slot = slot(old[index].x)
      while slots[slot].x != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = old[index]
    }
  }
}

/// What a table holds of each cell, in the order of codes.
public struct CellPairs: Sendable {
  /// A code and its number.
  public struct Pair: BitwiseCopyable, Sendable {
    /// What the number is of.
    public var code: UInt32
    /// How many, or how much.
    public var number: UInt64
  }

  fileprivate let starts: [Int]
  fileprivate let pairs: [Pair]

  /// What a cell has.
  public subscript(cell: Int) -> ArraySlice<Pair> { pairs[starts[cell]..<starts[cell + 1]] }
}
