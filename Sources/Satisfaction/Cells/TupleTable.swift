public import Buffers

/// Gives every distinct tuple of numbers a small number, in order of first appearance: cells by the codes of their dimensions.
///
/// Tuples are packed (`TupleLayout`), most into one word, so that a look-up compares a word and not number by number. Fields
/// widen when greater codes come. 12 bytes a tuple and 4 more for each further word.
public struct TupleTable: ~Copyable, Sendable {
  /// How many tuples a block may have.
  public static let blockRows = 512
  /// How many distinct tuples there are.
  public private(set) var count = 0
  private(set) var layout: TupleLayout
  /// The tuples, end to end.
  private var tuples = FlatArray<UInt64>(count: 512)
  /// Tuple + 1; 0 is empty.
  private var slots = FlatArray<UInt32>(count: 1024)
  /// The tuples of the block, and hashes of them.
  private var block: FlatArray<UInt64>
  private var hashes = FlatArray<UInt32>(count: blockRows)

  /// Makes an empty table of tuples of so many numbers.
  public init(width: Int) {
    layout = TupleLayout(bits: [Int](repeating: 1, count: width))
    block = FlatArray(count: layout.words * Self.blockRows)
  }

  /// How many numbers a tuple has.
  public var width: Int { layout.fields.count }

  /// A number of a tuple.
  public func value(_ place: Int, of tuple: Int) -> UInt32 {
    precondition(tuple < count, "a tuple that does not exist")
    return layout.value(place, tuples, tuple * layout.words)
  }

  /// Makes sure that numbers up to the greatest of each place fit.
  public mutating func fit(_ greatest: [UInt32]) {
    precondition(greatest.count == width, "tuples of another width")
    if zip(layout.fields, greatest).allSatisfy({ $0.greatest >= UInt64($1) }) { return }
    // A bit to spare, since more values are likely to come.
    let bits = zip(layout.fields, greatest).map { field, greatest in
      field.greatest >= UInt64(greatest) ? field.bits : min(UInt32.bitWidth, TupleLayout.bits(greatest) + 1)
    }
    let wider = TupleLayout(bits: bits)
    var repacked = FlatArray<UInt64>(count: max(512, count * wider.words))
    for tuple in 0..<count {
      for (place, field) in wider.fields.enumerated() {
        repacked[tuple * wider.words + field.word] |= UInt64(value(place, of: tuple)) << field.shift
      }
    }
    tuples = repacked
    layout = wider
    block = FlatArray(count: wider.words * Self.blockRows)
    place(in: slots.count)
  }

  /// Sets a number of each of a block's tuples; those of all places must be set.
  ///
  /// Precondition: the numbers fit.
  public mutating func set(_ place: Int, _ codes: Span<UInt32>) {
    let (field, words) = (layout.fields[place], layout.words)
    for row in codes.indices {
      let target = row * words + field.word
      let code = UInt64(codes[row]) << field.shift
      block[target] = field.isFirst ? code : block[target] | code
    }
  }

  /// The same with the codes of the rows that are named.
  public mutating func set(_ place: Int, _ codes: Span<UInt32>, of rows: Span<UInt32>) {
    let (field, words) = (layout.fields[place], layout.words)
    for row in rows.indices {
      let target = row * words + field.word
      let code = UInt64(codes[Int(rows[row])]) << field.shift
      block[target] = field.isFirst ? code : block[target] | code
    }
  }

  /// Appends the numbers of a block's first tuples; new ones are added.
  ///
  /// About 10 ns a tuple.
  ///
  /// - Parameter kept: which of them are asked for, those with a byte that is not 0; the others get `CommentLog.noCell`. Empty:
  ///   all.
  public mutating func number(_ rowCount: Int, kept: Span<UInt8>, to numbers: inout FlatList<UInt32>) {
    for row in 0..<rowCount {
      let hash = hash(block, row * layout.words)
      hashes[row] = UInt32(truncatingIfNeeded: hash)
      slots.prefetch(Int(hashes[row]) & (slots.count - 1))
    }
    for row in 0..<rowCount {
      numbers.append(kept.isEmpty || kept[row] != 0 ? find(row) : CommentLog.noCell)
    }
  }

  /// Adds another table's tuples under other codes, and gives the numbers here of them.
  ///
  /// - Parameter codes: for each place the codes here of the other's.
  mutating func merge(_ other: borrowing TupleTable, codes: [[UInt32]]) -> FlatArray<UInt32> {
    fit(codes.map { $0.max() ?? 0 })
    var numbers = FlatList<UInt32>(capacity: other.count)
    var column = [UInt32](repeating: 0, count: Self.blockRows)
    let all: [UInt8] = []
    var start = 0
    while start < other.count {
      let rows = min(Self.blockRows, other.count - start)
      for place in codes.indices {
        for row in 0..<rows { column[row] = codes[place][Int(other.value(place, of: start + row))] }
        set(place, column.span.extracting(0..<rows))
      }
      number(rows, kept: all.span, to: &numbers)
      start += rows
    }
    var result = FlatArray<UInt32>(count: other.count)
    for tuple in 0..<other.count { result[tuple] = numbers[tuple] }
    return result
  }

  @inline(__always)
  private mutating func find(_ row: Int) -> UInt32 {
    let start = row * layout.words
    var slot = Int(hashes[row]) & (slots.count - 1)
    while slots[slot] != 0 {
      let tuple = Int(slots[slot]) - 1
      if isTuple(tuple, start) { return UInt32(tuple) }
      slot = (slot + 1) & (slots.count - 1)
    }
    add(start, slot)
    return UInt32(count - 1)
  }

  @inline(__always)
  private func isTuple(_ tuple: Int, _ start: Int) -> Bool {
    let words = layout.words
    if words == 1 { return tuples[tuple] == block[start] }
    var difference: UInt64 = 0
    for word in 0..<words { difference |= tuples[tuple * words + word] ^ block[start + word] }
    return difference == 0
  }

  @inline(__always)
  private func hash(_ tuples: borrowing FlatArray<UInt64>, _ start: Int) -> UInt64 {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for word in 0..<layout.words { hash = mix64(hash ^ tuples[start + word], 0xe703_7ed1_a0b4_28db) }
    return hash
  }

  private mutating func add(_ start: Int, _ slot: Int) {
    let words = layout.words
    if (count + 1) * words > tuples.count { tuples.resize(to: tuples.count * 2) }
    for word in 0..<words { tuples[count * words + word] = block[start + word] }
    count += 1
    slots[slot] = UInt32(count)
    if count * 2 > slots.count { place(in: slots.count * 2) }
  }

  /// Fills the slots anew.
  private mutating func place(in slotCount: Int) {
    slots = FlatArray(count: slotCount)
    for tuple in 0..<count {
      // As in the block, 32 bits of hash are used.
      let hash = UInt32(truncatingIfNeeded: hash(tuples, tuple * layout.words))
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(tuple + 1)
    }
  }
}
