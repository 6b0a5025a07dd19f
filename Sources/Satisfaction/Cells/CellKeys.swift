public import Buffers

/// The cells of a cube, or of a coarser level of it, numbered in the order of their keys.
///
/// The key of a cell is the ranks of its values, each among all values of its dimension, and last the level: keys are compared
/// as numbers, and rank 0 is "no value". 8 bytes a cell, 16 where ranks need more than 64 bits, and so on.
public struct CellKeys: ~Copyable, Sendable {
  /// How many cells there are.
  public let count: Int
  private let layout: TupleLayout
  private let keys: FlatArray<UInt64>

  /// The cells of a cube.
  ///
  /// - Parameters:
  ///   - ranks: for each place of the tuples the rank of each code.
  ///   - level: at which they are; it stands behind the ranks.
  ///   - cells: takes the cell of each tuple.
  public init(_ tuples: borrowing TupleTable, ranks: [[UInt32]], level: UInt32, cells: inout FlatArray<UInt32>) {
    let greatest = ranks.map { $0.max() ?? 0 } + [level]
    let layout = TupleLayout(bits: greatest.map { TupleLayout.bits($0) })
    var unsorted = FlatArray<UInt64>(count: tuples.count * layout.words)
    for (place, ranks) in ranks.enumerated() {
      let field = layout.fields[place]
      for tuple in 0..<tuples.count {
        let rank = ranks[Int(tuples.value(place, of: tuple))]
        unsorted[tuple * layout.words + field.word] |= UInt64(rank) << field.shift
      }
    }
    self.init(layout, unsorted, tuples.count, level: level, cells: &cells)
  }

  /// The cells of a coarser level.
  ///
  /// - Parameters:
  ///   - isKept: for each dimension, whether the coarser cells tell its values apart.
  ///   - cells: takes the coarser cell of each of the finer ones.
  public init(_ fine: borrowing CellKeys, keeping isKept: [Bool], level: UInt32, cells: inout FlatArray<UInt32>) {
    let layout = fine.layout
    var masks = [UInt64](repeating: 0, count: layout.words)
    for (field, isKept) in zip(layout.fields, isKept) where isKept {
      masks[field.word] |= field.greatest << field.shift
    }
    var unsorted = FlatArray<UInt64>(count: fine.count * layout.words)
    for cell in 0..<fine.count {
      for word in masks.indices {
        unsorted[cell * layout.words + word] = fine.keys[cell * layout.words + word] & masks[word]
      }
    }
    self.init(layout, unsorted, fine.count, level: level, cells: &cells)
  }

  /// Sorts keys and leaves each once.
  private init(
    _ layout: TupleLayout, _ unsorted: consuming FlatArray<UInt64>, _ count: Int, level: UInt32,
    cells: inout FlatArray<UInt32>
  ) {
    let words = layout.words
    if let field = layout.fields.last {
      for key in 0..<count { unsorted[key * words + field.word] |= UInt64(level) << field.shift }
    }
    let order = KeyOrder.ascending(unsorted, words: words, count: count)
    cells = FlatArray(count: count)
    var distinct = 0
    for place in 0..<count {
      let key = Int(order[place])
      if place == 0 || Self.differ(unsorted, words, key, Int(order[place - 1])) { distinct += 1 }
      cells[key] = UInt32(distinct - 1)
    }
    var keys = FlatArray<UInt64>(count: distinct * words)
    for key in 0..<count {
      for word in 0..<words { keys[Int(cells[key]) * words + word] = unsorted[key * words + word] }
    }
    self.keys = keys
    self.layout = layout
    self.count = distinct
  }

  private static func differ(_ keys: borrowing FlatArray<UInt64>, _ words: Int, _ first: Int, _ second: Int) -> Bool {
    for word in 0..<words where keys[first * words + word] != keys[second * words + word] { return true }
    return false
  }

  /// The rank of a cell's value.
  public func rank(_ place: Int, of cell: Int) -> UInt32 { layout.value(place, keys, cell * layout.words) }

  /// Whether a cell's key comes before that of another level's cell.
  public func isBefore(_ cell: Int, _ other: borrowing CellKeys, _ otherCell: Int) -> Bool {
    order(cell) { other.keys[otherCell * other.layout.words + $0] } < 0
  }

  /// For each cell of a finer level, or of another cube, the cell here that it is part of; nil where one has none.
  ///
  /// About 100 ns a cell.
  ///
  /// - Parameters:
  ///   - sources: for each place here the place there that its value follows from; nil where values are summed up.
  ///   - ranks: for each place here the ranks of what follows from each rank there.
  ///   - level: of the cells here.
  public func parents(
    of fine: borrowing CellKeys, sources: [Int?], ranks: [[UInt32]], level: UInt32
  ) -> [Int]? {
    var parents: [Int] = []
    parents.reserveCapacity(fine.count)
    var key = [UInt64](repeating: 0, count: layout.words)
    for cell in 0..<fine.count {
      for word in key.indices { key[word] = 0 }
      for place in sources.indices {
        guard let source = sources[place] else { continue }
        let field = layout.fields[place]
        let rank = UInt64(ranks[place][Int(fine.rank(source, of: cell))])
        guard rank <= field.greatest else { return nil }
        key[field.word] |= rank << field.shift
      }
      if let field = layout.fields.last { key[field.word] |= UInt64(level) << field.shift }
      guard let parent = find(key) else { return nil }
      parents.append(parent)
    }
    return parents
  }

  private func find(_ key: [UInt64]) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if order(middle, { key[$0] }) < 0 { low = middle + 1 } else { high = middle }
    }
    return low < count && order(low, { key[$0] }) == 0 ? low : nil
  }

  /// Below, at or above zero: how a cell's key compares with another's words.
  @inline(__always)
  private func order(_ cell: Int, _ other: (Int) -> UInt64) -> Int {
    for word in 0..<layout.words {
      let (mine, theirs) = (keys[cell * layout.words + word], other(word))
      if mine != theirs { return mine < theirs ? -1 : 1 }
    }
    return 0
  }
}
