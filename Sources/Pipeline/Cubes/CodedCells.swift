import Buffers
import Satisfaction

/// The cells of a cube, known by the numbers of their values: a flat table from numbers to cells.
struct CodedCells: Sendable {
  /// Numbers of the cell to add to next, one for each dimension.
  var code: [UInt32]
  /// Numbers of all cells, one after the other.
  private(set) var codes: [UInt32] = []
  private(set) var table = CellTable()
  /// Cell + 1; 0 is empty.
  private var slots = [UInt32](repeating: 0, count: 1024)

  init(dimensions: Int) { code = Array(repeating: 0, count: dimensions) }

  /// Counts a comment in the cell of `code`.
  mutating func add(_ facts: CommentFacts) {
    let cell = find()
    table.add(facts.counted, to: cell)
    table.add(Int64(facts.score), to: .scoreSum, of: cell)
    table.add(facts.amount, to: .amountSum, of: cell)
    if facts.counts(.rated) { table.add(Int64(facts.rating), to: .ratingSum, of: cell) }
    if !facts.counts(.anonymous) { table.addCustomer(facts.customerHash, to: cell) }
  }

  private mutating func find() -> Int {
    var slot = Int(truncatingIfNeeded: hash(code, 0)) & (slots.count - 1)
    while slots[slot] != 0 {
      let cell = Int(slots[slot]) - 1
      if isCode(of: cell) { return cell }
      slot = (slot + 1) & (slots.count - 1)
    }
    let cell = table.appendCell()
    codes += code
    slots[slot] = UInt32(cell + 1)
    if table.count * 2 > slots.count { grow() }
    return cell
  }

  @inline(__always)
  private func isCode(of cell: Int) -> Bool {
    let first = cell * code.count
    for place in code.indices where codes[first + place] != code[place] { return false }
    return true
  }

  @inline(__always)
  private func hash(_ codes: [UInt32], _ first: Int) -> UInt64 {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for place in code.indices { hash = mix64(hash ^ UInt64(codes[first + place]), 0xa076_1d64_78bd_642f) }
    return hash
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for cell in 0..<table.count {
      var slot = Int(truncatingIfNeeded: hash(codes, cell * code.count)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(cell + 1)
    }
  }
}
