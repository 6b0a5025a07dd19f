import Synchronization

/// Carries a value that must not be copied through code that copies what it is given, such as queues and arrays.
///
/// The large arrays of a batch are filled by one worker and emptied by another; a second reference to them would turn
/// every change into a copy. Whoever works on the value takes it out and puts it back.
public final class Parcel<Value: ~Copyable & Sendable>: Sendable {
  private let value: Mutex<Value?>

  /// Packs a value.
  public init(_ value: consuming Value) { self.value = Mutex(consume value) }

  /// Takes the value out.
  ///
  /// Precondition: it is in.
  public func take() -> Value {
    guard let value = value.withLock({ $0.take() }) else { preconditionFailure("a parcel's value taken twice") }
    return value
  }

  /// Puts a value in.
  public func put(_ value: consuming Value) {
    var value = Optional(consume value)
    self.value.withLock { $0 = value.take() }
  }
}
