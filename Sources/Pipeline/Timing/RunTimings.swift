import Buffers
import Glibc

/// Where the time of a run went.
public struct RunTimings: Sendable, Codable {
  /// CPU of one stage, of all threads together.
  public struct StageTime: Sendable, Codable {
    /// As `Stage.name`.
    public var stage: String
    /// Nanoseconds of CPU.
    public var nanoseconds: Int64
    /// Records, comments or rows that went through; 0 where they are not counted.
    public var rows: Int64
    /// Bytes that went in; 0 where they are not counted.
    public var bytes: Int64
  }

  /// A part of the run, from one point at which all workers meet to the next.
  public struct Phase: Sendable, Codable {
    /// What is done.
    public var name: String
    /// Nanoseconds that passed.
    public var nanoseconds: Int64
    /// Of these, those in which one thread alone could work, since the order of the input has to be kept: what more workers
    /// don't shorten.
    public var serialNanoseconds: Int64
    /// Nanoseconds that workers waited, all together.
    public var waitingNanoseconds: Int64
  }

  /// In the order of a comment's way; stages without time are left out.
  public internal(set) var stages: [StageTime] = []
  /// One after the other: together they are the run's critical path.
  public internal(set) var phases: [Phase] = []
  /// User and system CPU of the whole process until the end of the run.
  public internal(set) var processNanoseconds: Int64 = 0
  /// Words of all comments, and how many of them a worker's table did not have.
  public internal(set) var words: Int64 = 0
  /// See `words`.
  public internal(set) var newWords: Int64 = 0
  /// The largest resident memory of the process so far.
  public internal(set) var peakBytes: Int64 = 0

  /// Share of words that a worker's table had; 1 without words.
  public var wordHitRate: Double { words == 0 ? 1 : 1 - Double(newWords) / Double(words) }
}

/// Gathers the times of a run: stages from its workers, phases from the run itself.
final class TimingRecorder: Sendable {
  private struct State: Sendable {
    var clock: StageClock
    var timings = RunTimings()
    var phaseStart: Int64
  }

  private let state: Guarded<State>
  let isOn: Bool

  init(isOn: Bool) {
    self.isOn = isOn
    state = Guarded(State(clock: StageClock(isOn: isOn), phaseStart: LapClock.now(.monotonic)))
  }

  /// A clock for one worker, source or sink.
  func clock() -> StageClock { StageClock(isOn: isOn) }

  func add(_ clock: StageClock) {
    if isOn { state.withLock { $0.clock.add(clock) } }
  }

  func add(words: Int, new: Int) {
    state.withLock { state in
      state.timings.words += Int64(words)
      state.timings.newWords += Int64(new)
    }
  }

  /// Ends a phase and begins the next.
  ///
  /// - Parameter serial: nanoseconds in which one thread alone could work; nil where it did all the time.
  func endPhase(_ name: String, serial: Int64?, waiting: Int64) {
    guard isOn else { return }
    state.withLock { state in
      let now = LapClock.now(.monotonic)
      let passed = now - state.phaseStart
      state.phaseStart = now
      state.timings.phases.append(
        RunTimings.Phase(
          name: name, nanoseconds: passed, serialNanoseconds: serial ?? passed, waitingNanoseconds: waiting))
    }
  }

  /// What was measured; nil where nothing was.
  func finish() -> RunTimings? {
    guard isOn else { return nil }
    return state.withLock { state in
      var timings = state.timings
      for stage in Stage.allCases where state.clock.nanoseconds(stage) > 0 {
        timings.stages.append(
          RunTimings.StageTime(
            stage: stage.name, nanoseconds: state.clock.nanoseconds(stage), rows: state.clock.rows[stage.rawValue],
            bytes: state.clock.bytes[stage.rawValue]))
      }
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      timings.processNanoseconds = Self.nanoseconds(usage.ru_utime) + Self.nanoseconds(usage.ru_stime)
      timings.peakBytes = Int64(usage.ru_maxrss) * 1024
      return timings
    }
  }

  private static func nanoseconds(_ time: timeval) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_usec) * 1000
  }
}
