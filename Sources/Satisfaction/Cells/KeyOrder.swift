internal import Buffers

/// Sorts packed keys by their digits, the last first (LSD radix sort): a few passes, whatever the order they come in.
enum KeyOrder {
  private static let digitBits: UInt64 = 11

  /// The numbers of `count` keys of `words` words each in ascending order; equal ones in the order in which they stand.
  static func ascending(_ keys: borrowing FlatArray<UInt64>, words: Int, count: Int) -> FlatArray<UInt32> {
    var order = FlatArray<UInt32>(count: count)
    for index in 0..<count { order[index] = UInt32(index) }
    guard count > 1 else { return order }
    var sorted = FlatArray<UInt32>(count: count)
    var starts = FlatArray<UInt32>(count: 1 << Int(digitBits))
    for word in (0..<words).reversed() {
      var differing: UInt64 = 0
      for index in 1..<count { differing |= keys[index * words + word] ^ keys[word] }
      for shift in stride(from: UInt64(0), to: 64, by: UInt64.Stride(digitBits)) {
        let mask: UInt64 = 1 << digitBits - 1
        // What is the same in all keys does not order them.
        if differing >> shift & mask == 0 { continue }
        starts.clear()
        for index in 0..<count { starts[Int(keys[index * words + word] >> shift & mask)] += 1 }
        var sum: UInt32 = 0
        for digit in 0..<starts.count {
          let here = starts[digit]
          starts[digit] = sum
          sum += here
        }
        for place in 0..<count {
          let digit = Int(keys[Int(order[place]) * words + word] >> shift & mask)
          sorted[Int(starts[digit])] = order[place]
          starts[digit] += 1
        }
        swap(&order, &sorted)
      }
    }
    return order
  }
}
