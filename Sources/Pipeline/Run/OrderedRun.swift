import Buffers
import Dispatch
import Synchronization

/// Delivers chunks one after the other; only one worker at a time asks for the next.
package protocol ChunkSource: ~Copyable {
  associatedtype Chunk: Sendable
  /// The next chunk, or nil at the end.
  mutating func next() throws(RunError) -> Chunk?
}

/// Does the work that any worker can do at any time: chunks to batches, groups of rows to encoded bytes.
package protocol StageWorker: ~Copyable, SendableMetatype {
  associatedtype Chunk: Sendable
  associatedtype Batch: Sendable
  associatedtype Group: Sendable
  associatedtype Encoded: Sendable
  mutating func process(_ chunk: Chunk) throws(RunError) -> Batch
  mutating func encode(_ group: consuming Group) throws(RunError) -> Encoded
}

/// Takes results in the order of the input; only one worker at a time is in it.
package protocol OrderedSink: ~Copyable {
  associatedtype Batch: Sendable
  associatedtype Group: Sendable
  associatedtype Encoded: Sendable
  /// Takes the next batch and gives the groups of rows that are complete now.
  mutating func admit(_ batch: Batch) throws(RunError) -> [Group]
  /// Gives the last groups, after the last batch.
  mutating func finish() throws(RunError) -> [Group]
  /// Takes the next encoded group.
  mutating func append(_ encoded: Encoded) throws(RunError)
}

/// Where the time of an ordered run went, in nanoseconds that passed.
package struct OrderedTimes: Sendable {
  /// The source gave chunks.
  package fileprivate(set) var pulling: Int64 = 0
  /// The sink took batches and groups.
  package fileprivate(set) var sinking: Int64 = 0
  /// Workers waited for work or for the source, all together.
  package fileprivate(set) var waiting: Int64 = 0

  /// What no number of workers shortens: the source and the sink each serve one worker at a time.
  package var serial: Int64 { max(pulling, sinking) }

  fileprivate mutating func addPull(_ asked: Int64, _ entered: Int64, _ left: Int64) {
    waiting += entered - asked
    pulling += left - entered
  }
}

/// Runs chunks through N workers and hands their results on in the order of the input.
///
/// This is morsel-driven parallelism (Leis et al. 2014). Workers are long-lived blocks, each on a Dispatch queue of its
/// own, so that all of them are live at once whatever the number of processors. A permit is taken before a chunk is
/// pulled and given back when its batch is admitted, so that memory is bounded and the lowest chunk that is not
/// admitted is always being worked on. Of several failing chunks the lowest is the error that is thrown.
package final class OrderedRun<Source: ChunkSource & ~Copyable & Sendable, Sink: OrderedSink & ~Copyable & Sendable>:
  Sendable
{
  private struct Numbered: ~Copyable, Sendable {
    var source: Source
    var pulled = 0
  }

  private struct State {
    var permits: Int
    var maximumGroups: Int
    /// Number of chunks, once the source has come to its end.
    var chunkCount: Int?
    var admitted = 0
    var isAdmitting = false
    var isFinished = false
    var batches: [Int: Result<Sink.Batch, RunError>] = [:]
    var groups: [(number: Int, group: Sink.Group)] = []
    var groupCount = 0
    var appended = 0
    var isAppending = false
    var encoded: [Int: Result<Sink.Encoded, RunError>] = [:]
    var failure: RunError?
    var times = OrderedTimes()
    var live = 0
    var mostLive = 0

    var isDone: Bool { failure != nil || isFinished && appended == groupCount }
  }

  private enum Step {
    case batch(Result<Sink.Batch, RunError>)
    case end
  }

  private enum Task {
    case chunk
    case group(Int, Sink.Group)
    case end
  }

  private let source: Mutex<Numbered>
  private let sink: Mutex<Sink>
  private let state: Guarded<State>
  private let interruption: @Sendable () -> RunError?

  /// - Parameter interruption: asked before every task; an error ends the run.
  package init(
    source: consuming Source, sink: consuming Sink, window: RunWindow,
    interruption: @escaping @Sendable () -> RunError? = { nil }
  ) {
    self.source = Mutex(Numbered(source: source))
    self.sink = Mutex(sink)
    state = Guarded(State(permits: window.chunks, maximumGroups: window.groups))
    self.interruption = interruption
  }

  /// Runs to the end and gives how many workers were live at once.
  ///
  /// - Parameter makeWorker: called once on each worker's queue, with the worker's number.
  package func run<Worker: StageWorker & ~Copyable>(
    workers: Int, makeWorker: @escaping @Sendable (Int) throws(RunError) -> Worker,
    retire: @escaping @Sendable (consuming Worker) -> Void
  ) throws(RunError) -> Int
  where
    Worker.Chunk == Source.Chunk, Worker.Batch == Sink.Batch, Worker.Group == Sink.Group, Worker.Encoded == Sink.Encoded
  {
    let group = DispatchGroup()
    for number in 0..<workers {
      DispatchQueue(label: "voc.worker.\(number)").async(group: group) { [self] in
        do throws(RunError) {
          var worker = try makeWorker(number)
          work(&worker)
          retire(worker)
        } catch { fail(error) }
      }
    }
    group.wait()
    let (failure, live) = state.withLock { ($0.failure, $0.mostLive) }
    if let failure { throw failure }
    return live
  }

  /// Where the workers' time went, after the run.
  package var times: OrderedTimes { state.withLock { $0.times } }

  /// Gives the source, after the run, for what it has counted.
  package func withSource<Value: Sendable>(_ body: (borrowing Source) -> Value) -> Value {
    source.withLock { body($0.source) }
  }

  /// Gives the sink, after the run, for what it has gathered.
  package func withSink<Value: Sendable>(_ body: (inout Sink) throws(RunError) -> Value) throws(RunError) -> Value {
    let result = sink.withLock { sink in
      do throws(RunError) { return Result<Value, RunError>.success(try body(&sink)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func work<Worker: StageWorker & ~Copyable>(_ worker: inout Worker)
  where
    Worker.Chunk == Source.Chunk, Worker.Batch == Sink.Batch, Worker.Group == Sink.Group, Worker.Encoded == Sink.Encoded
  {
    state.withLock { state in
      state.live += 1
      state.mostLive = max(state.mostLive, state.live)
    }
    while true {
      if let error = interruption() { fail(error) }
      switch nextTask() {
      case .end:
        state.withLock { $0.live -= 1 }
        return
      case .chunk:
        processNext(&worker)
        admitReady()
      case .group(let number, let group):
        let result: Result<Sink.Encoded, RunError>
        do throws(RunError) { result = .success(try worker.encode(group)) } catch { result = .failure(error) }
        state.withLock { $0.encoded[number] = result }
        appendReady()
      }
    }
  }

  /// Groups first: they free memory.
  private func nextTask() -> Task {
    let start = LapClock.now(.monotonic)
    return state.waitUntil { state in
      let passed = LapClock.now(.monotonic) - start
      if state.isDone {
        state.times.waiting += passed
        return .end
      }
      if !state.groups.isEmpty {
        state.times.waiting += passed
        let next = state.groups.removeFirst()
        return .group(next.number, next.group)
      }
      if state.chunkCount == nil, state.permits > 0, state.groupCount - state.appended <= state.maximumGroups {
        state.times.waiting += passed
        state.permits -= 1
        return .chunk
      }
      return nil
    }
  }

  private func processNext<Worker: StageWorker & ~Copyable>(_ worker: inout Worker)
  where Worker.Chunk == Source.Chunk, Worker.Batch == Sink.Batch {
    let asked = LapClock.now(.monotonic)
    var entered = asked
    let (number, pulled) = source.withLock { numbered -> (Int, Result<Source.Chunk?, RunError>) in
      entered = LapClock.now(.monotonic)
      let number = numbered.pulled
      do throws(RunError) {
        let chunk = try numbered.source.next()
        if chunk != nil { numbered.pulled += 1 }
        return (number, .success(chunk))
      } catch {
        numbered.pulled += 1
        return (number, .failure(error))
      }
    }
    let left = LapClock.now(.monotonic)
    let result: Result<Sink.Batch, RunError>
    do throws(RunError) {
      guard let chunk = try pulled.get() else {
        return state.withLock { state in
          state.times.addPull(asked, entered, left)
          state.permits += 1
          state.chunkCount = min(number, state.chunkCount ?? number)
        }
      }
      result = .success(try worker.process(chunk))
    } catch { result = .failure(error) }
    state.withLock { state in
      state.times.addPull(asked, entered, left)
      state.batches[number] = result
    }
  }

  /// Hands on the batches whose turn it is; one worker does so at a time, the others go on with their work.
  private func admitReady() {
    while true {
      let step: Step? = state.withLock { state in
        if state.isAdmitting || state.isDone { return nil }
        if let batch = state.batches.removeValue(forKey: state.admitted) {
          state.isAdmitting = true
          return .batch(batch)
        }
        if state.chunkCount == state.admitted, !state.isFinished {
          state.isAdmitting = true
          return .end
        }
        return nil
      }
      guard let step else { return }
      let start = LapClock.now(.monotonic)
      do throws(RunError) {
        let groups: [Sink.Group]
        switch step {
        case .batch(let result):
          let batch = try result.get()
          groups = try withSink { (sink) throws(RunError) in try sink.admit(batch) }
        case .end:
          groups = try withSink { (sink) throws(RunError) in try sink.finish() }
        }
        let end = LapClock.now(.monotonic)
        state.withLock { state in
          state.times.sinking += end - start
          for group in groups {
            state.groups.append((state.groupCount, group))
            state.groupCount += 1
          }
          state.isAdmitting = false
          if case .batch = step {
            state.admitted += 1
            state.permits += 1
          } else {
            state.isFinished = true
          }
        }
      } catch { return fail(error) }
    }
  }

  private func appendReady() {
    while true {
      let ready: Result<Sink.Encoded, RunError>? = state.withLock { state in
        if state.isAppending || state.failure != nil { return nil }
        guard let encoded = state.encoded.removeValue(forKey: state.appended) else { return nil }
        state.isAppending = true
        return encoded
      }
      guard let ready else { return }
      let start = LapClock.now(.monotonic)
      do throws(RunError) {
        let encoded = try ready.get()
        try withSink { (sink) throws(RunError) in try sink.append(encoded) }
        let end = LapClock.now(.monotonic)
        state.withLock { state in
          state.times.sinking += end - start
          state.isAppending = false
          state.appended += 1
        }
      } catch { return fail(error) }
    }
  }

  private func fail(_ error: RunError) {
    state.withLock { state in
      if state.failure == nil { state.failure = error }
    }
  }
}
