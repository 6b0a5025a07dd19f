internal import Buffers

/// A set of (customer hash, cell): one flat table of 12 bytes a slot.
///
/// Two customers of a cell are taken for one when their 64-bit hashes agree: below 1 in 10⁷ for a million customers.
public struct MemberSet: Sendable {
  private var hashes = [UInt64](repeating: 0, count: 64)
  private var cells = [UInt32](repeating: 0, count: 64)
  private var used = 0

  /// Makes an empty set.
  public init() {}

  /// Adds a member of a cell; false where the set had it.
  public mutating func insert(_ hash: UInt64, _ cell: UInt32) -> Bool {
    if (used + 1) * 4 > hashes.count * 3 { grow() }
    let hash = hash == 0 ? 1 : hash
    var slot = slot(hash, cell)
    while hashes[slot] != 0 {
      if hashes[slot] == hash, cells[slot] == cell { return false }
      slot = (slot + 1) & (hashes.count - 1)
    }
    hashes[slot] = hash
    cells[slot] = cell
    used += 1
    return true
  }

  func forEach(_ body: (UInt64, UInt32) -> Void) {
    for slot in hashes.indices where hashes[slot] != 0 { body(hashes[slot], cells[slot]) }
  }

  private func slot(_ hash: UInt64, _ cell: UInt32) -> Int {
    Int(truncatingIfNeeded: mix64(hash ^ 0xa076_1d64_78bd_642f, UInt64(cell) &+ 0x9e37_79b9_7f4a_7c15))
      & (hashes.count - 1)
  }

  private mutating func grow() {
    let oldHashes = hashes
    let oldCells = cells
    hashes = [UInt64](repeating: 0, count: oldHashes.count * 2)
    cells = [UInt32](repeating: 0, count: hashes.count)
    for index in oldHashes.indices where oldHashes[index] != 0 {
      var slot = slot(oldHashes[index], oldCells[index])
      while hashes[slot] != 0 { slot = (slot + 1) & (hashes.count - 1) }
      hashes[slot] = oldHashes[index]
      cells[slot] = oldCells[index]
    }
  }
}
