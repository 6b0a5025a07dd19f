import CSystem

/// Byte strings of any length in one arena: the bytes end to end, and where each string ends.
///
/// Appending never allocates once the arena has grown to the size of the work; `removeAll` keeps the room.
/// Offsets are 32 bits wide: one arena holds at most 4 GiB (`canHold` asks before, appending beyond it traps).
public struct ByteStrings: Sendable {
  /// All strings end to end.
  public private(set) var bytes: [UInt8] = []
  /// `ends[i]` is one past the last byte of string `i`.
  public private(set) var ends: [UInt32] = []

  /// Makes an empty arena.
  public init() {}

  /// How many strings there are.
  public var count: Int { ends.count }

  /// Whether there is no string.
  public var isEmpty: Bool { ends.isEmpty }

  /// Where string `index` lies in `bytes`.
  @inlinable
  public func range(_ index: Int) -> Range<Int> {
    let end = Int(ends[index])
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return start..<end
  }

  /// Has the processor fetch where string `index`, which must exist, ends; it will be needed soon.
  @inline(__always)
  public func prefetchEnd(_ index: Int) {
    // An address of the array's memory is fetched and not read.
    unsafe ends.withUnsafeBufferPointer { unsafe voc_prefetch($0.baseAddress.map { unsafe $0 + index }) }
  }

  /// A copy of string `index`: for errors, tests and reports, not for the hot path.
  public func copy(_ index: Int) -> [UInt8] { Array(bytes[range(index)]) }

  /// String `index` as text, invalid UTF-8 replaced: for errors, tests and reports, not for the hot path.
  public func text(_ index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

  /// Whether `byteCount` more bytes fit below the arena's limit of 4 GiB.
  public func canHold(_ byteCount: Int) -> Bool { bytes.count + byteCount <= Int(UInt32.max) }

  /// Appends a string.
  public mutating func append(_ string: Span<UInt8>) {
    bytes.append(copying: string)
    ends.append(UInt32(bytes.count))
  }

  /// Appends a string that an array holds.
  public mutating func append(_ string: [UInt8]) {
    bytes.append(contentsOf: string)
    ends.append(UInt32(bytes.count))
  }

  /// Appends a text as UTF-8.
  public mutating func append(_ string: String) {
    bytes.append(contentsOf: string.utf8)
    ends.append(UInt32(bytes.count))
  }

  /// Appends an empty string.
  public mutating func appendEmpty() { ends.append(UInt32(bytes.count)) }

  /// Appends the strings `rows` of another arena, in their order; one copy of bytes, whatever the number of rows.
  public mutating func append(contentsOf other: ByteStrings, rows: Range<Int>) {
    guard !rows.isEmpty else { return }
    let first = other.range(rows.lowerBound).lowerBound
    let last = Int(other.ends[rows.upperBound - 1])
    // The difference may be negative; sums of 32 bits that wrap around come out right.
    let shift = UInt32(truncatingIfNeeded: bytes.count - first)
    precondition(canHold(last - first), "an arena holds at most 4 GiB")
    bytes.append(copying: other.bytes.span.extracting(first..<last))
    let others = other.ends.span.extracting(rows)
    ends.append(addingCapacity: rows.count) { output in
      for row in others.indices { output.append(others[row] &+ shift) }
    }
  }

  /// Appends the strings that lie at `places` of another arena, in their order.
  ///
  /// Precondition: the places lie within `source`. About 2 ns a string of up to 16 bytes.
  public mutating func append(_ places: Span<BytePlace>, of source: Span<UInt8>) {
    append(places, of: source, or: source) { _ in false }
  }

  /// Appends the strings that lie at `places` of one of two arenas, in their order: of `second` where `areSecond` says so.
  ///
  /// What `first` has may lie at random places of much memory: it is fetched ahead. Precondition: as above.
  public mutating func append(
    _ places: Span<BytePlace>, of first: Span<UInt8>, or second: Span<UInt8>, _ areSecond: Span<Bool>
  ) {
    precondition(places.count == areSecond.count, "each place is of one arena")
    append(places, of: first, or: second, ahead: 16) { areSecond[$0] }
  }

  @inline(__always)
  private mutating func append(
    _ places: Span<BytePlace>, of first: Span<UInt8>, or second: Span<UInt8>, ahead: Int = 0,
    _ isSecond: (Int) -> Bool
  ) {
    var total = 0
    var (firstEnd, secondEnd) = (0, 0)
    for index in places.indices {
      total += Int(places[index].count)
      let end = places[index].range.upperBound
      if isSecond(index) { secondEnd = max(secondEnd, end) } else { firstEnd = max(firstEnd, end) }
    }
    precondition(firstEnd <= first.count && secondEnd <= second.count, "a string beyond its arena")
    precondition(canHold(total), "an arena holds at most 4 GiB")
    var end = UInt32(bytes.count)
    ends.append(addingCapacity: places.count) { output in
      for index in places.indices {
        end += places[index].count
        output.append(end)
      }
    }
    // Every place lies within its source. A step of 16 bytes is taken where both sides have as many; what it copies
    // too much is overwritten by the next string or stands behind the last.
    bytes.append(addingCapacity: total + 16) { output in
      unsafe output.withUnsafeMutableBufferPointer { room, initialized in
        unsafe first.withUnsafeBytes { first in
          unsafe second.withUnsafeBytes { second in
            guard total > 0, let room = room.baseAddress else { return }
            let to = UnsafeMutableRawPointer(room)
            var offset = 0
            for index in places.indices {
              // An address is fetched and not read.
              if ahead > 0, index + ahead < places.count, !isSecond(index + ahead) {
                unsafe voc_prefetch(first.baseAddress.map { unsafe $0 + Int(places[index + ahead].start) })
              }
              let source = unsafe isSecond(index) ? second : first
              let place = places[index].range
              guard !place.isEmpty, let from = source.baseAddress else { continue }
              if place.count <= 16, place.lowerBound + 16 <= source.count {
                let word = unsafe from.loadUnaligned(fromByteOffset: place.lowerBound, as: SIMD2<UInt64>.self)
                unsafe to.storeBytes(of: word, toByteOffset: offset, as: SIMD2<UInt64>.self)
              } else {
                unsafe (to + offset).copyMemory(from: from + place.lowerBound, byteCount: place.count)
              }
              offset += place.count
            }
            initialized = total
          }
        }
      }
    }
  }

  /// Puts an empty string among those from `start` on for each of `counts` that is 0; the others are 1.
  ///
  /// Precondition: so many strings stand from `start` on as `counts` has ones.
  public mutating func spread(_ counts: Span<UInt32>, from start: Int) {
    var next = ends.count
    precondition(next <= start + counts.count, "more strings than places for them")
    ends.append(contentsOf: repeatElement(0, count: start + counts.count - next))
    // From behind, so that no end is overwritten before it is moved; an empty string ends where the one before does.
    for index in counts.indices.reversed() {
      next -= Int(counts[index])
      let last = counts[index] == 0 ? next - 1 : next
      ends[start + index] = last < 0 ? 0 : ends[last]
    }
  }

  /// Forgets all strings and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Makes room for `count` strings of `byteCount` bytes together.
  public mutating func reserve(count: Int, byteCount: Int) {
    ends.reserveCapacity(count)
    bytes.reserveCapacity(byteCount)
  }
}

extension Array where Element == UInt8 {
  /// Appends the bytes of a span: one copy.
  public mutating func append(copying span: Span<UInt8>) {
    // The buffer is valid for the closure's time, and appending reads nothing else.
    unsafe span.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
  }

  /// The bytes of a span.
  public init(copying span: Span<UInt8>) {
    self = []
    append(copying: span)
  }
}
