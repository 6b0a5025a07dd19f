/// A list of plain data in memory of its own that grows at its end: for what is appended by the million.
///
/// Lists of a megabyte and more grow without a copy and without a moment at which both sizes are held. Not copyable,
/// so that an access costs a check of the bounds and nothing else.
@safe
public struct FlatList<Element: BitwiseCopyable>: ~Copyable, Sendable {
  @usableFromInline var storage: FlatArray<Element>
  /// How many elements there are.
  public private(set) var count = 0

  /// Makes an empty list with room for `capacity` elements.
  public init(capacity: Int = 0) { storage = FlatArray(count: capacity) }

  /// The element at a place.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      return storage[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      yield &storage[index]
    }
  }

  /// Appends an element.
  public mutating func append(_ element: Element) {
    if count == storage.count { storage.resize(to: max(64, count + count / 2)) }
    storage[count] = element
    count += 1
  }

  /// Makes room for `capacity` elements at once.
  public mutating func reserve(_ capacity: Int) {
    if capacity > storage.count { storage.resize(to: capacity) }
  }

  /// Forgets all elements and keeps the room.
  public mutating func removeAll() { count = 0 }

  /// Has the processor fetch the memory of a place that will be needed soon; any place is allowed.
  @inlinable
  @inline(__always)
  public func prefetch(_ index: Int) { storage.prefetch(index) }

  /// Calls `body` with the elements of a range.
  @inlinable
  @inline(__always)
  public func withSpan<Result: ~Copyable>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
    precondition(range.upperBound <= count, "range out of bounds")
    return storage.withSpan(range, body)
  }
}
