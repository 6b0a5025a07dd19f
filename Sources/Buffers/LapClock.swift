import Glibc

/// Divides the time of one thread among stages, numbered by who owns the clock.
///
/// A lap costs a comparison while the clock is off. The thread's CPU time is asked of the system (about 200 ns), the monotonic
/// clock read without it (about 25 ns): laps of chunks take the one, laps of comments the other.
public struct LapClock: Sendable {
  /// What is measured.
  public enum Kind: Sendable {
    case off
    /// The CPU time of the calling thread: start and lap on the same one.
    case threadCPU
    case monotonic
  }

  /// Stages of one clock.
  public static let capacity = 24

  @usableFromInline let kind: Kind
  @usableFromInline var last: Int64 = 0
  private var laps = InlineArray<24, Int64>(repeating: 0)

  /// Makes a clock that stands at zero.
  public init(_ kind: Kind) { self.kind = kind }

  /// Whether anything is measured.
  @inlinable public var isOn: Bool { kind != .off }

  /// Begins a lap.
  @inlinable
  @inline(__always)
  public mutating func start() {
    if isOn { last = Self.now(kind) }
  }

  /// Ends a lap, which counts for a stage, and begins the next.
  @inlinable
  @inline(__always)
  public mutating func lap(_ stage: Int) {
    if isOn { add(to: stage) }
  }

  /// Nanoseconds of a stage.
  public func nanoseconds(_ stage: Int) -> Int64 { laps[stage] }

  /// Moves nanoseconds that were measured elsewhere from one stage to another.
  public mutating func move(_ nanoseconds: Int64, from stage: Int, to other: Int) {
    laps[stage] -= nanoseconds
    laps[other] += nanoseconds
  }

  /// Adds what another clock has measured.
  public mutating func add(_ other: LapClock) {
    for stage in laps.indices { laps[stage] += other.laps[stage] }
  }

  @usableFromInline
  mutating func add(to stage: Int) {
    let now = Self.now(kind)
    laps[stage] += now - last
    last = now
  }

  /// What a clock shows, in nanoseconds; 0 where the kind is off.
  public static func now(_ kind: Kind) -> Int64 {
    if kind == .off { return 0 }
    var time = timespec()
    // The clock writes to a value of its own type.
    unsafe clock_gettime(kind == .threadCPU ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
