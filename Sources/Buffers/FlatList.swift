/// A list of plain values in memory of its own, which keeps its room when it is emptied: `FlatArray` with a count.
///
/// What the work on one comment is laid out in: appending costs a comparison and a store once the list has grown.
///
/// Lists of a megabyte and more grow without a copy and without a moment at which both sizes are held.
@safe
public struct FlatList<Element: BitwiseCopyable>: ~Copyable, Sendable {
  @usableFromInline var storage: FlatArray<Element>
  /// How many elements there are.
  @usableFromInline var used = 0

  /// Makes an empty list with room for `capacity` elements.
  public init(capacity: Int = 0) { storage = FlatArray(count: capacity) }

  /// How many elements there are.
  @inlinable
  public var count: Int { @inline(__always) get { used } }

  /// Whether there is no element.
  @inlinable
  public var isEmpty: Bool { used == 0 }

  /// The places of the elements.
  @inlinable
  public var indices: Range<Int> { 0..<used }

  /// The element at a place.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used), "index out of range")
      // The storage holds `used` elements at least.
      return unsafe storage.base[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used), "index out of range")
      // As above.
      yield unsafe &storage.base[index]
    }
  }

  /// Has the processor fetch the memory of a place that will be needed soon; any place is allowed.
  @inlinable
  @inline(__always)
  public func prefetch(_ index: Int) { storage.prefetch(index) }

  /// Appends an element.
  @inlinable
  @inline(__always)
  public mutating func append(_ element: Element) {
    if used == storage.count { grow(to: used &+ 1) }
    // There is room for one element more now.
    unsafe storage.base[used] = element
    used &+= 1
  }

  /// Appends an element if `condition` holds, without a jump that the processor would have to foretell.
  @inlinable
  @inline(__always)
  public mutating func append(_ element: Element, if condition: Bool) {
    if used == storage.count { grow(to: used &+ 1) }
    // There is room for one element more now.
    unsafe storage.base[used] = element
    used &+= condition ? 1 : 0
  }

  /// Makes room for `capacity` elements at least.
  @inlinable
  public mutating func reserve(_ capacity: Int) {
    if capacity > storage.count { grow(to: capacity) }
  }

  @usableFromInline
  mutating func grow(to capacity: Int) { storage.resize(to: max(capacity, 64, storage.count + storage.count / 2)) }

  /// Forgets all elements and keeps the room.
  @inlinable
  public mutating func removeAll() { used = 0 }

  /// Forgets the elements from `newCount` on.
  @inlinable
  public mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= used, "a list is not truncated to more than it has")
    used = newCount
  }

  /// Calls `body` with the elements of a range.
  @inlinable
  @inline(__always)
  public func withSpan<Result: ~Copyable>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
    precondition(range.upperBound <= used, "range out of bounds")
    return storage.withSpan(range, body)
  }
}
