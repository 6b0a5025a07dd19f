/// A fixed number of values that can't be copied, such as parsers, one for each source of a worker.
///
/// A worker owns its array; nothing is counted or checked at an access but the bounds.
@safe
public struct UniqueArray<Element: ~Copyable>: ~Copyable {
  // `base` holds `count` initialized elements, which nobody else knows of.
  @usableFromInline let base: UnsafeMutablePointer<Element>
  /// How many elements there are.
  public let count: Int

  /// Makes `count` elements by their numbers.
  ///
  /// - Throws: what `make` throws; the elements that were made are given up.
  public init<Failure: Error>(count: Int, _ make: (Int) throws(Failure) -> Element) throws(Failure) {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: count)
    var made = 0
    do throws(Failure) {
      while made < count {
        // The place `made` is below the capacity and holds nothing yet.
        unsafe (base + made).initialize(to: try make(made))
        made += 1
      }
    } catch {
      // The first `made` elements are initialized.
      unsafe base.deinitialize(count: made)
      unsafe base.deallocate()
      throw error
    }
    unsafe self.base = base
    self.count = count
  }

  deinit {
    // As the invariant says.
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// The element at a place.
  @inlinable
  public subscript(index: Int) -> Element {
    _read {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      yield unsafe base[index]
    }
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
      yield unsafe &base[index]
    }
  }
}
