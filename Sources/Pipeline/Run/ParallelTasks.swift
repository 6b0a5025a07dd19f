import Dispatch

/// Does numbered pieces of work on several threads, each taking the next that nobody has begun: for what is left to do when all
/// comments are counted.
struct ParallelTasks: Sendable {
  /// How many threads work.
  let workers: Int
  /// Told what the threads took.
  let timings: TimingRecorder

  private struct State<Value: Sendable>: Sendable {
    var next = 0
    var results: [Result<Value, RunError>?]

    mutating func take() -> Int? {
      guard next < results.count else { return nil }
      next += 1
      return next - 1
    }
  }

  /// What `body` makes of each number below `count`, in order.
  ///
  /// - Throws: the error of the least number that fails.
  func map<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws(RunError) -> Value
  ) throws(RunError) -> [Value] {
    var values: [Value] = []
    guard workers > 1, count > 1 else {
      for number in 0..<count { values.append(try body(number)) }
      return values
    }
    let state = Guarded(State<Value>(results: [Result<Value, RunError>?](repeating: nil, count: count)))
    let group = DispatchGroup()
    for thread in 0..<min(workers, count) {
      DispatchQueue(label: "voc.tables.\(thread)").async(group: group) { [timings] in
        var clock = timings.clock()
        clock.start()
        while let number = state.withLock({ $0.take() }) {
          let result: Result<Value, RunError>
          do throws(RunError) { result = .success(try body(number)) } catch { result = .failure(error) }
          state.withLock { $0.results[number] = result }
        }
        clock.lap(.tables)
        timings.add(clock)
      }
    }
    group.wait()
    for result in state.withLock({ $0.results }) { if let result { values.append(try result.get()) } }
    return values
  }
}

/// Lets several threads read a value that can't be copied: a class, since all hold the same one.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
  let value: Value

  init(_ value: consuming Value) { self.value = value }
}
