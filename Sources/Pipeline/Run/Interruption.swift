import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into an error that a run sees between two tasks, so that it ends cleanly.
public final class Interruption: @unchecked Sendable {
  private let received = Atomic<Int32>(0)
  // Unchecked: never touched after init; only kept alive.
  private let sources: [any DispatchSourceSignal]

  /// Listens from now on; the signals' default effect is off.
  public init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
      source.setEventHandler { [weak self] in self?.received.store(number, ordering: .relaxed) }
      source.resume()
    }
  }

  /// The error for the signal that came, or nil.
  public var error: RunError? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: RunError(.interrupted, "stopped by SIGINT; nothing was published")
    case SIGTERM: RunError(.terminated, "stopped by SIGTERM; nothing was published")
    default: nil
    }
  }
}
