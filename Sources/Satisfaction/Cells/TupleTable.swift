public import Buffers

/// Gives every distinct tuple of numbers a small number, in order of first appearance: cells by the codes of their dimensions.
public struct TupleTable: ~Copyable, Sendable {
  /// How many numbers a tuple has.
  public let width: Int
  /// How many distinct tuples there are.
  public private(set) var count = 0
  /// The tuples, end to end.
  private var tuples: FlatArray<UInt32>
  /// Tuple + 1; 0 is empty.
  private var slots = FlatArray<UInt32>(count: 1024)

  /// Makes an empty table.
  public init(width: Int) {
    self.width = width
    tuples = FlatArray(count: 256 * width)
  }

  /// A number of a tuple.
  public func value(_ place: Int, of tuple: Int) -> UInt32 { tuples[tuple * width + place] }

  /// The numbers of `rowCount` tuples that stand in `rows` end to end; new ones are added.
  ///
  /// About 10 ns a tuple.
  public mutating func number(
    _ rows: borrowing FlatArray<UInt32>, rowCount: Int, into numbers: inout FlatArray<UInt32>
  ) {
    for row in 0..<rowCount { numbers[row] = find(rows, row * width) }
  }

  /// The same for the rows whose byte in `kept` is not 0; the others get `CountedRows.noCell`.
  public mutating func number(
    _ rows: borrowing FlatArray<UInt32>, kept: Span<UInt8>, into numbers: inout FlatArray<UInt32>
  ) {
    for row in kept.indices { numbers[row] = kept[row] == 0 ? CountedRows.noCell : find(rows, row * width) }
  }

  @inline(__always)
  private mutating func find(_ rows: borrowing FlatArray<UInt32>, _ start: Int) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash(rows, start)) & (slots.count - 1)
    while slots[slot] != 0 {
      let tuple = Int(slots[slot]) - 1
      if isTuple(tuple, rows, start) { return UInt32(tuple) }
      slot = (slot + 1) & (slots.count - 1)
    }
    add(rows, start, slot)
    return UInt32(count - 1)
  }

  @inline(__always)
  private func isTuple(_ tuple: Int, _ rows: borrowing FlatArray<UInt32>, _ start: Int) -> Bool {
    let mine = tuple * width
    var difference: UInt32 = 0
    for place in 0..<width { difference |= tuples[mine + place] ^ rows[start + place] }
    return difference == 0
  }

  @inline(__always)
  private func hash(_ rows: borrowing FlatArray<UInt32>, _ start: Int) -> UInt64 {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    var place = 0
    while place + 1 < width {
      hash = mix64(hash ^ UInt64(rows[start + place]), UInt64(rows[start + place + 1]) ^ 0xa076_1d64_78bd_642f)
      place += 2
    }
    return mix64(hash ^ (place < width ? UInt64(rows[start + place]) : 0), 0xe703_7ed1_a0b4_28db)
  }

  private mutating func add(_ rows: borrowing FlatArray<UInt32>, _ start: Int, _ slot: Int) {
    if (count + 1) * width > tuples.count { tuples.resize(to: tuples.count * 2) }
    for place in 0..<width { tuples[count * width + place] = rows[start + place] }
    count += 1
    slots[slot] = UInt32(count)
    if count * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    slots = FlatArray(count: slots.count * 2)
    for tuple in 0..<count {
      var slot = Int(truncatingIfNeeded: hash(tuples, tuple * width)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(tuple + 1)
    }
  }
}
