public import CSystem

/// Where the slots of a flat table lie, for those who know a key before the table is asked for it: the wait for the slot's memory
/// overlaps with their work.
///
/// Only a hint: it may be out of date, and whatever it names is fetched or not; nothing is read.
public struct SlotHint: Sendable, BitwiseCopyable {
  @usableFromInline let base: UInt
  @usableFromInline let mask: UInt
  @usableFromInline let stride: UInt

  /// A hint at no table.
  public static var none: SlotHint { SlotHint(base: 0, mask: 0, stride: 0) }

  /// A hint at a table whose slots, a power of two of them, are found by the lowest bits of a hash.
  public init<Slot>(_ slots: borrowing FlatArray<Slot>) {
    self.init(
      base: unsafe UInt(bitPattern: slots.base), mask: UInt(bitPattern: slots.count) &- 1,
      stride: UInt(MemoryLayout<Slot>.stride))
  }

  private init(base: UInt, mask: UInt, stride: UInt) {
    self.base = base
    self.mask = mask
    self.stride = stride
  }

  /// Has the slot of a hash fetched.
  @inlinable
  @inline(__always)
  public func prefetch(_ hash: UInt64) {
    // An address that is no memory's is passed over by the processor.
    unsafe voc_prefetch(UnsafeRawPointer(bitPattern: base &+ (UInt(truncatingIfNeeded: hash) & mask) &* stride))
  }
}
