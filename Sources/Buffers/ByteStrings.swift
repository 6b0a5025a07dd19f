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
    let shift = bytes.count - first
    bytes.append(copying: other.bytes.span.extracting(first..<last))
    ends.reserveCapacity(ends.count + rows.count)
    for row in rows { ends.append(UInt32(Int(other.ends[row]) + shift)) }
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
