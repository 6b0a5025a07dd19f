import Glibc

/// Bytes that never change: a literal of the binary, or a copy of its own; shared by all who hold the value.
///
/// A literal costs nothing at start: its pages are read from the binary when they are first looked at.
@safe
public struct ConstantBytes: @unchecked Sendable {
  @usableFromInline let base: UnsafeRawPointer
  /// How many bytes there are.
  public let count: Int
  /// Frees a copy when the last value that holds it goes.
  private let owner: Owner?

  // The memory is freed once, when the last holder goes.
  @safe
  private final class Owner {
    let memory: UnsafeMutableRawPointer
    init(_ memory: UnsafeMutableRawPointer) { unsafe self.memory = memory }
    deinit { unsafe free(memory) }
  }

  /// The bytes of a literal, which is ASCII.
  public init(_ literal: StaticString) {
    // A literal with a pointer lives as long as the process.
    unsafe base = UnsafeRawPointer(literal.utf8Start)
    count = literal.utf8CodeUnitCount
    owner = nil
  }

  /// A copy of bytes.
  public init(copying bytes: [UInt8]) {
    guard let memory = unsafe malloc(max(1, bytes.count)) else {
      fatalError("out of memory: \(bytes.count) bytes were asked for")
    }
    // Both hold `count` bytes.
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe memory.copyMemory(from: start, byteCount: source.count) }
    }
    unsafe base = UnsafeRawPointer(memory)
    count = bytes.count
    owner = unsafe Owner(memory)
  }

  /// The byte at a place.
  @inlinable
  public subscript(index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
    // `base` holds `count` bytes as long as the value lives.
    return unsafe base.load(fromByteOffset: index, as: UInt8.self)
  }

  /// The sixteen bytes from a place on.
  @inlinable
  public func vector(at index: Int) -> SIMD16<UInt8> {
    precondition(index >= 0 && index <= count - 16, "index out of range")
    // As above; the load need not be aligned.
    return unsafe base.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
  }
}
