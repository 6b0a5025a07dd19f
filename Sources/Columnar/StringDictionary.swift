public import Buffers

/// The strings of a coded column: those known beforehand, and those that were met.
///
/// Codes below `base.count` are the base's numbers, which all columns of the same base share; the codes above number the
/// added strings in order of first appearance.
public struct StringDictionary: Sendable {
  /// The strings known beforehand.
  public let base: Interner
  /// The others.
  public private(set) var added = Interner()

  /// Codes of strings met lately: those that repeat are few, and found here without a hash of all their bytes.
  private var recent = [Recent](repeating: Recent(), count: 64)

  private struct Recent: BitwiseCopyable {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    /// Bytes + 1; 0 is empty.
    var count: UInt32 = 0
    var code: UInt32 = 0
  }

  /// Makes a dictionary of strings known beforehand, which others may be added to.
  public init(base: Interner = Interner()) { self.base = base }

  /// Makes a dictionary of names, numbered in their order.
  ///
  /// Precondition: no two are the same.
  public init(_ names: [String]) {
    var base = Interner()
    for name in names { _ = base.intern(Array(name.utf8).span) }
    precondition(base.count == names.count, "two names of a dictionary are the same")
    self.init(base: base)
  }

  /// How many strings there are.
  public var count: Int { base.count + added.count }

  /// The code of a string, which is added when it is new.
  public mutating func code(of string: Span<UInt8>) -> UInt32 {
    guard string.count <= 16 else { return find(string) }
    let (head, tail) = string.ends16
    let slot = Int(truncatingIfNeeded: mix64(head ^ 0xa076_1d64_78bd_642f, tail &+ 0x9e37_79b9_7f4a_7c15)) & 63
    let known = recent[slot]
    if known.head == head, known.tail == tail, known.count == UInt32(string.count) + 1 { return known.code }
    let code = find(string)
    recent[slot] = Recent(head: head, tail: tail, count: UInt32(string.count) + 1, code: code)
    return code
  }

  private mutating func find(_ string: Span<UInt8>) -> UInt32 {
    let hash = hash64(string)
    return base.find(string, hash: hash) ?? UInt32(base.count) + added.intern(string, hash: hash)
  }

  /// Calls `body` with the bytes of a code's string.
  ///
  /// Precondition: there is such a code.
  @inlinable
  public func withString<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    let number = Int(code)
    if number < base.count {
      let strings = base.strings
      return body(strings.bytes.span.extracting(strings.range(number)))
    }
    let strings = added.strings
    return body(strings.bytes.span.extracting(strings.range(number - base.count)))
  }

  /// How many bytes a code's string has.
  @inlinable
  public func byteCount(_ code: UInt32) -> Int {
    let number = Int(code)
    return number < base.count ? base.strings.range(number).count : added.strings.range(number - base.count).count
  }

  /// Adds the added strings of another dictionary of the same base, and gives the code here for each of them.
  public mutating func add(_ other: StringDictionary) -> [UInt32] {
    precondition(base.count == other.base.count, "dictionaries of different bases")
    let strings = other.added.strings
    return (0..<strings.count).map { code(of: strings.bytes.span.extracting(strings.range($0))) }
  }

  /// Forgets the added strings and keeps the room.
  public mutating func removeAdded() {
    guard added.count > 0 else { return }
    added.removeAll()
    for slot in recent.indices { recent[slot] = Recent() }
  }
}

extension Span where Element == UInt8 {
  /// The first and the last up to eight bytes of a string of at most 16: of strings of one length, equal words mean equal strings.
  fileprivate var ends16: (head: UInt64, tail: UInt64) {
    // Every load lies within the buffer, which is valid within the closure.
    unsafe withUnsafeBytes { buffer in
      let count = buffer.count
      if count >= 8 {
        return unsafe (
          buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
          buffer.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        )
      }
      if count >= 4 {
        return unsafe (
          UInt64(buffer.loadUnaligned(fromByteOffset: 0, as: UInt32.self)),
          UInt64(buffer.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        )
      }
      guard count > 0 else { return (0, 0) }
      return unsafe (UInt64(buffer[0]) << 8 | UInt64(buffer[count >> 1]), UInt64(buffer[count - 1]))
    }
  }
}
