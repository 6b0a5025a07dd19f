/// Appends numbers to bytes, least significant byte first.
public struct ByteWriter: Sendable {
  /// What has been written.
  public var bytes: [UInt8] = []

  /// Makes an empty writer.
  public init() {}

  /// How many bytes have been written.
  public var count: Int { bytes.count }

  /// Appends an integer in little-endian order.
  @inlinable
  public mutating func append<T: FixedWidthInteger>(_ value: T) {
    // An integer has no padding; its bytes are valid within the closure.
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends a double as IEEE 754 binary64 in little-endian order.
  public mutating func append(_ value: Double) { append(value.bitPattern) }

  /// Appends all values in little-endian order: one copy on a little-endian machine.
  public mutating func append<T: FixedWidthInteger & BitwiseCopyable>(contentsOf values: Span<T>) {
    if Int(1).littleEndian == 1 {
      // Integers have no padding; the buffer is valid within the closure.
      unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    } else {
      for index in values.indices { append(values[index]) }
    }
  }

  /// Appends an unsigned number in base 128, least significant group first, high bit set on all but the last (ULEB128).
  public mutating func appendULEB128(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Appends bytes.
  public mutating func append(_ other: Span<UInt8>) { bytes.append(copying: other) }

  /// Forgets what has been written and keeps the room.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
