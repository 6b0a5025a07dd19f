/// Which records repeat others, two bits each: what is known of them before they are read again.
struct RowFlags: Sendable {
  enum Flag: UInt8, Sendable {
    case first
    case duplicate
    case superseded
  }

  private var bits: [UInt8]
  /// Records there are.
  let capacity: Int
  /// How many repeat others.
  private(set) var count = 0

  init(count: Int) {
    capacity = count
    bits = [UInt8](repeating: 0, count: (count + 3) / 4)
  }

  subscript(row: Int) -> Flag { Flag(rawValue: bits[row >> 2] >> UInt8(row & 3 * 2) & 3) ?? .first }

  /// Marks a record that repeats an earlier one.
  mutating func mark(_ row: Int, isChanged: Bool) {
    count += 1
    bits[row >> 2] |= (isChanged ? Flag.superseded : .duplicate).rawValue << UInt8(row & 3 * 2)
  }
}
