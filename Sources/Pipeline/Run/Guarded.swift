import Foundation

/// A value behind a lock that threads can wait on until it has changed.
///
/// `Mutex` of the standard library has no condition variable.
package final class Guarded<Value>: @unchecked Sendable {
  // Unchecked: `value` is touched only between `lock` and `unlock` of the condition.
  private let condition = NSCondition()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  /// Runs `body` alone; wakes all who wait.
  package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body(&value)
  }

  /// Runs `body` alone, again after every change, until it gives a result.
  package func waitUntil<Result>(_ body: (inout Value) -> Result?) -> Result {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&value) { return result }
      condition.wait()
    }
  }
}
