public import CSystem
import Glibc

/// Plain values at fixed places, in memory of its own: what flat tables and the columns of a batch are made of.
///
/// Begins as zero bits, grows only when told to, and costs neither reference counting nor a check for uniqueness; every
/// access is checked against the bounds. Large arrays ask for huge pages, since look-ups at random places in small ones
/// wait for the address translation as long as for the memory.
///
/// Sendable although the compiler can't see it: it is not copyable, so that nobody else has its memory.
@safe
public struct FlatArray<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  /// How many elements there are.
  public private(set) var count: Int

  /// Arrays of so many bytes and more are mapped, with huge pages where the machine has them.
  private static var mappedBytes: Int { 1 << 20 }

  /// Makes an array of `count` elements, all bits zero; traps where there is no memory.
  public init(count: Int) {
    precondition(count >= 0 && count <= Int.max / 2 / max(1, MemoryLayout<Element>.stride), "impossible array size")
    self.count = count
    unsafe base = Self.allocate(count)
  }

  /// Makes an array of the elements of another.
  public init(_ elements: [Element]) {
    self.init(count: elements.count)
    for index in elements.indices { self[index] = elements[index] }
  }

  deinit { unsafe Self.free(base, count) }

  /// The element at a place.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      // `base` holds `count` elements.
      return unsafe base[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      // As above.
      yield unsafe &base[index]
    }
  }

  /// Calls `body` with the elements of a range.
  @inlinable
  @inline(__always)
  public func withSpan<Result: ~Copyable>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of bounds")
    // `base` holds `count` initialized elements; the span does not leave the closure.
    return unsafe body(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count).span)
  }

  /// Has the processor fetch the memory of a place that will be needed soon; any place is allowed.
  @inlinable
  @inline(__always)
  public func prefetch(_ index: Int) { unsafe voc_prefetch(UnsafeRawPointer(base + index)) }

  /// Makes all bits zero.
  public mutating func clear() { unsafe memset(base, 0, count * MemoryLayout<Element>.stride) }

  /// Makes room for `newCount` elements; those that were there stay, the new ones are zero bits.
  public mutating func resize(to newCount: Int) {
    precondition(newCount >= count, "a flat array does not shrink")
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let newBytes = max(1, newCount) * MemoryLayout<Element>.stride
    if bytes >= Self.mappedBytes {
      // Pages move without being copied; what a private mapping grows by is zero.
      guard let moved = unsafe voc_remap(base, UInt(bytes), UInt(newBytes)) else { Self.outOfMemory(newBytes) }
      unsafe base = moved.assumingMemoryBound(to: Element.self)
    } else {
      let larger = unsafe Self.allocate(newCount)
      // Both hold `count` elements at least, and do not overlap.
      unsafe memcpy(larger, base, count * MemoryLayout<Element>.stride)
      unsafe Self.free(base, count)
      unsafe base = larger
    }
    count = newCount
  }

  private static func outOfMemory(_ bytes: Int) -> Never {
    fatalError("out of memory: \(bytes) bytes were asked for")
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let memory: UnsafeMutableRawPointer?
    if bytes >= mappedBytes {
      // A private anonymous mapping is zero and belongs to nobody else.
      let mapped = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      unsafe memory = mapped == MAP_FAILED ? nil : mapped
      if let memory = unsafe memory { unsafe madvise(memory, bytes, MADV_HUGEPAGE) }
    } else {
      // Whole cache lines, so that elements of a line's size lie in one.
      let rounded = (bytes + 63) & ~63
      unsafe memory = aligned_alloc(64, rounded)
      if let memory = unsafe memory { unsafe memset(memory, 0, rounded) }
    }
    guard let memory = unsafe memory else { outOfMemory(bytes) }
    return unsafe memory.bindMemory(to: Element.self, capacity: count)
  }

  private static func free(_ base: UnsafeMutablePointer<Element>, _ count: Int) {
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    if bytes >= mappedBytes { unsafe munmap(base, bytes) } else { unsafe Glibc.free(base) }
  }
}
