import CSystem
import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into an error that a run sees between two tasks, so that it ends cleanly.
///
/// A run that has not seen it in time is overdue: what it has staged is removed, and the process ended, from here.
public final class Interruption: @unchecked Sendable {
  /// What is known of the signal and of the run.
  private struct State {
    var received: Int32 = 0
    /// The run is being put into place, which is short and ends by itself.
    var isLastStep = false
    var cleanUp: (@Sendable () -> Void)?
  }

  /// Enough for the longest task between two looks at the signal; the process then ends within two seconds.
  private static let graceMilliseconds = 1_500
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private let state = Mutex(State())
  // Unchecked: never touched after init; only kept alive.
  private var sources: [any DispatchSourceSignal] = []

  /// Listens from now on; the signals' default effect is off when this is done.
  ///
  /// A signal that was ignored before stays so (`nohup`).
  ///
  /// - Parameter end: ends the process where the run is overdue.
  public init(end: @escaping @Sendable (RunError) -> Void) {
    let queue = DispatchQueue(label: "voc.signals", qos: .userInitiated)
    let registered = DispatchGroup()
    for number in Self.signals {
      if voc_ignores_signal(number) == 1 { continue }
      // Until Dispatch has put its handler in, a signal ends the process: it must not be ignored, or it would be lost.
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [weak self] in self?.receive(number, queue, end) }
      registered.enter()
      source.setRegistrationHandler { registered.leave() }
      source.resume()
      sources.append(source)
    }
    registered.wait()
  }

  /// The error for the signal that came, or nil.
  public var error: RunError? { Self.error(state.withLock { $0.received }) }

  /// What is to be removed where the run is overdue.
  func whenOverdue(_ cleanUp: @escaping @Sendable () -> Void) { state.withLock { $0.cleanUp = cleanUp } }

  /// From now on a signal comes too late.
  ///
  /// - Throws: the error for a signal that came before.
  func beginLastStep() throws(RunError) {
    let received = state.withLock { state in
      if state.received == 0 { state.isLastStep = true }
      return state.received
    }
    if let error = Self.error(received) { throw error }
  }

  private func receive(_ number: Int32, _ queue: DispatchQueue, _ end: @escaping @Sendable (RunError) -> Void) {
    let isFirst = state.withLock { state in
      if state.isLastStep || state.received != 0 { return false }
      state.received = number
      return true
    }
    guard isFirst, let error = Self.error(number) else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(Self.graceMilliseconds)) { [self] in
      state.withLock { $0.cleanUp }?()
      end(error)
    }
  }

  private static func error(_ number: Int32) -> RunError? {
    switch number {
    case SIGINT: RunError(.interrupted, "stopped by SIGINT; nothing was published")
    case SIGTERM: RunError(.terminated, "stopped by SIGTERM; nothing was published")
    case SIGHUP: RunError(.hungUp, "stopped by SIGHUP; nothing was published")
    default: nil
    }
  }
}
